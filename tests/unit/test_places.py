"""Where a ledger may lie: on a disk of this machine, and in nothing that a service copies about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from agent.adapters.places import LONGEST, Host, remote, require_place, state_folder, synchronised
from agent.errors import Code, MendInput

pytestmark = pytest.mark.fast

WINDOWS, MACOS, LINUX = PureWindowsPath(r"C:\Users\Wang"), PurePosixPath("/Users/wang"), PurePosixPath("/home/wang")
USUAL = {
    "win32": WINDOWS / r"AppData\Local\channel-companion\state",
    "darwin": MACOS / "Library/Application Support/channel-companion/state",
    "linux": LINUX / ".local/state/channel-companion",
}
HOMES: dict[str, PurePath] = {"win32": WINDOWS, "darwin": MACOS, "linux": LINUX}
MOUNTS = """\
/dev/vda / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
nas:/home /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/wang/disk\\040of\\040mine xfs rw 0 0
//nas/shop /mnt/店 cifs rw 0 0
C:\\134 /mnt/c 9p rw,aname=drvfs 0 0
wang@host:/srv /mnt/far fuse.sshfs rw 0 0
/dev/sdc1 /mnt/usb fuseblk rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
someone /mnt/odd fuse rw 0 0
fuse-overlayfs /var/box fuse.fuse-overlayfs rw 0 0
nas:/old /srv/data nfs rw 0 0
/dev/sdd1 /srv/data ext4 rw 0 0
"""
MAC_MOUNTS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//wang@nas._smb._tcp.local/shop on /Volumes/shop (east) (smbfs, nodev, nosuid, mounted by wang)
nas:/vol on /Volumes/nfs (nfs, nodev, nosuid)
rclone@macfuse0 on /Volumes/drive (macfuse, local, synchronous)
/dev/disk4s1 on /Volumes/USB (exfat, local, nodev, nosuid)
"""


def host(system: str, environ: Mapping[str, str] | None = None, **more: Any) -> Host:
    """A machine of that system on which nothing is mounted and every folder is empty."""
    given: dict[str, Any] = {"names": lambda _: (), "mounts": lambda: ""}
    return Host(system, environ or {}, HOMES[system], **(given | more))


def holding(names: Mapping[str, str]) -> Callable[[PurePath], list[str]]:
    return lambda folder: [name for place, name in names.items() if str(folder) == place]


@pytest.mark.parametrize("system", USUAL)
def test_the_usual_folder_of_each_system_is_a_place(system: str) -> None:
    require_place(USUAL[system], host(system, {"OneDrive": r"C:\Users\Wang\OneDrive"}))


@pytest.mark.parametrize(
    ("below_home", "service"),
    [
        (r"OneDrive\shop", "OneDrive"),
        (r"OneDrive - Wang & Söhne\shop", "OneDrive"),
        (r"ONEDRIVE\shop", "OneDrive"),
        (r"Dropbox (Team)\shop", "Dropbox"),
        (r"iCloudDrive\shop", "iCloud Drive"),
        (r"Google Drive\shop", "Google Drive"),
        (r"Box\shop", "Box"),
        (r"Nextcloud2\shop", "Nextcloud"),
        (r"Nutstore Files\shop", "坚果云"),
        (r"我的坚果云\shop", "坚果云"),
        (r"Documents\BaiduNetdiskWorkspace\shop", "百度网盘"),
        ("BaiduSyncdisk", "百度网盘"),
    ],
)
def test_the_folder_of_a_service_is_known_by_its_name(below_home: str, service: str) -> None:
    assert synchronised(WINDOWS / below_home, host("win32")) == service


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (MACOS / "Library/Mobile Documents/com~apple~CloudDocs/shop", "iCloud Drive"),
        (MACOS / "Library/CloudStorage/Anything-wang/shop", "CloudStorage"),
        (PurePosixPath("/Volumes/Work/Dropbox/shop"), "Dropbox"),
    ],
)
def test_the_folders_of_a_mac_are_known_too(path: PurePath, service: str) -> None:
    assert synchronised(path, host("darwin")) == service


@pytest.mark.parametrize(("kept", "service"), [("Desktop", ""), ("Documents", "iCloud Drive")])
def test_documents_are_icloud_only_where_it_keeps_them(kept: str, service: str) -> None:
    names = holding({str(MACOS / "Library/Mobile Documents/com~apple~CloudDocs"): kept})

    assert synchronised(MACOS / "Documents/shop", host("darwin", names=names)) == service


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"])
def test_onedrive_itself_says_where_it_is(variable: str) -> None:
    machine = host("win32", {variable: r"D:\Firma"})

    told = [synchronised(PureWindowsPath(path), machine) for path in (r"d:\firma\shop", r"D:\Firma 2\shop")]

    assert told == ["OneDrive", ""]


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox.cache", "Dropbox"),
        (".sync_3f2a.db", "Nextcloud"),
        ("._sync_3f2a.db", "Nextcloud"),
        (".owncloudsync.log", "Nextcloud"),
        (".stfolder", "Syncthing"),
        (".shortcut-targets-by-id", "Google Drive"),
        (".tmp.driveupload", "Google Drive"),
        (".SynologyWorkingDirectory", "Synology Drive"),
        (".dropbox", ""),  # it lies in every home folder that has Dropbox somewhere below
        (".sync", ""),
    ],
)
def test_a_folder_of_any_name_is_known_by_what_the_service_left_above(mark: str, service: str) -> None:
    names = holding({"/srv/work": mark})

    assert synchronised(PurePosixPath("/srv/work/shop/state"), host("linux", names=names)) == service


