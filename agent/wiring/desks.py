"""The desks of one process: for each request its tools, over one ledger and one browser per portal."""

from __future__ import annotations

import asyncio
import getpass
import os
import socket
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.adapters.trails import TimingTrail
from agent.domain.record import Who
from agent.errors import Code, Refused
from agent.ports import Clock, Desk, Waits
from agent.wiring.house import new_run
from agent.wiring.lines import proxy_line
from agent.wiring.pages import anywhere, pages, tabs
from agent.wiring.people import ask_first, to_a_person
from agent.wiring.rounds import press_hours
from agent.words import risks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.adapters.browser import BrowserVisits
    from agent.adapters.ledger_sql import SqlLedger
    from agent.adapters.side_window import SideWindow
    from agent.domain.identity import LoginId
    from agent.domain.portal import Portal
    from agent.domain.roster import Login, Shop
    from agent.settings import EffectiveWaits
    from agent.wiring.house import House

_A_DAY = timedelta(days=1)


def who(command: str, clock: Clock) -> Who:
    """Who asks: a new run of this command, by this user, on this machine."""
    from importlib.metadata import version  # noqa: PLC0415 - heavy, and a round with nothing due asks for nothing

    return Who(new_run(), command, user(), socket.gethostname(), version("channel-companion"), clock.now())


def user() -> str:
    """The name of the operating system's user, for the record."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # Windows has no `pwd` to ask where no variable tells
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


@dataclass
class Desks:
    """Makes desks for one process: one ledger, one browser per portal, whatever the number of requests."""

    house: House
    command: str
    clock: Clock
    ledger: SqlLedger
    unwatched: bool
    _stack: AsyncExitStack
    visits: dict[str, BrowserVisits] = field(default_factory=dict)
    _told: set[LoginId] = field(default_factory=set)

    async def desk(self, shop: Shop) -> Desk:
        """The tools for one request at one shop.

        Raises Refused(G_RISKS_NOT_ACCEPTED) where nobody has accepted a real portal's risks.
        """
        from agent.adapters.logs import event  # noqa: PLC0415 - loguru is heavy
        from agent.adapters.retry import PatientReader  # noqa: PLC0415 - tenacity is heavy

        house, login = self.house, self.house.roster.login_of(shop)
        portal = house.portal(login)
        await self._may_act(portal)
        waits, clock, trail = house.waits(portal), self.clock, TimingTrail()
        trail.mark("CP01")
        asked_by = replace(who(self.command, clock), attached_to=login.attach)
        rules = await house.rules(shop, self.ledger)
        house.pace.begin(rules)
        self._tell_of(login)
        event("run.began", run=asked_by.run, command=self.command, shop=shop.id, rules_version=rules.version)
        return Desk(
            who=asked_by,
            clock=clock,
            ledger=self.ledger,
            visits=await self._visits_for(portal, waits, clock),
            reader=PatientReader(trail, waits.read_tries, self._deadline(waits), _longest_pause(portal)),
            evidence=house.evidence(clock, rules),
            trail=trail,
            portal=portal,
            rules=rules,
            login=login,
            waits=Waits(waits.lease, waits.settle_window, waits.settle_looks, waits.follow_pause),
            paced=not portal.loopback,
            hours=press_hours(house.settings) if self.unwatched else None,
            ask_first=ask_first(house, shop),
            hand_over=to_a_person(house, shop, self.ledger, clock),
        )

    async def elsewhere(self, shop: Shop, login: Login) -> Desk:
        """The tools for a site that is no shop's portal, in a session of its own; the same risks are accepted."""
        portal = self.house.portal(login)
        await self._may_act(portal)
        visits = await self._visits_for(portal, self.house.waits(portal), self.clock)
        desk = await self.desk(shop)
        return replace(desk, login=login, portal=portal, visits=visits, paced=not portal.loopback)

    @asynccontextmanager
    async def window(self, login: Login) -> AsyncIterator[SideWindow]:
        """A small window of our own in the browser that a login's visits are in."""
        portal = self.house.portal(login)
        visits = await self._visits_for(portal, self.house.waits(portal), self.clock)
        async with visits.beside(self.house.language) as window:
            yield window

    def _deadline(self, waits: EffectiveWaits) -> timedelta:
        """How long a reading step may take; whoever follows step by step thinks within it."""
        return _A_DAY if self.house.pace.asked else waits.read_deadline

    def _tell_of(self, login: Login) -> None:
        """Once per process: in whose browser this is done, and what is not promised there."""
        if login.attach and login.id not in self._told:
            self._told.add(login.id)
            self.house.notice("ui.attached", {"address": login.attach})

    async def _may_act(self, portal: Portal) -> None:
        """Off loopback nothing runs until a named person accepted the risks as they are meant now."""
        if portal.loopback:
            return
        given = await self.ledger.risks_accepted()
        if given is None:
            raise Refused(Code.G_RISKS_NOT_ACCEPTED, detail=portal.name)
        if given.version != risks(self.house.language).version:
            raise Refused(Code.G_RISKS_NOT_ACCEPTED, detail="risks_changed", value=given.by)

    async def _visits_for(self, portal: Portal, waits: EffectiveWaits, clock: Clock) -> BrowserVisits:
        from agent.adapters.browser import BrowserVisits  # noqa: PLC0415 - playwright is heavy
        from agent.adapters.launching import Launch  # noqa: PLC0415 - same
        from agent.adapters.politeness import Turns  # noqa: PLC0415 - with them
        from agent.adapters.visit import Tools  # noqa: PLC0415 - same

        if portal.name not in self.visits:
            house = self.house
            browser = house.settings.browser
            executable = browser.headed_executable or browser.executable if house.headed else browser.executable
            visits = BrowserVisits(
                launch=Launch(executable, house.headed, waits.action_ms),
                tools=Tools(
                    portal,
                    {**pages(), **anywhere()},
                    tabs(portal, clock, house.pace, waits.action_ms, waits.press_word_ms),
                    Turns(portal.pace.pages_per_minute),
                ),
                vault=house.vault(),
                proxy=proxy_line,
            )
            self.visits[portal.name] = await self._stack.enter_async_context(visits)
        return self.visits[portal.name]


@asynccontextmanager
async def desks(
    house: House, command: str, portal: Portal | None = None, *, unwatched: bool = False
) -> AsyncIterator[Desks]:
    """Open what a command works with, and close all of it; one that nobody watches keeps to the press hours.

    A signal that comes while it closes takes nothing back: the work is over, and is told as it ended.
    """
    over = False
    try:
        async with AsyncExitStack() as stack:
            clock = house.clock(portal)
            ledger = await stack.enter_async_context(house.ledger(clock))
            yield Desks(house, command, clock, ledger, unwatched, stack)
            over = True
    except asyncio.CancelledError:
        if not over:
            raise


def _longest_pause(portal: Portal) -> timedelta:
    return timedelta(seconds=0.2 if portal.loopback else 5)
