"""Says whether a folder is a place for a ledger: on a disk of this machine, and in nothing that is copied about.

A synchronised ledger is one that is rolled back, and forgets presses; on a network SQLite's log and locks do not hold.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Final, NamedTuple

from agent.adapters.access import run
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from platformdirs.api import PlatformDirsABC

LONGEST: Final = 170  # Windows takes 260 characters, and a run's folder and files stand below this one
_TABLE: Final = Path("/proc/self/mounts")

# What the folders of these services are called, below the home folder or anywhere else; letter case does not count.
_CALLED: Final = {
    "OneDrive": r"onedrive([ -].*)?",
    "Dropbox": r"dropbox( \(.*\))?",
    "iCloud Drive": r"icloud ?drive|mobile documents",
    "Google Drive": r"google ?drive([ -].*)?",
    "Box": r"box sync|box-box",
    "Nextcloud": r"nextcloud\d*|owncloud",
    "坚果云": r"(我的)?坚果云|nutstore( files)?",
    "百度网盘": r"baidusyncdisk|baidunetdiskworkspace|百度网盘(同步空间|工作空间)|百度云同步盘?",
    "WPS": r"wps ?云盘|wps cloud files|wpsdrive",
    "Synology Drive": r"synologydrive|cloudstation",
    "pCloud": r"p ?cloud ?drive",
    "Yandex": r"yandex\.disk",
    "CloudStorage": r"cloudstorage",  # where macOS keeps the folders of all of them
}
_IN_THE_HOME: Final = {"box": "Box", "mega": "MEGA"}  # words too common to be told by them elsewhere
# What these services leave in the folder that they synchronise, whatever it is called.
_MARKED: Final = {
    "Dropbox": r"\.dropbox\.cache",
    "Nextcloud": r"\._?sync_[0-9a-f]+\.db|\.(nextcloud|owncloud)sync\.log",
    "Syncthing": r"\.stfolder",
    "Google Drive": r"\.shortcut-targets-by-id|\.tmp\.drive(down|up)load",
    "Synology Drive": r"\.synologyworkingdirectory",
}
_ROOTS: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # variables that Windows' OneDrive sets
_ICLOUD: Final = ("Library", "Mobile Documents", "com~apple~CloudDocs")

_ON_THE_NETWORK: Final = re.compile(r"\\\\(?![?.]\\)|\\\\\?\\UNC\\", re.IGNORECASE)
# File systems of other machines, and of a virtual machine's host; of macOS its own word for a local one is asked.
_REMOTE: Final = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs2?|glusterfs|gpfs|lustre|ncpfs|nfs4?|orangefs|prl_fs|smb3|smbfs|vboxsf|vmhgfs"
    r"|fuse(?!\.fuse-overlayfs|\.ntfs-3g|blk).*"  # but for the disks and containers of this machine
)
_MOUNTED: Final = re.compile(r"^.+ on (?P<where>/.*) \((?P<kind>\w+)(?P<options>[^)]*)\)$")


class Mount(NamedTuple):
    """What hangs where in the tree of folders, and whether it is another machine's, or a program's, and no disk."""

    where: PurePosixPath
    kind: str
    remote: bool


@dataclass(frozen=True, slots=True)
class Host:
    """What is asked of the machine; a test hands in one of its own."""

    system: str
    environ: Mapping[str, str]
    home: PurePath
    names: Callable[[PurePath], Collection[str]]
    mounts: Callable[[], str]


def require_place(path: PurePath, host: Host) -> None:
    """Refuse a folder (absolute, its links resolved) in which a ledger would not last: MendInput(E_STATE_PLACE)."""
    if service := synchronised(path, host):
        raise MendInput(Code.E_STATE_PLACE, path=path, detail="synchronised", value=service)
    if kind := remote(path, host):
        raise MendInput(Code.E_STATE_PLACE, path=path, detail="on_the_network", value=kind)
    if host.system == "win32" and len(str(path)) > LONGEST:
        raise MendInput(Code.E_STATE_PLACE, path=path, detail="too_long_a_path", value=len(str(path)), most=LONGEST)


def synchronised(path: PurePath, host: Host) -> str:
    """The service that copies this folder about, as far as names and marks tell; empty where none does."""
    return next(_services(path, host), "")


def _services(path: PurePath, host: Host) -> Iterator[str]:
    roots = (host.environ.get(name) for name in _ROOTS)
    if any(path.is_relative_to(type(path)(root)) for root in roots if root):
        yield "OneDrive"
    below = path.relative_to(host.home).parts if path.is_relative_to(host.home) else ()
    if below:
        yield from filter(None, [_IN_THE_HOME.get(below[0].casefold()), _icloud(below[0], host)])
    yield from _telling(below or path.parts, _CALLED)
    for folder in (path, *path.parents):
        yield from _telling(host.names(folder), _MARKED)


def _icloud(name: str, host: Host) -> str:
    """A Mac can keep the desktop and the documents in iCloud; they then stand there too."""
    kept = host.system == "darwin" and name in {"Desktop", "Documents"}
    return "iCloud Drive" if kept and name in host.names(host.home.joinpath(*_ICLOUD)) else ""


def _telling(names: Collection[str], services: Mapping[str, str]) -> Iterator[str]:
    for service, pattern in services.items():
        if any(map(re.compile(pattern, re.IGNORECASE).fullmatch, names)):
            yield service


def remote(path: PurePath, host: Host) -> str:
    """What the folder lies on where that is no disk of this machine; empty where it is one, or nobody can tell."""
    if host.system == "win32":
        return "UNC" if _ON_THE_NETWORK.match(str(path)) else ""
    read = _of_macos if host.system == "darwin" else _of_linux
    above = [one for one in read(host.mounts()) if path.is_relative_to(one.where)]
    # Of two at one place the later one covers the earlier. What hangs at the root is the machine's own, whatever it is.
    nearest = max(enumerate(above), key=lambda one: (len(one[1].where.parts), one[0]), default=(0, None))[1]
    return nearest.kind if nearest and nearest.remote and nearest.where != PurePosixPath("/") else ""


def _of_linux(table: str) -> Iterator[Mount]:
    for line in table.splitlines():
        match line.split(" "):
            case [_, where, kind, *_]:
                place = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), where)
                yield Mount(PurePosixPath(place), kind, bool(_REMOTE.fullmatch(kind)))


def _of_macos(table: str) -> Iterator[Mount]:
    for line in table.splitlines():
        if found := _MOUNTED.match(line):
            fuse, local = "fuse" in found["kind"], "local" in re.findall(r"\w+", found["options"])
            yield Mount(PurePosixPath(found["where"]), found["kind"], fuse or not local)


def state_folder(dirs: PlatformDirsABC) -> Path:
    """Where state lies that nobody placed: never in the folder of the configuration, where the vault's key is.

    Windows and macOS have one folder for both: the local application data, Library/Application Support.
    """
    shared = dirs.user_state_path == dirs.user_config_path
    return dirs.user_state_path / "state" if shared else dirs.user_state_path


def require_own_place(folder: Path) -> None:
    """Refuse a folder of this machine; on Windows resolving leads a mapped drive back to the server it stands for."""
    require_place(Path(os.path.realpath(folder)), this_host())


def this_host() -> Host:
    """The machine we are on."""
    mounts = _told_by_mount if sys.platform == "darwin" else _told_by_the_kernel
    return Host(sys.platform, os.environ, _home(), _names, mounts)


def _home() -> PurePath:
    try:
        return Path(os.path.realpath(Path.home()))
    except RuntimeError:  # a service may have none
        return PureWindowsPath() if sys.platform == "win32" else PurePosixPath()


def _names(folder: PurePath) -> Collection[str]:
    try:
        return [one.name for one in Path(folder).iterdir()]
    except OSError:
        return ()


def _told_by_the_kernel() -> str:
    """What is mounted; empty where nobody says."""
    try:
        return os.fsdecode(_TABLE.read_bytes())
    except OSError:
        return ""


def _told_by_mount() -> str:
    return run(["/sbin/mount"]) or ""
