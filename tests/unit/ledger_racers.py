"""What the processes do that race for one ledger; started by test_ledger_races."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fakes import FakeClock
from ledger_bench import LATER, RUN, SHOP, Place, a_permit

from agent.adapters.ledger_sql import SqlLedger, open_ledger
from agent.adapters.ledger_sql.journal import Journal
from agent.adapters.ledger_sql.presses import claim
from agent.adapters.ledger_sql.versions import Release
from agent.domain.identity import AccountId
from agent.domain.ledger import Lease
from agent.domain.permit import Kind, Permit, RequestKey, Spend
from agent.domain.shop_days import day_of
from agent.errors import Refused, TryLater

KEYS = 12
FIFTY = Spend("showcase_adds", "one account", "2026-11-23", 50)


def a_pair(number: int, *spends: Spend) -> Permit:
    return a_permit(0, *spends, account=AccountId(f"71000000000{number:08}"))


def racing(start: Any, told: Connection, worker: int, spot: Place, lease: Lease) -> None:
    """One worker: claim the same keys as all others, then own keys until the budget refuses."""
    ledger = open_ledger(spot.url, FakeClock(), spot.mark)
    with asyncio.Runner() as runner:
        start.wait()
        same = [runner.run(ledger.claim(a_pair(number), lease, RUN)).first for number in range(KEYS)]
        spent = 0
        try:
            for number in range(1000):
                runner.run(ledger.claim(a_pair(1000 * (worker + 1) + number, FIFTY), lease, RUN))
                spent += 1
        except Refused:
            told.send((same, spent))
    ledger.close()


# Nights and days of a shop in Mexico City and of one in New York, where clocks are put forward and back.
MOMENTS = (
    ("America/Mexico_City", "2026-11-24T05:30:00+00:00"),
    ("America/Mexico_City", "2026-11-24T06:00:00+00:00"),
    ("America/New_York", "2026-03-08T07:30:00+00:00"),
    ("America/New_York", "2026-11-01T05:30:00+00:00"),
)
TRIES = 60  # of all together: ten more than a day has room for


def a_round(number: int) -> tuple[AccountId, Spend]:
    """The account of a round, and what an add of it spends on the day that it is there."""
    zone, moment = MOMENTS[number % len(MOMENTS)]
    account = AccountId(f"72000000000{number:08}")
    return account, Spend("showcase_adds", account, day_of(datetime.fromisoformat(moment), zone).isoformat(), 50)


def filling(start: Any, told: Connection, worker: int, spot: Place, lease: Lease, rounds: int) -> None:  # noqa: PLR0913, PLR0917 - what every worker is told, and its rounds
    """One long-lived worker: in every round it adds products of its own as long as the day has room."""
    ledger = open_ledger(spot.url, FakeClock(), spot.mark)
    added = []
    with asyncio.Runner() as runner:
        for number in range(rounds):
            start.wait()
            added.append(0)
            account, spend = a_round(number)
            for nth in range(TRIES // start.parties):
                key = RequestKey(SHOP, account, Kind.SHOWCASE_ADD, 0, f"17{worker:06}{nth:06}")
                with suppress(Refused):
                    runner.run(_claimed(ledger, replace(a_permit(0, spend), key=key), lease))
                    added[-1] += 1
    told.send(added)
    ledger.close()


async def _claimed(ledger: SqlLedger, permit: Permit, lease: Lease) -> None:
    """Whoever waited too long for all the others has claimed nothing, and comes again."""
    while True:
        try:
            await ledger.claim(permit, lease, RUN)
        except TryLater:
            continue
        return


def dying(_start: object, told: Connection, _worker: int, spot: Place, lease: Lease) -> None:
    """Claim and claim, telling each one that is safe; the last one is cut off before its transaction ends."""
    ledger = open_ledger(spot.url, FakeClock(), spot.mark)
    with asyncio.Runner() as runner:
        safe = [str(runner.run(ledger.claim(a_pair(n), lease, RUN)).claim.key) for n in range(5)]
    told.send(safe)
    with spot.database().writing() as connection:
        claim(Journal(connection, FakeClock().now()), a_pair(99, FIFTY), lease, RUN)
        os.kill(os.getpid(), signal.SIGKILL)


def killed_in_an_upgrade(_start: object, told: Connection, _worker: int, spot: Place, scripts: Path) -> None:
    told.send("begun")
    open_ledger(spot.url, FakeClock(), spot.mark, release=Release(LATER, scripts))