def test_somebody_who_is_called_like_a_service_may_keep_a_ledger() -> None:
    machine = Host("linux", {}, PurePosixPath("/home/nextcloud"), lambda _: (), lambda: "")

    assert synchronised(PurePosixPath("/home/nextcloud/.local/state"), machine) == ""
    assert synchronised(PurePosixPath("/srv/box/mega/mydropbox"), machine) == ""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\nas\shop\state", "UNC"),
        (r"\\?\UNC\nas\shop\state", "UNC"),
        (r"\\wsl.localhost\Debian\home", "UNC"),
        ("//nas/shop/state", "UNC"),
        (r"\\?\C:\state", ""),
        (r"Z:\state", ""),  # a mapped drive is led back to its server before it is asked about
        (r"C:\\nas\shop", ""),
    ],
)
def test_a_server_is_told_from_a_drive(path: str, kind: str) -> None:
    assert remote(PureWindowsPath(path), host("win32")) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/state", ""),
        ("/tmp/state", ""),  # noqa: S108 - a name to ask about
        ("/home/wang/state", "nfs4"),
        ("/home/wang/disk of mine/state", ""),
        ("/homes/state", ""),
        ("/mnt/店/state", "cifs"),
        ("/mnt/c/Users/wang", "9p"),
        ("/mnt/far/state", "fuse.sshfs"),
        ("/mnt/usb/state", ""),
        ("/run/user/1000/gvfs/state", "fuse.gvfsd-fuse"),
        ("/mnt/odd", "fuse"),
        ("/var/box/state", ""),
        ("/srv/data/state", ""),
    ],
)
def test_what_is_mounted_on_linux_is_read_from_its_table(path: str, kind: str) -> None:
    assert remote(PurePosixPath(path), host("linux", mounts=lambda: MOUNTS)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/wang/state", ""),
        ("/Volumes/shop (east)/state", "smbfs"),
        ("/Volumes/nfs/state", "nfs"),
        ("/Volumes/drive/state", "macfuse"),
        ("/Volumes/USB/state", ""),
    ],
)
def test_what_is_mounted_on_a_mac_is_read_from_what_mount_says(path: str, kind: str) -> None:
    assert remote(PurePosixPath(path), host("darwin", mounts=lambda: MAC_MOUNTS)) == kind


@pytest.mark.parametrize("table", ["", "\n", "odd", "rootfs / 9p rw 0 0\n"])
def test_the_machines_own_root_is_a_place_and_so_is_one_that_nobody_can_tell_about(table: str) -> None:
    assert remote(PurePosixPath("/home/wang/state"), host("linux", mounts=lambda: table)) == ""


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        (WINDOWS / "Dropbox", "synchronised"),
        (PureWindowsPath(r"\\nas\shop\state"), "on_the_network"),
        (WINDOWS / ("长" * LONGEST), "too_long_a_path"),
    ],
)
def test_the_refusal_says_why(path: PurePath, detail: str) -> None:
    with pytest.raises(MendInput) as caught:
        require_place(path, host("win32"))

    assert (caught.value.code, caught.value.exit) == (Code.E_STATE_PLACE, 3)
    assert (caught.value.params["path"], caught.value.params["detail"]) == (str(path), detail)


@pytest.fixture
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody called Wang, on each of the three systems."""
    monkeypatch.setenv("WIN_PD_OVERRIDE_LOCAL_APPDATA", r"C:\Users\Wang\AppData\Local")  # Windows itself is not asked
    monkeypatch.setenv("HOME", "/home/wang")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("dirs", [Windows, MacOS, Unix])
def test_the_key_beside_the_configuration_is_never_in_the_state_folder(dirs: type[PlatformDirsABC]) -> None:
    asked = dirs("channel-companion", appauthor=False)

    assert not (asked.user_config_path / "vault.key").is_relative_to(state_folder(asked))


@pytest.mark.usefixtures("somebody")
def test_each_system_has_its_usual_folder_for_state() -> None:
    folders = [state_folder(one("channel-companion", appauthor=False)) for one in (Windows, MacOS, Unix)]

    assert [str(one).replace("\\", "/") for one in folders] == [
        "C:/Users/Wang/AppData/Local/channel-companion/state",
        "/home/wang/Library/Application Support/channel-companion/state",
        "/home/wang/.local/state/channel-companion",
    ]
