"""Workers on one PostgreSQL: how the rate grows with them.

    python bench/fleet.py [--workers 1 2 4] [--shops 24] [--latency-ms 500] [--json]

Each figure is so many binds (a shop and a login each) by workers of one visit at a time, from the first effect at the
portal to the last, so that the start of processes does not count; bounds: 1.8 times one worker by two, 3.4 by four.

PostgreSQL is a cluster of the run's own, from the system's packages. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests"))

from bytecode import keep_bytecode
from fleet_world import One, fleet, people, roster, world
from postgres import Server
from postgres import running as running_server
from sessions import seal_all

from agent.domain.jobs import JobState, Task
from agent.wiring import House
from mock_portal.child import running

if TYPE_CHECKING:
    from mock_portal.client import World

ROOT = Path(__file__).parents[1]
AT_LEAST = {2: 1.8, 4: 3.4}
OVER = {JobState.WAITING, JobState.DONE, JobState.NEEDS_PERSON, JobState.REFUSED}
PATIENCE_S = 7200


class Fleet:
    """A portal, a server and the workers of one run; `program` is the folder whose `agent` they run."""

    def __init__(self, folder: Path, portal: World, server: Server, shops: list[One], program: Path = ROOT) -> None:
        self.program = program
        self.config, self.state, self.portal, self.shops = folder / "config", folder / "state", portal, shops
        portal.reset(world=world(shops))
        self.config.mkdir(parents=True)
        (self.config / "shops.toml").write_text(roster(shops, inviting=True), "utf-8")
        told = (f'[ledger]\nurl = "{server.new_database()}"', "[waits]\nlease_s = 10", "[rounds]\npause_s = 2")
        own = f'[portals.mock]\nseller = "{portal.origin}"\ncreator = "{portal.origin}"'
        (self.config / "companion.toml").write_text("\n".join([*told, own]), "utf-8")
        self.house = House(config=self.config, chosen_state=self.state)
        self.house.create_state()
        seal_all(self.house.vault(), portal.origin, people(shops))
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """One more worker, of one visit at a time."""
        words = [sys.executable, "-m", "agent", "--config", str(self.config), "--state", str(self.state)]
        words += ["worker", "--fleet", "--pause", "0.5", "--concurrency", "1"]
        with (self.config / "workers.txt").open("ab") as told:
            self.workers.append(subprocess.Popen(words, stdout=told, stderr=told, cwd=self.program))  # noqa: S603 - ours
        return self.workers[-1]

    def stop(self) -> None:
        for one in self.workers:
            one.terminate()
        for one in self.workers:
            one.wait(60)

    def invited(self) -> list[dict[str, Any]]:
        return [one for one in self.portal.effect_log() if one["kind"] == "invite"]

    def open_jobs(self) -> int:
        """How many jobs are neither over nor wait for anybody; all, before the first worker has taken the roster."""

        async def ask() -> int:
            async with self.house.ledger() as ledger:
                jobs = [one for one in await ledger.jobs() if one.task is Task.LINK]
                return len(self.shops) - sum(one.state in OVER for one in jobs)

        try:
            return asyncio.run(ask())
        except Exception:  # noqa: BLE001 - the server may be restarting just now: asked again
            return len(self.shops)

    def until_over(self) -> Iterator[float]:
        """Every half second, until nothing is left to do."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            yield time.monotonic()
            time.sleep(0.5)  # waits for other processes
            if len(self.invited()) >= len(self.shops) and not self.open_jobs():
                return


def rate(made: Fleet, workers: int) -> float:
    """Visits a minute of so many workers."""
    for _ in range(workers):
        made.start()
    for _ in made.until_over():
        pass
    made.stop()
    moments = sorted(datetime.fromisoformat(one["at"]) for one in made.invited())
    return (len(moments) - 1) / (moments[-1] - moments[0]).total_seconds() * 60


@contextmanager
def places(latency_ms: int) -> Iterator[tuple[Path, World, Server]]:
    """A folder, a portal and a server for one run; evidence is not kept, as the machine's disk is not what is asked."""
    os.environ["COMPANION_EVIDENCE__ENABLED"] = "false"
    with tempfile.TemporaryDirectory() as name, running_server() as server:
        folder = Path(name)
        keep_bytecode(folder / "bytecode")
        (folder / "portal").mkdir()
        with running(folder / "portal", "--latency-ms", str(latency_ms)) as portal:
            yield folder, portal, server


def scale(asked: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    with places(asked.latency_ms) as (folder, portal, server):
        rates = {
            count: rate(Fleet(folder / str(count), portal, server, fleet(asked.shops)), count)
            for count in asked.workers
        }
    gains = {count: rates[count] / rates[asked.workers[0]] for count in rates}
    return {"a_minute": rates, "times": gains}, all(gains[one] >= AT_LEAST.get(one, 0) for one in gains)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--shops", type=int, default=24)
    parser.add_argument("--latency-ms", type=int, default=500)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    told, kept = scale(asked)
    print(json.dumps(told) if asked.json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
