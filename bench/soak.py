"""A long life: a thousand visits by one worker; what it holds at the end beside what it held at the beginning.

    python bench/soak.py [--visits 1000] [--concurrency 4] [--latency-ms 0] [--json]

One `companion worker` looks at so many shops, each with a login of its own, once. While it works, its memory with its
browser's (PSS), the open files of the program and the processes of the tree are read once a second. The first tenth
of the visits warms up; the next fifth is the beginning, and the last fifth is the end: medians of both are told.

Ends with 1 where memory grew by over 10 %, files or processes by more than a visit's share, or something is left
afterwards: a process, or a file in the folder for temporary ones. Linux only (it reads /proc).
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bytecode import keep_bytecode
from fleet_world import fleet
from load import Held, held, living
from many import Operator

from mock_portal.child import running

MOST_GROWTH = 0.10
SLACK = 2  # files and processes: what is open when a visit happens to be under way
PATIENCE_S = 60
Seen = tuple[int, Held]  # how many visits had ended, and what was held then


def work(operator: Operator, visits: int, at_once: int) -> tuple[list[Seen], int, set[str]]:
    """Let a worker make its visits, and end it; what was seen meanwhile, its exit code, and every process it had."""
    told = operator.folder / "told.jsonl"
    words = operator.companion("worker", "--concurrency", str(at_once), "--pause", "1")
    with told.open("wb") as out, (operator.folder / "log.txt").open("wb") as log:
        child = subprocess.Popen(words, stdout=out, stderr=log)  # noqa: S603 - our own program
    seen, had = list[Seen](), set[str]()
    while child.poll() is None and (not seen or seen[-1][0] < visits):
        seen.append((ended(told), held(child.pid)))
        had |= set(living(child.pid))
        time.sleep(1)  # waits for another process
    child.send_signal(signal.SIGTERM)
    return seen, child.wait(PATIENCE_S), had


def ended(told: Path) -> int:
    """How many visits came to a good end."""
    return told.read_bytes().count(b'"outcome": "DONE"')


def grown(seen: Sequence[Seen], visits: int) -> dict[str, tuple[float, float]]:
    """What was held in the beginning and in the end."""
    first = [one for at, one in seen if visits * 0.1 <= at < visits * 0.3]
    last = [one for at, one in seen if at >= visits * 0.8]
    kinds: dict[str, Callable[[Held], float]] = {
        "memory_mb": lambda one: one.mb,
        "of_the_program_mb": lambda one: one.own_mb,
        "files": lambda one: one.files,
        "processes": lambda one: one.processes,
    }
    return {name: (median(map(of, first)), median(map(of, last))) for name, of in kinds.items()}


def soak(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """One worker's life."""
    (folder / "portal").mkdir()
    (folder / "temporary").mkdir()
    with running(folder / "portal", "--latency-ms", str(asked.latency_ms)) as portal:
        operator = Operator(folder / "operator", portal, asked.latency_ms, 0)
        operator.begin(fleet(asked.visits), "look")
        os.environ["TMPDIR"] = str(folder / "temporary")
        began = time.monotonic()
        seen, code, had = work(operator, asked.visits, asked.concurrency)
        took = time.monotonic() - began
    return {
        "visits": seen[-1][0],
        "seconds": round(took),
        "exit": code,
        **grown(seen, asked.visits),
        "processes_left": [told for one in had if (told := command_of(one))],
        "files_left": sorted(one.name for one in (folder / "temporary").iterdir()),
    }


def command_of(pid: str) -> str:
    """What still runs under this number; nothing where it has ended, if nobody has asked for its end yet either."""
    with suppress(OSError):
        return Path("/proc", pid, "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    return ""


def missed(told: dict[str, Any], visits: int) -> list[str]:
    """The bounds that were not kept."""
    trouble = [name for name in ("processes_left", "files_left") if told[name]]
    trouble += ["visits"] if told["visits"] < visits else []
    for name in ("memory_mb", "of_the_program_mb"):
        first, last = told[name]
        trouble += [name] if last > first * (1 + MOST_GROWTH) else []
    return trouble + [name for name in ("files", "processes") if told[name][1] > told[name][0] + SLACK]


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--latency-ms", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        keep_bytecode(Path(name) / "bytecode")
        told = soak(asked, Path(name))
    print(json.dumps(told) if asked.json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    trouble = missed(told, asked.visits)
    print("\n".join(f"MISSED {name}" for name in trouble), file=sys.stderr)
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main())
