"""What the processes do that race for one ledger; started by test_ledger_races."""

from __future__ import annotations

import asyncio
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from fakes import FakeClock
from ledger_bench import LATER, RUN, Place, a_permit

from agent.adapters.ledger_sql import open_ledger
from agent.adapters.ledger_sql.journal import Journal
from agent.adapters.ledger_sql.presses import claim
from agent.adapters.ledger_sql.versions import Release
from agent.domain.identity import AccountId
from agent.domain.ledger import Lease
from agent.domain.permit import Permit, Spend
from agent.errors import Refused

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
