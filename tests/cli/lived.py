"""A ledger file in which something has happened: real flows on a fake portal, kept where the command line looks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from fakes import ACCOUNT, MOCK, SHOP, UNLINK, FakeClock, FakePortal, a_desk
from flow_bench import RULES

from agent.domain.identity import Target
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, Record, ReplaceRequest, UnlinkRequest
from agent.flows.bind import bind
from agent.flows.replace import replace as replace_account
from agent.flows.run import recorded
from agent.flows.unlink import unlink
from agent.ports import Desk, Trail
from agent.wiring import House

Work = Callable[[Any], Awaitable[Any]]


class Lived:
    """One operator's past, made run by run; `runs` are the ids of the runs, the newest last."""

    def __init__(self, place: list[str]) -> None:
        self.house = House(config=Path(place[1]), chosen_state=Path(place[3]))
        self.clock = FakeClock()
        self.portal = FakePortal(self.clock)
        self.portal.linked.add(ACCOUNT)
        self.profile = MOCK
        self.runs: list[str] = []
        self._numbers = count(1)

    def unlink(self, request: UnlinkRequest = UNLINK, *, trail: Trail | None = None) -> Record:
        return self._recorded(request.target, request.way.kind, partial(unlink, request), trail)

    def bind(self, request: BindRequest) -> Record:
        return self._recorded(request.target, Kind.BIND, partial(bind, request), None)

    def replace(self, request: ReplaceRequest) -> Record:
        return self._recorded(request.old.target, Kind.UNLINK, partial(replace_account, request), None)

    def ask(self, method: str, *asked: Any, **named: Any) -> Any:
        """Something of the ledger itself."""
        return self._on_the_ledger(lambda book: getattr(book, method)(*asked, **named))

    def _recorded(
        self, target: Target, kind: Kind, flow: Callable[[Desk], Awaitable[Record]], trail: Trail | None
    ) -> Record:
        self.clock.moment += timedelta(minutes=1)
        self.runs.append(f"0{next(self._numbers)}a2")

        async def work(book: Any) -> Record:
            desk = a_desk(self.portal, book, RULES, run=self.runs[-1])
            desk = replace(desk, trail=trail or desk.trail, portal=self.profile)
            record, _ = await recorded(SHOP, target, kind, desk, lambda: flow(desk))
            return record

        return self._on_the_ledger(work)

    def _on_the_ledger(self, work: Work) -> Any:
        async def opened() -> Any:
            async with self.house.ledger(self.clock) as book:
                return await work(book)

        return asyncio.run(opened())
