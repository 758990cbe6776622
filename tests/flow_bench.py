"""A bench for flows: a fake portal, the real ledger in memory, and runs that end or are killed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

from fakes import FakeClock, FakePortal, a_desk

from agent.adapters.ledger_sql import memory_ledger
from agent.domain.identity import ShopId
from agent.domain.record import BindRequest, Record
from agent.domain.roster import Shop, Stage
from agent.flows.bind import bind
from agent.flows.invitations import invitations
from agent.rulebook import Place, load_rules
from agent.tomlfile import default_folder

RULES = load_rules((default_folder(),), Place("mock", "MX", Stage.STANDARD))


@dataclass
class Bench:
    """Runs flows one after the other against one portal and one ledger."""

    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.portal = FakePortal(self.clock)
        self.ledger = memory_ledger(self.clock)
        self._runs = count(1)

    def desk(self, kill_at: str = "") -> Any:
        return a_desk(self.portal, self.ledger, RULES, kill_at=kill_at, run=f"run-{next(self._runs)}")

    def bind(self, request: BindRequest, *, kill_at: str = "", dry_run: bool = False) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return asyncio.run(bind(replace(request, dry_run=dry_run), self.desk(kill_at)))

    def refresh(self, shop: Shop) -> Any:
        return asyncio.run(invitations(shop, self.desk()))

    def links(self, shop: ShopId) -> Any:
        return asyncio.run(self.ledger.links(shop))

    def states(self) -> list[Any]:
        return [one.state for one in asyncio.run(self.ledger.claims())]
