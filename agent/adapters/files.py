"""Files written whole or not at all; but for what is said to be public, nobody else may read them."""

from __future__ import annotations

import os
import secrets
import sys
import time
from contextlib import contextmanager, suppress
from errno import EACCES, EDEADLK, EDQUOT, ENOSPC
from typing import TYPE_CHECKING, Final

from agent.adapters import access
from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    _Opener = Callable[[str, int], int]

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
PUBLIC_FILE = 0o644
_OTHERS = 0o077
_HANDED_OVER = 0o037  # what root gives one group to read, as systemd's credentials and a pod's secrets are
# A virus scanner on Windows looks into what was just written, and for that moment nobody may rename it.
_SCANNED: Final = (0.05, 0.1, 0.2, 0.4, 0.8) if sys.platform == "win32" else ()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into MendHost: E_DISK_FULL, or E_PERMISSION for every other reason."""
    try:
        yield
    except OSError as error:
        code = Code.E_DISK_FULL if error.errno in {ENOSPC, EDQUOT} else Code.E_PERMISSION
        raise MendHost(code, path=error.filename or path, detail=error.strerror) from error


def private_folder(folder: Path) -> None:
    """Make a folder, with every missing one above it, that only its owner may enter; an existing one stays as it is."""
    with explained(folder):
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(PRIVATE_FOLDER, exist_ok=True)
            if sys.platform != "win32":
                one.chmod(PRIVATE_FOLDER)  # an odd umask may have taken bits from the owner too
            elif one is missing[-1]:  # those in it take its rights over
                leave_to_owner(one)


def create_private(path: Path, content: bytes) -> None:
    """Create a file and bring it to the disk; MendHost(E_PERMISSION) where there is one already."""
    with explained(path):
        _fill(path, content, owner_only)
        sync_folder(path.parent)


def write_private(path: Path, content: bytes, written: Callable[[], object] | None = None) -> None:
    """Replace a file whole: a reader sees the old or the new one, whenever the power fails.

    `written` is called when the new content is on the disk beside the old one.
    """
    _replace(path, content, owner_only, written)


def write_public(path: Path, content: bytes) -> None:
    """The same for what has no secret: everybody may read it, whatever the umask."""
    _replace(path, content, _for_all)


def _replace(path: Path, content: bytes, opener: _Opener, written: Callable[[], object] | None = None) -> None:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    with explained(path):
        try:
            _fill(aside, content, opener)
            if written:
                written()
            put(aside, path)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
        sync_folder(path.parent)


def put(fresh: Path, path: Path, pauses: Sequence[float] = _SCANNED) -> None:
    """Give a whole file its name, in the place of what had it; where a scanner holds one of them, some times more.

    A rename that was refused has changed nothing, so that this, and nothing else that writes, may be tried again.
    """
    for pause in pauses:
        with suppress(PermissionError):
            fresh.replace(path)
            return
        time.sleep(pause)  # nobody tells when a scanner has done; there is nothing to await
    fresh.replace(path)


def _fill(path: Path, content: bytes, opener: _Opener) -> None:
    with open(path, "xb", opener=opener) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def owner_only(path: str, flags: int) -> int:
    """Open a file that nobody else may read: the `opener` for `open`."""
    return _opened(path, flags, PRIVATE_FILE)


def _for_all(path: str, flags: int) -> int:
    return _opened(path, flags, PUBLIC_FILE)


def _opened(path: str, flags: int, mode: int) -> int:
    handle = os.open(path, flags, mode)
    if sys.platform != "win32":
        os.fchmod(handle, mode)
    return handle


def leave_to_owner(path: Path) -> None:
    """On Windows, which knows no mode bits, take everybody else's rights to what was just made.

    Raises MendHost where that cannot be done; it then goes again, lest the next start take it for a private one.
    """
    if sys.platform == "win32":
        folder = path.is_dir()
        try:
            access.leave_to_owner(path, folder=folder)
        except MendHost:
            with explained(path):
                (path.rmdir if folder else path.unlink)()
            raise


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where a folder can be opened at all."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_shared(path: Path) -> None:
    """Refuse a secret file that others may read; MendHost(E_PERMISSION) names it."""
    if sys.platform != "win32":
        told = path.stat()
        if shared(told.st_mode, told.st_uid, os.geteuid()):
            raise MendHost(Code.E_PERMISSION, path=path, detail="not_private")


def shared(mode: int, owner: int, me: int) -> bool:
    """Whether more people may use a file than should: its owner alone, or us where root hands it over by our group."""
    return bool(mode & (_HANDED_OVER if owner == 0 != me else _OTHERS))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait for, hold and give back the lock of a file; it ends with the process that holds it."""
    with explained(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        with explained(path):
            _lock(handle)
        yield
    finally:
        os.close(handle)


def taken(attempt: Callable[[], object]) -> bool:
    """Whether a lock was got: Windows gives up waiting after ten seconds, and we do not."""
    try:
        attempt()
    except OSError as error:
        if error.errno not in {EACCES, EDEADLK}:
            raise
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        while not taken(lambda: msvcrt.locking(handle, msvcrt.LK_LOCK, 1)):
            continue

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
