"""A storm over a fleet: workers die, the server restarts, answers get lost; nothing may be doubled or lost.

    python bench/storm.py [--shops 500] [--workers 3] [--kill 3 10] [--restart 20] [--seed 1] [--json]
    python bench/storm.py --naive [--shops 40] ...

Each shop has a login of its own and invites one creator. Every 3 to 10 seconds one worker is killed (-9) and another
one started, every 20 the server is restarted; one invitation in ten is sent, but its answer never comes, and the
portal counts each one that it is sent. Bounds: 0 doubled, 0 lost, everything done or with a person.

With --naive the workers press as scripts do: without a claim, and once more where nothing was heard (`naive.patch`,
applied to a copy). This is the negative control: it must double, else the storm would prove nothing.

PostgreSQL is a cluster of the run's own, from the system's packages. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from fleet import ROOT, Fleet, places
from fleet_world import fleet

from agent.domain.jobs import JobState

if TYPE_CHECKING:
    from postgres import Server

    from mock_portal.client import World

SEND = "/api/v1/seller/creator/invitation/send"
UNHEARD, SILENT_S = 0.1, 8  # the share of answers that get lost; longer than a worker listens


def naive(folder: Path) -> Path:
    """A copy of the program that presses as scripts do."""
    for name in ("agent", "config"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    patch = Path(__file__).with_name("naive.patch")
    subprocess.run(["patch", "-p1", "-s", "-i", str(patch)], cwd=folder, check=True)  # noqa: S603, S607 - our own file
    return folder


def roughen(portal: World) -> None:
    """Lose the answers of some invitations that were sent, and count each one that comes."""
    portal.fault("POST", SEND, do="counts_each", times=None)
    portal.fault("POST", SEND, do="commit_then_hang", seconds=SILENT_S, probability=UNHEARD, times=None)


def storm(made: Fleet, server: Server, asked: argparse.Namespace) -> dict[str, Any]:
    """Kill and restart until everything is over; what became of it."""
    chance, kills, restarts = random.Random(asked.seed), 0, 0  # noqa: S311 - a schedule, no secret
    for _ in range(asked.workers):
        made.start()
    began = time.monotonic()
    next_kill, next_restart = began + chance.uniform(*asked.kill), began + asked.restart
    for now in made.until_over():
        if now >= next_kill:
            victim = chance.randrange(len(made.workers))
            made.workers.pop(victim).kill()
            made.start()
            kills, next_kill = kills + 1, time.monotonic() + chance.uniform(*asked.kill)
        if now >= next_restart:
            server.restart()
            restarts, next_restart = restarts + 1, time.monotonic() + asked.restart
    took = time.monotonic() - began
    made.stop()
    often, persons = Counter(one["account"] for one in made.invited()), with_a_person(made)
    return {
        "shops": len(made.shops),
        "kills": kills,
        "restarts": restarts,
        "answers_lost": sum(one["bitten"] for one in made.portal.faults() if one["do"] == "commit_then_hang"),
        "seconds": round(took),
        "doubled": sum(count > 1 for count in often.values()),
        "lost": sum(one.account("creator") not in often and one.handle("creator") not in persons for one in made.shops),
        "with_a_person": len(persons),
        "still_open": made.open_jobs(),
    }


def with_a_person(made: Fleet) -> set[str]:
    """The accounts whose job a person decides."""

    async def ask() -> set[str]:
        async with made.house.ledger() as ledger:
            return {one.handle for one in await ledger.jobs() if one.state is JobState.NEEDS_PERSON}

    return asyncio.run(ask())


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--naive", action="store_true")
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--shops", type=int, default=500)
    parser.add_argument("--latency-ms", type=int, default=200)
    parser.add_argument("--kill", type=float, nargs=2, default=(3.0, 10.0))
    parser.add_argument("--restart", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    with places(asked.latency_ms) as (folder, portal, server):
        program = naive(folder / "naive") if asked.naive else ROOT
        made = Fleet(folder / "storm", portal, server, fleet(asked.shops), program)
        roughen(portal)
        told = storm(made, server, asked)
    print(json.dumps(told) if asked.json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    if asked.naive:
        return int(not told["doubled"])
    return int(bool(told["doubled"] or told["lost"] or told["still_open"]))


if __name__ == "__main__":
    sys.exit(main())
