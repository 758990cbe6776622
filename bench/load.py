"""What a process and all its descendants take: processor seconds, and memory as the shares that add up (PSS)."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PROC, _EVERY = Path("/proc"), 0.25
_PARENT, _BEGAN, _USER, _SYSTEM = 1, 19, 11, 12  # fields of /proc/PID/stat after the name


class Load:
    """Looks at a tree of processes four times a second while a block lasts; Linux only.

    `peak_mb` is the most that was seen at once. `processor_s` adds up what each process had used when it was last
    seen, so what one uses after that is missing: a few in a hundred.
    """

    def __init__(self, root: int) -> None:
        self.peak_mb, self.most_processes = 0.0, 0
        self._root, self._used = root, dict[tuple[str, str], float]()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    @property
    def processor_s(self) -> float:
        return sum(self._used.values())

    def _watch(self) -> None:
        while not self._over.wait(_EVERY):
            self.look()

    def look(self) -> None:
        """Look once."""
        tree = living(self._root)
        for pid, stat in tree.items():
            self._used[pid, stat[_BEGAN]] = _seconds(stat)
        self.peak_mb = max(self.peak_mb, sum(map(_pss_mb, tree)))
        self.most_processes = max(self.most_processes, len(tree))


@dataclass(frozen=True)
class Held:
    """What a process and its descendants hold at one moment: megabytes, its own of them, its open files, processes."""

    mb: float
    own_mb: float
    files: int
    processes: int


def held(root: int) -> Held:
    """Look once; nothing is held by a process that is gone."""
    tree = living(root)
    return Held(sum(map(_pss_mb, tree)), _pss_mb(str(root)), _open_files(root), len(tree))


def renders(root: int) -> bool:
    """Whether a browser below a process still has a page's process, which takes a moment to end after its page."""
    for pid in living(root):
        with suppress(OSError):
            if b"--type=renderer" in (_PROC / pid / "cmdline").read_bytes():
                return True
    return False


def held_by_name(root: int, without: int) -> dict[str, float]:
    """Megabytes of a process and its descendants, but for one of them with its own, by what each is called."""
    found: dict[str, float] = {}
    for pid in living(root).keys() - living(without).keys():
        with suppress(OSError):
            name = (_PROC / pid / "comm").read_text("utf-8", "replace").strip()
            found[name] = found.get(name, 0.0) + _pss_mb(pid)
    return found


def _open_files(pid: int) -> int:
    with suppress(OSError):
        return len(list((_PROC / str(pid) / "fd").iterdir()))
    return 0


def processor_s(pid: int) -> float:
    """What one process has used so far; raises OSError where it is gone."""
    return _seconds(_fields(_PROC / str(pid)))


def _seconds(stat: list[str]) -> float:
    return (int(stat[_USER]) + int(stat[_SYSTEM])) / os.sysconf("SC_CLK_TCK")


def living(root: int) -> dict[str, list[str]]:
    """What the system tells of a process and its descendants, by process."""
    every = {path.name: stat for path in _PROC.glob("[0-9]*") if (stat := _stat(path))}
    children: dict[str, list[str]] = {}
    for pid, stat in every.items():
        children.setdefault(stat[_PARENT], []).append(pid)
    found, next_ones = dict[str, list[str]](), [str(root)]
    while next_ones:
        pid = next_ones.pop()
        if pid in every:
            found[pid] = every[pid]
        next_ones += children.get(pid, [])
    return found


def _fields(path: Path) -> list[str]:
    """What the system tells of a process, after its name, which may hold anything."""
    return (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def _stat(path: Path) -> list[str]:
    """The same, or nothing of a process that is gone."""
    with suppress(OSError):
        return _fields(path)
    return []


def _pss_mb(pid: str) -> float:
    with suppress(OSError, ValueError):
        return int((_PROC / pid / "smaps_rollup").read_text("ascii").partition("\nPss:")[2].split()[0]) / 1024
    return 0.0
