"""What the ledger's tests share: a ledger that answers at once, permits, and things that a portal may show."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fakes import START, FakeClock
from postgres import EMPTYING, Server

from agent.adapters.ledger_sql import SqlLedger, create_ledger, memory_ledger, open_ledger
from agent.adapters.ledger_sql.database import Database, Transactions
from agent.adapters.ledger_sql.server import ServerDatabase
from agent.adapters.ledger_sql.versions import OURS
from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
from agent.domain.ledger import (
    Claim,
    ClaimState,
    Invitation,
    InvitationState,
    Lease,
    Link,
    LinkState,
    Outcome,
    RunRow,
    Settled,
)
from agent.domain.permit import Kind, Permit, RequestKey, Spend

LOGIN, SHOP, ACCOUNT = LoginId("7480000000000000001"), ShopId("7495000000000000011"), AccountId("7100000000000000101")
HANDLE, RUN = Handle("alice.home"), RunId("run-1")
PRESSES = Spend("presses", LOGIN, "2026-11-23", 2)
HOUR = timedelta(hours=1)
LATER = f"{int(OURS.version) + 1:04}"  # the version of tables that comes after ours


class Book:
    """A ledger whose every answer is waited for; a lease of the login is held from the start."""

    def __init__(self, ledger: SqlLedger, clock: FakeClock) -> None:
        self.ledger, self.clock = ledger, clock
        self._runner = asyncio.Runner()
        self.lease: Lease = self.ask.lease(LOGIN, "here", 1000 * HOUR)

    @property
    def ask(self) -> Any:
        return Asked(self.ledger, self._runner)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for something that uses this ledger."""
        return self._runner.run(work)

    def claim(self, permit: Permit) -> Any:
        return self.ask.claim(permit, self.lease, RUN)

    def pressed(self, state: ClaimState, n: int = 0, **receipt: str) -> Claim:
        """Claim the pair's press and settle it."""
        claim = self.claim(a_permit(n)).claim
        return self.ask.settle(claim, Settled(claim.intent, state, receipt)) if state != ClaimState.OPEN else claim

    def memory(self, kind: Kind = Kind.BIND) -> Any:
        return self.ask.memory(SHOP, ACCOUNT, kind)

    def kinds(self) -> list[str]:
        return [str(event.kind) for event in reversed(self.ask.events())]

    def close(self) -> None:
        self.ledger.close()
        self._runner.close()


class Asked:
    """Any method of the port, run to its end."""

    def __init__(self, ledger: SqlLedger, runner: asyncio.Runner) -> None:
        self._ledger, self._runner = ledger, runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._ledger, name)
        return lambda *args, **named: self._runner.run(method(*args, **named))


def in_memory() -> Book:
    clock = FakeClock()
    return Book(memory_ledger(clock), clock)


def emptied(server: Server) -> Book:
    """A ledger on the tests' server, as if it were new."""
    server.told(EMPTYING, "shared")
    clock = FakeClock()
    return Book(open_ledger(server.url("shared"), clock), clock)


class Place:
    """A folder with a ledger in it."""

    def __init__(self, folder: Path) -> None:
        self.path, self.mark = folder / "state" / "ledger.db", folder / "state" / "vault" / "high-water"
        self.url = f"sqlite:///{self.path}"
        self.beside = {kind: self.path.with_name(f"ledger.db-{kind}") for kind in ("wal", "shm")}

    def database(self) -> Transactions:
        return Database(self.path)

    def create(self) -> None:
        create_ledger(self.url, self.mark)

    def open(self, **named: Any) -> Book:
        clock = FakeClock()
        return Book(open_ledger(self.url, clock, self.mark, **named), clock)

    def filled(self, presses: int = 1) -> None:
        """Create it with some settled presses in it."""
        self.create()
        self.filled_again(presses)

    def filled_again(self, presses: int) -> None:
        """Put some settled presses into what stands."""
        book = self.open()
        for n in range(presses):
            book.pressed(ClaimState.NOT_DONE, n)
        book.close()


class ServerPlace(Place):
    """A database on a server."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.url, self.name = url, url.rpartition("/")[2]

    def database(self) -> Transactions:
        return ServerDatabase(self.url)


def a_permit(n: int = 0, *spends: Spend, account: AccountId = ACCOUNT, kind: Kind = Kind.BIND) -> Permit:
    key = RequestKey(SHOP, account, kind, n)
    return Permit(key, LOGIN, HANDLE, START, START + timedelta(minutes=1), "rules-1", frozenset({"MX"}), spends)


def an_invitation(
    number: str = "9001", state: InvitationState = InvitationState.PENDING, expires_at: datetime | None = None
) -> Invitation:
    return Invitation(number, SHOP, ACCOUNT, HANDLE, state, START, expires_at or START + 48 * HOUR, START)


def a_link(since: datetime | None = START, state: LinkState = LinkState.LINKED, shop: ShopId = SHOP) -> Link:
    return Link(shop, ACCOUNT, HANDLE, state, since, None, START)


def a_run(run: str = "018f00aa", handle: Handle = HANDLE, note: str = "") -> RunRow:
    return RunRow(RunId(run), "bind", SHOP, handle, Outcome.DONE, 0, START, START + HOUR, "", {"note": note})


def settled(state: ClaimState, **receipt: str) -> Settled:
    return Settled(Intent("any"), state, receipt)
