"""How many shops a machine gets through: `companion apply` over a fleet, by concurrency and by the portal's delay.

    python bench/many.py [--shops 200] [--concurrency 1 2 4 8 16] [--latency-ms 50 500] [--kind look bind]
                         [--each 0] [--picture FILE] [--json]

Each shop has a login of its own. "look" is a read-only visit: home, invitations and linked accounts read, and what the
ledger says brought up to date. "bind" is a whole bind with guards, gate, claim and evidence, unpaced as on loopback.
Each figure comes from a process of its own, from start to exit, with a fresh world, ledger and state folder; sessions
are sealed before. CPU and memory are those of the process with its browser; the portal runs beside it on the same
processors, and its share is told too. With --each N at most N visits for each one at a time are made, which spares the
slow ends: 1 at a time N, 2 at a time 2 N, up to all shops; the start of a process then weighs more where N is small.

Ends with 1 where at 500 ms the best rate is under 6 times the sequential one, or a further visit costs over 60 MB.
Linux only (it reads /proc).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bytecode import keep_bytecode
from chart import Chart, Line, drawn
from fleet_world import One, fleet, people, roster, world
from load import Load, processor_s
from sessions import seal_all

from agent.wiring import House
from mock_portal.child import running

if TYPE_CHECKING:
    from mock_portal.client import World

AT_LEAST, SLOW_MS = 6.0, 500
MOST_MB = 60.0
KNEE = 1.15  # from here on twice as many at once bring less than this
EFFECTS = {"look": 0, "bind": 1}
_A_DAY_AND_MORE = 25


@dataclass(frozen=True)
class Figure:
    """What one run took."""

    kind: str
    latency_ms: int
    at_once: int
    visits: int
    seconds: float
    processor_s: float
    portal_s: float
    peak_mb: float
    processes: int

    @property
    def a_minute(self) -> float:
        return self.visits / self.seconds * 60

    @property
    def busy(self) -> float:
        """The share of one processor that is taken, so 2 is all of two."""
        return self.processor_s / self.seconds


@dataclass(frozen=True)
class Operator:
    """Who works for the fleet: a configuration and a state folder for one run, and the portal with its process."""

    folder: Path
    portal: World
    latency_ms: int
    portal_process: int

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def companion(self, *words: str) -> list[str]:
        places = ("--config", str(self.config), "--state", str(self.state))
        return [sys.executable, "-m", "agent", *places, "--json", "--no-input", *words]

    def begin(self, shops: list[One], kind: str) -> None:
        """A new world and a new state folder; what a run is to do is due, and everybody is signed in."""
        self.portal.reset(world=world(shops))
        shutil.rmtree(self.folder, ignore_errors=True)
        self.config.mkdir(parents=True)
        (self.config / "shops.toml").write_text(roster(shops, inviting=kind == "bind"), "utf-8")
        told = ("[portals.mock]", f'seller = "{self.portal.origin}"', f'creator = "{self.portal.origin}"')
        (self.config / "companion.toml").write_text("\n".join(told), "utf-8")
        house = House(config=self.config, chosen_state=self.state)
        house.create_state()
        if kind == "look":  # the ledger learns of the shops, and a day later a look at each is due
            subprocess.run(self.companion("apply"), check=True, capture_output=True)  # noqa: S603 - our own program
            self.portal.advance(hours=_A_DAY_AND_MORE)
        seal_all(house.vault(), self.portal.origin, people(shops))

    def run(self, kind: str, at_once: int) -> tuple[int, float, Load]:
        """Do it; answers how many visits were made well, the seconds, and what was taken."""
        with (self.folder / "told.jsonl").open("w+") as told, (self.folder / "log.txt").open("w+") as log:
            began = time.perf_counter()
            child = subprocess.Popen(self.companion(*command(at_once)), stdout=told, stderr=log)  # noqa: S603 - ours
            with Load(child.pid) as load:
                child.wait()
            took = time.perf_counter() - began
            told.seek(0)
            lines = [json.loads(line) for line in told]
        summary = lines[-1]["summary"]
        assert self.portal.effects("invite") == EFFECTS[kind] * summary["outcomes"].get("DONE", 0), summary
        return summary["outcomes"].get("DONE", 0), took, load


def command(at_once: int) -> tuple[str, ...]:
    """What is measured."""
    return ("apply", "--concurrency", str(at_once))


def measured(asked: argparse.Namespace, folder: Path) -> list[Figure]:
    """All runs, one after the other; the portal of a delay is one process."""
    found = list[Figure]()
    for latency_ms in asked.latency_ms:
        place = folder / str(latency_ms)
        place.mkdir()
        with running(place, "--latency-ms", str(latency_ms)) as portal:
            pid = json.loads((place / "ready.json").read_text("utf-8"))["pid"]
            operator = Operator(place / "operator", portal, latency_ms, pid)
            for kind in asked.kind:
                _one(operator, kind, 1, 1)  # not counted: leaves compiled what Python compiles
                for at_once in asked.concurrency:
                    count = min(asked.shops, asked.each * at_once or asked.shops)
                    found.append(_one(operator, kind, at_once, count))
                    print(_row(found[-1]), file=sys.stderr, flush=True)
    return found


def _one(operator: Operator, kind: str, at_once: int, count: int) -> Figure:
    operator.begin(fleet(count), kind)
    before = processor_s(operator.portal_process)
    done, took, load = operator.run(kind, at_once)
    assert done == count, (done, count, (operator.folder / "log.txt").read_text("utf-8")[-3000:])
    portal_s = processor_s(operator.portal_process) - before
    processors = (load.processor_s, portal_s)
    return Figure(kind, operator.latency_ms, at_once, done, took, *processors, load.peak_mb, load.most_processes)


def _series(found: list[Figure]) -> dict[tuple[str, int], list[Figure]]:
    """The figures of each kind and delay, from one at a time on."""
    series = dict[tuple[str, int], list[Figure]]()
    for one in found:
        series.setdefault((one.kind, one.latency_ms), []).append(one)
    return series


def gains(series: list[Figure]) -> dict[str, float]:
    """The best rate beside the sequential one, the megabytes of each further visit, and the knee (0: none was seen)."""
    first, last = series[0], series[-1]
    further, at = last.at_once - first.at_once, knee(series)
    return {
        "times_sequential": max(one.a_minute for one in series) / first.a_minute,
        "mb_a_visit": (last.peak_mb - first.peak_mb) / further if further else 0.0,
        "knee": 0 if at is None else series[at].at_once,
    }


def knee(series: list[Figure]) -> int | None:
    """The place from which on more at once bring little; None where that was not seen."""
    better = (later.a_minute >= KNEE * one.a_minute for one, later in pairwise(series))
    return next((at for at, more in enumerate(better) if not more), None)


def missed(found: list[Figure]) -> list[str]:
    """The bounds that were not kept; a single concurrency says nothing about them."""
    told = list[str]()
    for (kind, latency_ms), series in _series(found).items():
        gained, name = gains(series), f"{kind} at {latency_ms} ms"
        if len(series) > 1 and latency_ms == SLOW_MS and gained["times_sequential"] < AT_LEAST:
            told.append(f"{name}: {gained['times_sequential']:.1f} times the sequential rate, not {AT_LEAST:g}")
        if gained["mb_a_visit"] > MOST_MB:
            told.append(f"{name}: {gained['mb_a_visit']:.0f} MB for each further visit, not {MOST_MB:g}")
    return told


def picture(found: list[Figure], places: list[int]) -> str:
    """Visits a minute and memory against concurrency; the knee of each line is ringed."""
    series = _series(found)
    rates = [Line(f"{kind}, {ms} ms", [one.a_minute for one in of], knee(of)) for (kind, ms), of in series.items()]
    sizes = [Line(f"{kind}, {ms} ms", [one.peak_mb for one in of]) for (kind, ms), of in series.items()]
    axis = f"visits at the same time, on {os.cpu_count()} processors"
    ringed = f"ringed: from here on twice as many bring under {KNEE - 1:.0%} more"
    return drawn(
        [
            Chart("Visits a minute", f"{axis} ({ringed})", places, rates),
            Chart("Most memory, MB (PSS, program and browser)", axis, places, sizes),
        ]
    )


def _row(one: Figure) -> str:
    taken = f"{one.busy:5.2f} processors  portal {one.portal_s / one.seconds:4.2f}  {one.peak_mb:6.0f} MB"
    name = f"{one.kind:5} {one.latency_ms:4} ms {one.at_once:3} at once {one.visits:4} visits"
    return f"{name} {one.seconds:7.1f} s {one.a_minute:7.1f} a minute  {taken}  {one.processes:3} processes"


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shops", type=int, default=200)
    parser.add_argument("--concurrency", type=int, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument("--latency-ms", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--kind", choices=EFFECTS, nargs="+", default=list(EFFECTS))
    parser.add_argument("--each", type=int, default=0, help="at most so many visits for each one at a time; 0: all")
    parser.add_argument("--picture", type=Path, help="an SVG to write")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep_bytecode(Path(folder) / "bytecode")
        found = measured(asked, Path(folder))
    if asked.picture:
        asked.picture.write_text(picture(found, asked.concurrency), "utf-8")
    told = {f"{kind} at {ms} ms": gains(series) for (kind, ms), series in _series(found).items()}
    if asked.json:
        print(json.dumps({"figures": [asdict(one) | {"a_minute": one.a_minute} for one in found], "gains": told}))
    else:
        print("\n".join(map(_row, found)))
        for name, one in told.items():
            bend = f"knee at {one['knee']}" if one["knee"] else "no knee yet"
            print(f"{name}: {one['times_sequential']:.1f} times, {one['mb_a_visit']:.0f} MB a further visit, {bend}")
    trouble = missed(found)
    print("\n".join(f"MISSED {line}" for line in trouble), file=sys.stderr)
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main())
