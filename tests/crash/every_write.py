"""End a run at every write that reaches the disk, and let the disk be full from every write on: nothing may be lost.

`python tests/crash/every_write.py [--browser] [ACT...]` goes through each act, each file of ledger and vault, and each
k until a run ends untouched: on the scripted portal, or in a real browser (bind and unlink, from the lease on). It
prints a table and exits with 1 where something broke.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # what the tests of several folders share

from agent_bench import Agent
from anyio.from_thread import start_blocking_portal
from browsers import name_the_browser
from forked import Forked
from loguru import logger
from scene import Scene
from strace import KILL, MISSING, Injection, injected, injections, watched
from trials import TRIALS, Trial
from writer import Place, holds, live

from mock_portal.child import running

ENOUGH = 500  # no run of ours writes so often: something does not end
UNTOUCHED = "untouched"
IN_THE_BROWSER = ("bind", "unlink")

Cell = Callable[[Trial, str, str, str, int], tuple[int | None, str]]
"""One k of one group, fault and call in a state of its own: how the run ended, and what broke (or UNTOUCHED)."""


@dataclass
class Row:
    """A line of the table."""

    act: str
    what: str
    call: str
    group: str
    exits: Counter[int | None] = field(default_factory=Counter)
    breaks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        exits = ", ".join(f"{exit_}: {often}" for exit_, often in sorted(self.exits.items(), key=str))
        fault = "killed" if self.what == KILL else "disk full"
        case = f"{self.act:15} {fault:10} {self.call:10} {self.group:11}"
        line = f"{case} {self.exits.total():5} {len(self.breaks):7}   {exits}"
        return "\n".join([line, *(f"    {one}" for one in self.breaks)])


def rows(trial: Trial, cell: Cell, names: list[tuple[str, Injection]]) -> Iterator[Row]:
    """All groups, faults and calls of one act; those that never happen are left out."""
    for group, injection in names:
        row = Row(str(trial), injection.what, injection.call, group)
        for k in range(1, ENOUGH):
            exit_, broken = cell(trial, group, injection.what, injection.call, k)
            if broken == UNTOUCHED:
                break
            row.exits[exit_] += 1
            row.breaks += [f"k={k}: {broken}"] if broken else []
        if row.exits:
            yield row


def the_same(state: Path, group: str, what: str, call: str) -> Injection:
    """This injection for another state folder."""
    return next(one for name, one in injections(state) if (name, one.what, one.call) == (group, what, call))


def untruth(exit_: int | None, *, said_no: bool, sent: int) -> str:
    """What a run on a full disk told that is not so; empty where nothing is wrong."""
    if said_no and sent:
        return f"says that nothing was sent: {exit_}"
    return "" if exit_ in {4, 20} or (exit_ == 0 and sent) else f"ended with {exit_}"


@contextmanager
def on_the_engine() -> Iterator[Cell]:
    """Cells on the scripted portal."""
    with TemporaryDirectory() as made:
        log = Path(made, "strace.log")
        template = Place(Path(made, "template"))
        template.folder.mkdir()
        template.create()

        def cell(trial: Trial, *which: Any) -> tuple[int | None, str]:
            with TemporaryDirectory(dir=made) as own:
                place = Place(Path(shutil.copytree(template.folder, Path(own, "place"))))
                return one_on_the_engine(place, trial, the_same(place.state, *which[:3]), which[3], log)

        yield cell


def one_on_the_engine(place: Place, trial: Trial, injection: Injection, k: int, log: Path) -> tuple[int | None, str]:
    """One of them."""
    process = Forked(live, place.folder, str(trial), 0)
    process.stops()
    with watched(process, injection, k, log):
        exit_ = process.ended()
    if not injected(log):
        return exit_, UNTOUCHED
    broken = ""
    if exit_ != -signal.SIGKILL:
        told = json.loads(place.told.read_text("utf-8")) if place.told.exists() else {"submitted": "?"}
        broken = untruth(exit_, said_no=told["submitted"] == "no", sent=len(place.clicks.read_text().splitlines()))
    return exit_, broken or holds(place, trial, 1)


@contextmanager
def in_the_browser() -> Iterator[Cell]:
    """Cells on the mock portal."""
    name_the_browser()
    logger.disable("agent")  # its lines would lie between those of the table
    with ExitStack() as stack:
        made = stack.enter_context(TemporaryDirectory())
        loop, world = stack.enter_context(start_blocking_portal()), stack.enter_context(running(Path(made)))
        visits: dict[str, Any] = {}
        stack.callback(lambda: [loop.call(one.__aexit__, None, None, None) for one in visits.values()])

        def cell(trial: Trial, *which: Any) -> tuple[int | None, str]:
            with TemporaryDirectory(dir=made) as own:
                agent = Agent(loop, Path(own), world.origin, visits)
                try:
                    scene = Scene(agent, world, trial)
                    return one_in_the_browser(
                        scene, the_same(agent.house.state, *which[:3]), which[3], Path(made, "log")
                    )
                finally:
                    agent.close()

        yield cell


def one_in_the_browser(scene: Scene, injection: Injection, k: int, log: Path) -> tuple[int | None, str]:
    """One of them: watched from the lease on, when the ledger has its thread and no browser runs yet."""
    victim = scene.victim("CP02")
    victim.stops()
    threads = [int(path.name) for path in Path(f"/proc/{victim.pid}/task").iterdir()]
    with watched(victim, injection, k, log, threads):
        exit_ = victim.ended()
    if not injected(log):
        return exit_, UNTOUCHED
    sent, free = scene.presses(), not scene.claims()
    broken = "" if exit_ == -signal.SIGKILL else untruth(exit_, said_no=exit_ == 4, sent=sent)
    scene.note()
    try:
        scene.recovers(scene.after_the_lease(), free=free)
    except AssertionError as error:
        broken = broken or str(error)
    return exit_, broken


def tell(line: object) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """The whole table."""
    if MISSING:
        sys.exit("strace is missing: install it (apt-get install strace)")
    browser, began, every = "--browser" in words, time.monotonic(), list[Row]()
    acts = [one for one in words if one != "--browser"] or (IN_THE_BROWSER if browser else list(map(str, TRIALS)))
    tell(f"{'act':15} {'fault':10} {'call':10} {'files':11} {'cells':>5} {'breaks':>7}   exits")
    with in_the_browser() if browser else on_the_engine() as cell:
        for trial in (one for one in TRIALS if str(one) in acts):
            for row in rows(trial, cell, list(injections(Path()))):
                tell(row)
                every.append(row)
    cells, breaks = sum(row.exits.total() for row in every), sum(len(row.breaks) for row in every)
    tell(f"{cells} cells, {breaks} breaks, {time.monotonic() - began:.0f} s")
    return 1 if breaks else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
