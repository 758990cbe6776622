"""How commands slow down as the ledger grows: 10, 1,000 and 100,000 links, and ten events for each.

`python bench/growth.py [--links 10 1000 100000] [--rounds 9] [--json]` fills a ledger in a folder of its own, then runs
`apply` with nothing due, `status` of one shop and of all, and asks the ledger what a plan of one shop asks, in turns;
medians in milliseconds. A figure "in the process" is without Python's start and imports.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.cells import stamp
from agent.adapters.ledger_sql.highwater import HighWater
from agent.cli.applying import take_roster
from agent.domain.permit import Kind
from agent.flows.overview import Standing
from agent.wiring import House

PER_SHOP, EVENTS = 4, 10
BEGAN = datetime.now(UTC) - timedelta(days=300)
ROSTER = """
[[login]]
id = "7480000000000000001"
name = "Ops"
portal = "local-us"

[[shop]]
id = "7495000000000000001"
name = "First"
login = "7480000000000000001"
region = "US"
zone = "America/New_York"

[[shop.account]]
handle = "account.1"
consent = { owned = true }
"""


def at(number: int) -> str:
    return stamp(BEGAN + timedelta(seconds=20 * number))


def names(number: int) -> tuple[str, str, str]:
    """Shop, account and handle of a link."""
    return f"74950000000{number // PER_SHOP + 1:08}", f"71000000000{number + 1:08}", f"account.{number + 1}"


def events(links: int) -> Iterator[tuple[Any, ...]]:
    kinds = ("claimed", "settled", "invitation_seen", "invitation_seen", "linked", "job_set", "job_set", "job_set")
    told = json.dumps({"detail": {"verdicts": ["x" * 200]}})
    for number in range(links):
        shop, account, _ = names(number)
        for step, kind in enumerate((*kinds, "run_ended", "run_ended")):
            seq = number * EVENTS + step + 1
            yield seq, at(seq), kind, f"run{seq:012}", shop, account, f"i{number:011}", told


def rows(links: int) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    """Every table's rows, in the order of its columns."""
    numbers = range(links)
    yield "event", events(links)
    yield (
        "claim",
        (
            (
                *(f"i{n:011}", f"{s}/{a}/bind/0", n * EVENTS + 1, s, a, "bind", 0, "7480000000000000001", h, f"r{n}"),
                *("done", 0, at(n * EVENTS), at(n * EVENTS + 1), f"75600{n:012}", None, ""),
            )
            for n in numbers
            for s, a, h in [names(n)]
        ),
    )
    yield (
        "invitation",
        (
            (
                s,
                f"75600{n:012}",
                n * EVENTS + 3,
                a,
                h,
                "accepted",
                at(n * EVENTS),
                at(n * EVENTS + 9),
                at(n * EVENTS + 4),
                "",
            )
            for n in numbers
            for s, a, h in [names(n)]
        ),
    )
    yield (
        "link",
        (
            (s, a, h, "linked", at(n * EVENTS), None, at(n * EVENTS), at(n * EVENTS), n * EVENTS + 5, None, None)
            for n in numbers
            for s, a, h in [names(n)]
        ),
    )
    yield "link_start", ((n * EVENTS + 5, *names(n)[:2], at(n * EVENTS)) for n in numbers)
    yield (
        "job",
        ((s, "link", h, "done", None, 0, None, "", "0123456789ab") for n in numbers for s, _, h in [names(n)]),
    )
    yield (
        "run",
        (
            (n * EVENTS + 9, f"run{n:012}", "apply", s, h, "DONE", 0, at(n * EVENTS), at(n * EVENTS + 1), "")
            for n in numbers
            for s, _, h in [names(n)]
        ),
    )


def filled(folder: Path, links: int) -> House:
    """An operator's folders whose ledger holds so many links."""
    config, state = folder / "config", folder / "state"
    config.mkdir(parents=True)
    (config / "shops.toml").write_text(ROSTER, "utf-8")
    house = House(config=config, chosen_state=state)
    house.create_state()
    with sqlite3.connect(state / "ledger.db") as ledger:
        for table, its in rows(links):
            columns = [column.name for column in schema.metadata.tables[table].columns]
            values = ",".join("?" * len(columns))
            ledger.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({values})", its)  # noqa: S608 - ours
    ledger.close()
    HighWater(house.high_water).reset(links * EVENTS)
    asyncio.run(settle(house))
    return house


async def settle(house: House) -> None:
    async with house.ledger() as ledger:
        await take_roster(house, ledger)
        jobs = await ledger.jobs(due_by=datetime.now(UTC) + timedelta(days=2))
        later = datetime.now(UTC) + timedelta(days=1)
        await ledger.set_jobs([replace(one, due_at=later) for one in jobs])


async def nothing_due(house: House) -> None:
    async with house.ledger() as ledger:
        await take_roster(house, ledger)
        assert not await ledger.jobs(due_by=ledger.clock.now())
        await ledger.next_due()


async def a_plan(house: House) -> None:
    shop = house.roster.shops[0]
    async with house.ledger() as ledger:
        await Standing.of(shop, ledger)
        await ledger.claims(shop=shop.id)
        await ledger.links_since(BEGAN, account=None, shop=shop.id)
        await ledger.unclaimed_unlinks(shop.id)
        for link in await ledger.links(shop.id):
            await ledger.memory(shop.id, link.account, Kind.BIND)
            await ledger.kept_showcase(link.account)


def timed(house: House, what: str) -> float:
    """Milliseconds of one go; a process of its own, or in this one with a fresh house."""
    began = time.perf_counter()
    if what.startswith("in"):
        fresh = House(config=house.config, chosen_state=house.chosen_state)
        asyncio.run((nothing_due if what == "in: apply" else a_plan)(fresh))
    else:
        words = [sys.executable, "-m", "agent", "--config", str(house.config), "--state", str(house.chosen_state)]
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        ran = subprocess.run(  # noqa: S603 - our own module
            [*words, *what.split()], capture_output=True, text=True, check=False, env=env
        )
        assert ran.returncode == 0, ran.stderr
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, nargs="+", default=[10, 1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    kinds = ("in: apply", "in: plan", "apply", "status First")
    with tempfile.TemporaryDirectory() as folder:
        houses = {links: filled(Path(folder, str(links)), links) for links in asked.links}
        sizes = {links: (house.state / "ledger.db").stat().st_size for links, house in houses.items()}
        took: dict[tuple[int, str], list[float]] = {(links, kind): [] for links in houses for kind in kinds}
        for _ in range(asked.rounds):
            for (links, kind), some in took.items():
                some.append(timed(houses[links], kind))
    medians = {f"{links} {kind}": round(statistics.median(some), 1) for (links, kind), some in took.items()}
    if asked.json:
        print(json.dumps({"medians_ms": medians, "bytes": sizes}))
        return
    print(f"{'links':>8} {'events':>9} {'MB':>6}  " + "  ".join(f"{kind:>14}" for kind in kinds))
    for links in houses:
        told = "  ".join(f"{medians[f'{links} {kind}']:>11.1f} ms" for kind in kinds)
        print(f"{links:8} {links * EVENTS:9} {sizes[links] / 1e6:6.1f}  {told}")


if __name__ == "__main__":
    main()
