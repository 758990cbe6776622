"""Who may open a folder on Windows, which has a list of rights where other systems have mode bits."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Final

from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath

    Run = Callable[[Sequence[str]], str | None]

_SYSTEM: Final = "S-1-5-18"  # Windows itself: its backups and virus scanner
_SECONDS: Final = 20
_SID: Final = re.compile(r"S-1(?:-\d+)+")


def owner_only_list(path: PurePath, owner: str, environ: Mapping[str, str], *, folder: bool) -> list[str]:
    """The command that leaves all rights to an owner (a SID) and to Windows, and nothing to anybody else."""
    rights = "(OI)(CI)F" if folder else "F"  # what is made in a folder later takes them over
    grants = [f"*{sid}:{rights}" for sid in (owner, _SYSTEM)]
    return [_of_windows("icacls.exe", environ), str(path), "/inheritance:r", "/grant:r", *grants, "/q"]


def who_am_i(environ: Mapping[str, str]) -> list[str]:
    """The command that tells this user's SID: a name can be of another code page, or twice in a domain."""
    return [_of_windows("whoami.exe", environ), "/user", "/fo", "csv", "/nh"]


def sid_in(told: str) -> str:
    """The SID at the end of what `whoami` tells; empty where there is none."""
    return next(reversed(_SID.findall(told)), "")


def _of_windows(name: str, environ: Mapping[str, str]) -> str:
    """Windows' own program, by its whole path: a bare name would be looked up in the current folder first."""
    return str(PureWindowsPath(environ.get("SystemRoot") or r"C:\Windows", "System32", name))


def run(command: Sequence[str]) -> str | None:
    """What a program tells, or nothing where it fails; a shell is never asked."""
    try:
        ended = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS)  # noqa: S603 - the words are ours
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if ended.returncode else ended.stdout.decode("utf-8", "surrogateescape")  # as paths are told


def leave_to_owner(path: PurePath, *, folder: bool, ask: Run = run) -> None:
    """Take everybody else's rights to a file or folder; MendHost(E_PERMISSION) where that cannot be done."""
    owner = sid_in(ask(who_am_i(os.environ)) or "")
    if not owner or ask(owner_only_list(path, owner, os.environ, folder=folder)) is None:
        raise MendHost(Code.E_PERMISSION, path=path, detail="not_left_to_owner")
