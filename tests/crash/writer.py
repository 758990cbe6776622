"""A run of one act on the scripted portal with the real ledger and the real vault on the disk, in a process of its own.

What the portal knows outlives the process: every click and what it did is a line in a file.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fakes import (
    ACCOUNT,
    ADD,
    APPROVE,
    ASK,
    BY_APP,
    LOGIN,
    REMOVE,
    REQUEST,
    START,
    UNLINK,
    Effect,
    FakeClock,
    FakePortal,
    FakeVisits,
    a_desk,
)
from flow_bench import RULES
from forked import named_plainly
from trials import TRIALS, Trial

from agent.adapters.ledger_sql import create_ledger, open_ledger
from agent.adapters.vault import FileVault, create_key
from agent.domain.identity import principal_of_creator, principal_of_login
from agent.domain.ledger import ClaimState, Lease
from agent.domain.permit import Kind, Permit
from agent.domain.roster import Login, Via
from agent.domain.seen import Word
from agent.errors import CompanionError
from agent.flows.run import recorded
from agent.ports import Trail, Visit

BETWEEN_RUNS = timedelta(minutes=20)
REQUESTS = {
    "bind": REQUEST,
    "bind_app": BY_APP,
    "unlink": UNLINK,
    "unlink_request": ASK,
    "unlink_approve": APPROVE,
    "showcase_add": ADD,
    "showcase_remove": REMOVE,
}
PRINCIPALS = (principal_of_login(LOGIN.id), principal_of_creator(ACCOUNT))


@dataclass(frozen=True)
class Place:
    """A folder with a ledger, a vault, its key, and the memory of a portal."""

    folder: Path

    @property
    def state(self) -> Path:
        """The folder of ledger and vault."""
        return self.folder / "state"

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.state / "ledger.db"

    @property
    def mark(self) -> Path:
        """The highest event ever written."""
        return self.state / "vault" / "high-water"

    @property
    def vault(self) -> FileVault:
        """The sealed sessions."""
        return FileVault(self.folder / "state" / "vault", self.folder / "key")

    @property
    def clicks(self) -> Path:
        """What the portal remembers."""
        return self.folder / "clicks"

    @property
    def told(self) -> Path:
        """How the last run ended."""
        return self.folder / "told"

    def create(self) -> None:
        """As `companion init` and two logins leave it."""
        create_ledger(f"sqlite:///{self.ledger}", self.mark)
        create_key(self.folder / "key")
        for principal in PRINCIPALS:
            self.vault.save(principal, b"{}")
        self.clicks.touch()


class LastingPortal(FakePortal):
    """Remembers on the disk what was clicked."""

    def remember(self, path: Path) -> None:
        """Go on from what is written there."""
        self.path = path
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        self.clicks = len(lines)
        self.effects = [
            Effect(START + timedelta(seconds=line["at"]), ACCOUNT, Kind(line["kind"]), line["item"]) for line in lines
        ]
        self.authorized = [effect for effect, line in zip(self.effects, lines, strict=True) if line["via"] == Via.APP]

    def click(self, permit: Permit) -> Word:
        """Take the click, which commits at once."""
        word = super().click(permit)
        at = (self.clock.now() - START).total_seconds()
        with self.path.open("a", encoding="utf-8") as file:
            told = {"at": at, "kind": permit.key.kind, "item": permit.key.item, "via": permit.via}
            file.write(json.dumps(told) + "\n")
        return word


class SealedVisits(FakeVisits):
    """Opens and keeps a session as the browser's visits do; the portal gives a new one at each visit."""

    vault: FileVault

    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        async with super().open(login, lease, trail) as visit, self._sealed(PRINCIPALS[0], trail):
            yield visit

    @asynccontextmanager
    async def creator(self, login: Login, lease: Lease, target: Any, trail: Trail) -> AsyncIterator[Visit]:
        async with super().creator(login, lease, target, trail) as visit, self._sealed(PRINCIPALS[1], trail):
            yield visit

    @asynccontextmanager
    async def _sealed(self, principal: str, trail: Trail) -> AsyncIterator[None]:
        session = json.loads(self.vault.load(principal) or b"{}")
        yield
        with suppress(CompanionError):  # as the browser's visits do
            self.vault.save(principal, json.dumps({"visits": session.get("visits", 0) + 1}).encode(), mark=trail.mark)


def trial_of(kind: str) -> Trial:
    """The act of this name."""
    return next(one for one in TRIALS if str(one) == kind)


async def _run(place: Place, trial: Trial, number: int) -> dict[str, Any]:
    clock = FakeClock(START + number * BETWEEN_RUNS)
    portal = LastingPortal(clock, asked=trial.deed.asked)
    portal.linked = {ACCOUNT} if trial.deed.of_a_link else set()
    portal.remember(place.clicks)
    with closing(open_ledger(f"sqlite:///{place.ledger}", clock, place.mark)) as ledger:
        visits = SealedVisits(portal)
        visits.vault = place.vault
        desk = replace(a_desk(portal, ledger, RULES, run=f"run-{number}"), visits=visits)
        request = REQUESTS[str(trial)]
        flow = partial(trial.deed.flow, request, desk)
        record, _ = await recorded(request.shop, request.target, trial.kind, desk, flow)
    return {"exit": record.exit, "submitted": record.submitted, "outcome": record.outcome, "code": record.code}


def run(place: Place, trial: Trial, number: int) -> dict[str, Any]:
    """One run to its end, as the command line tells it; an error that is not ours is not caught."""
    try:
        return asyncio.run(_run(place, trial, number))
    except CompanionError as error:
        return {"exit": error.exit, "submitted": error.submitted, "outcome": "", "code": error.code}


def live(folder: Path, kind: str, number: int) -> None:
    """The life of a forked process: it waits until somebody watches it, and says in the end how it went."""
    named_plainly()
    os.kill(os.getpid(), signal.SIGSTOP)
    place = Place(folder)
    told = run(place, trial_of(kind), number)
    place.told.write_text(json.dumps(told), "utf-8")
    sys.exit(told["exit"])


def holds(place: Place, trial: Trial, number: int) -> str:
    """What does not hold once a healthy run has followed; empty where all does."""
    told = run(place, trial, number)
    effects = len(place.clicks.read_text("utf-8").splitlines())
    clock = FakeClock(START + (number + 1) * BETWEEN_RUNS)
    with closing(open_ledger(f"sqlite:///{place.ledger}", clock, place.mark)) as ledger:
        claims, differences = asyncio.run(ledger.claims()), ledger.check()
    done = sum(one.state is ClaimState.DONE for one in claims)
    if differences:
        return f"events and projections disagree: {differences}"
    if (effects, told["exit"]) == (1, 0) and done == 1:
        return ""
    if (effects, told["exit"], len(claims)) == (0, 20, 1) and not trial.kind.repeats:
        return ""  # claimed and never clicked: a person decides
    return f"{effects} effects, {done} of {len(claims)} claims done, {told}"
