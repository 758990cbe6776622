"""Where a page asks for a person, a person gets it, as long as one can be reached; then everything begins from the top.

While a person has the page nothing of ours touches it: it is only looked whether it still asks for somebody. Silence,
a deadline and a closed window all mean no, and the run then ends as if nobody had been there.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from agent.domain.handover import HandedOver, HandOverState
from agent.domain.news import Message, Occasion
from agent.errors import AskPerson, Code, LookAgain
from agent.flows.deliver import tell
from agent.flows.visiting import visiting
from agent.once import StaleError
from agent.ports import HandedBack, HandOver, InHand

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from agent.domain.roster import Shop
    from agent.errors import CompanionError
    from agent.ports import Desk, LiveView, Visit

T = TypeVar("T")
_LOOK: Final = timedelta(seconds=0.5)
_HEADING: Final = ".heading"
_MOST: Final = 3  # hand-overs in one run: who is asked again and again is not believed


async def from_the_top(attempt: Callable[[], Awaitable[T]], visit: Visit, desk: Desk) -> T:
    """Try; anew, once, where what is known grew stale, and as often as a person had the page meanwhile."""
    stale = False
    while True:
        try:
            async with attended(visit, desk):
                return await attempt()
        except HandedBack:
            continue
        except StaleError:  # keeping a showcase, or a person's thinking, took longer than a permit lives
            if stale:
                raise
            stale = True


async def visited(desk: Desk, look: Callable[[Visit], Awaitable[T]]) -> T:
    """One visit for what only looks; it looks anew where a person had the page meanwhile."""
    async with visiting(desk) as visit:
        return await from_the_top(lambda: look(visit), visit, desk)


@asynccontextmanager
async def attended(visit: Visit, desk: Desk) -> AsyncIterator[None]:
    """While entered, what asks for a person is handed to one; raises HandedBack where that went well."""
    try:
        yield
    except (AskPerson, LookAgain) as error:
        if not await _met(error, visit, desk):
            raise
        raise HandedBack(Code.E_PORTAL_DOWN) from None


async def _met(error: CompanionError, visit: Visit, desk: Desk) -> bool:
    """Whether a person did what a page wanted: a challenge, or that somebody reads and closes what nobody knows."""
    match error.code, error.params:
        case Code.E_CHALLENGE, told:
            return await desk.handed_over(told.get("detail", ""), visit)
        case Code.E_PORTAL_CHANGED, {"why": "not_found", "element": heading} if heading.endswith(_HEADING):
            return await desk.handed_over(heading, visit, heading)
        case Code.E_PORTAL_CHANGED, {"element": "html lang" as page}:
            return await desk.handed_over(page, visit)
        case _:
            return False


@dataclass(frozen=True, slots=True)
class _Held:
    """A tab in a person's hands, what must be seen on it before it counts as given back, and what was done there."""

    page: InHand
    heading: str
    inputs: Counter[str]


@dataclass
class ToAPerson(HandOver):
    """Hands a visit's tab over for a while; `banner` puts the deadline into words, `call` lets people know at once."""

    shop: Shop
    wait: timedelta
    live: LiveView
    machine: str
    link: str
    banner: Callable[[datetime], str]
    call: Callable[[HandedOver], Awaitable[None]]
    _count: int = field(default=0, init=False)

    async def meet(self, step: str, visit: Visit, desk: Desk, heading: str = "") -> bool:
        """Freeze our own hand, tell people, and look until the page asks for nobody any more."""
        page = await self._asking(visit, heading)
        if page is None or not self.wait or self._count == _MOST:
            return False
        self._count += 1
        number = secrets.token_hex(8)
        async with visit.gate.person(), self.live.of(page, number) as (port, inputs):
            now = desk.clock.now()
            who, login = desk.who.run, desk.login.id
            begun = HandedOver(number, self.shop.id, login, who, step, self.machine, port, now, now + self.wait)
            await desk.ledger.begin_handover(begun)
            return await self._waited(begun, _Held(page, heading, inputs), desk) is HandOverState.OVER

    async def _asking(self, visit: Visit, heading: str) -> InHand | None:
        """The tab, where it is this one that asks: a run may have another one open, of a creator."""
        with suppress(LookAgain):
            page = visit.here(InHand)
            return None if await page.clear(heading) else page
        return None

    async def _waited(self, begun: HandedOver, held: _Held, desk: Desk) -> HandOverState:
        state = HandOverState.LEFT  # whatever ends the run ends this too
        try:
            await held.page.tell(self.banner(begun.deadline))
            await tell(desk.ledger, [self._message(begun)])
            await self.call(begun)
            state = await _looked(held, begun.deadline, desk)
            await held.page.tell("")
        finally:
            await asyncio.shield(desk.ledger.end_handover(begun.id, state, dict(held.inputs)))
        return state

    def _message(self, begun: HandedOver) -> Message:
        told = {"shop": self.shop.name, "login": begun.login, "step": begun.step, "machine": begun.machine}
        link = {"link": f"{self.link.rstrip('/')}/live/{begun.id}"} if self.link else {}
        until = f"{begun.deadline:%Y-%m-%d %H:%M} UTC"
        key = f"{Occasion.HAND_OVER}/{begun.id}"
        return Message(key, Occasion.HAND_OVER, begun.shop, values=told | link | {"until": until})


async def _looked(held: _Held, deadline: datetime, desk: Desk) -> HandOverState:
    """Two looks in a row must find nothing: between two pages of a person's there is nothing to be seen either."""
    clear = 0
    while desk.clock.now() < deadline:
        try:
            clear = clear + 1 if await held.page.clear(held.heading) else 0
        except LookAgain:
            return HandOverState.LEFT
        if clear > 1:
            return HandOverState.OVER
        await desk.clock.sleep(_LOOK)
    return HandOverState.TIMED_OUT
