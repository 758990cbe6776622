"""strace as an injector: end a process at its k-th system call of a kind on some files, or fail that call."""

from __future__ import annotations

import shutil
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent_bench import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forked import Forked

MISSING = shutil.which("strace") is None
KILL, FULL = "signal=KILL", "error=ENOSPC"


@dataclass(frozen=True)
class Injection:
    """What happens to one system call on some files: KILL at the k-th, or FULL at the k-th and every later one.

    strace counts for each thread and each call by itself.
    """

    what: str
    call: str
    files: tuple[Path, ...]

    def at(self, k: int) -> list[str]:
        """The options of strace that say so."""
        paths = [word for path in self.files for word in ("-P", str(path))]
        when = f"{k}+" if self.what == FULL else str(k)
        return ["-e", f"trace={self.call}", *paths, "-e", f"inject={self.call}:{self.what}:when={when}"]


@contextmanager
def watched(process: Forked, injection: Injection, k: int, log: Path, threads: Sequence[int] = ()) -> Iterator[None]:
    """Let a stopped process go on under strace; without `threads` whatever it starts is watched too."""
    whom = threads or [process.pid]
    words = ["strace", "-qq", *([] if threads else ["-f"]), "-o", str(log), *injection.at(k)]
    strace = subprocess.Popen([*words, *(word for one in whom for word in ("-p", str(one)))], stderr=subprocess.DEVNULL)
    try:
        until(lambda: all(_traced(one) for one in whom))
        process.signalled(signal.SIGCONT)
        yield
    finally:
        strace.wait(60)


def injected(log: Path) -> bool:
    """Whether anything was done to the process."""
    told = log.read_text("utf-8", "replace")
    return "(INJECTED)" in told or "killed by SIGKILL" in told


def groups(state: Path) -> dict[str, tuple[Path, ...]]:
    """What a run writes into ledger and vault, in groups that one thread writes."""
    ledger, vault = state / "ledger.db", state / "vault"
    mark, sealed = vault / "high-water", sorted(vault.glob("*.sealed"))
    return {
        "ledger": (ledger,),
        "log": (ledger.with_name("ledger.db-wal"),),
        "index": (ledger.with_name("ledger.db-shm"),),
        "mark": (mark, _aside(mark)),
        "vault": (vault, *sealed, *map(_aside, sealed)),
    }


def injections(state: Path) -> Iterator[tuple[str, Injection]]:
    """Everything that is done, and to what: to each group alone, and the whole disk full at once."""
    files = groups(state)
    for name, some in files.items():
        for call in ("fsync", "fdatasync", "rename"):
            yield name, Injection(KILL, call, some)
    everything = tuple(path for some in files.values() for path in some)
    for name, some in [*files.items(), ("everything", everything)]:
        for call in ("write", "pwrite64"):
            yield name, Injection(FULL, call, some)


def _aside(path: Path) -> Path:
    """Where a file's new content is written first (`forked.named_plainly`)."""
    return path.with_name(f".{path.name}.00000000.tmp")


def _traced(pid: int) -> bool:
    return "\nTracerPid:\t0\n" not in Path(f"/proc/{pid}/status").read_text("ascii")
