"""What a person looks at: all shops, one shop, runs and their reports, who is needed, what is going on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, StreamingResponse

from agent.dashboard import finding, selling
from agent.dashboard.compliance import held_against
from agent.dashboard.doors import SANDBOX
from agent.dashboard.drawing import chart, timeline
from agent.dashboard.streams import AT_ONCE, changes
from agent.domain.approving import ApprovalState
from agent.domain.handover import HandOverState
from agent.domain.identity import ShopId
from agent.domain.letters import LETTERS
from agent.domain.news import Sending
from agent.flows.showcase_rest import later

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from agent.dashboard.cards import Card
    from agent.dashboard.pages import Desk
    from agent.domain.ledger import Event

RUNS: Final = 50
_MOST_RUNS: Final = 1_000
_EVENTS: Final = 2_000


@dataclass
class Views:
    """The pages that only show."""

    desk: Desk
    _streams: int = 0

    async def overview(self, request: Request) -> Response:
        """Shops, some out of a thousand."""
        wish = finding.Wish.of(request.query_params)
        found = finding.find(await self.desk.looks.cards(), wish)
        return self.desk.page(request, "overview.html", found=found, wish=wish, filters=finding.FILTERS)

    async def shop(self, request: Request) -> Response:
        """One shop: how it stands, its accounts' histories, its score, its jobs and runs."""
        card = await self.desk.looks.card(ShopId(request.path_params["shop"]))
        if card is None:
            return self.desk.lost(request)
        book, shop, now = self.desk.board.ledger, card.shop, self.desk.board.clock.now()
        events = list(reversed(await book.events(shop.id, _EVENTS)))
        return self.desk.page(
            request,
            "shop.html",
            audits=await book.audits(shop.id),
            card=card,
            jobs=await book.jobs(shop.id),
            invitations=await book.invitations(shop.id),
            links=await book.links(shop.id),
            runs=await book.runs(shop.id, 10),
            candidates=await asyncio.to_thread(self.desk.board.candidates, shop),
            timeline=timeline(events, now),
            chart=chart(await book.figures(shop.id, card.figure), card.line, now),
            violations=await held_against(card, self.desk.board),
            letters=await book.letters(shop.id),
            unsettled=[one for one in await book.claims(shop=shop.id, unsettled=True) if one.key.kind in LETTERS],
            **await self._selling(card, events),
            numbers=await self.desk.gallery.of(card, self.desk.voice(request).say),
        )

    async def _selling(self, card: Card, events: Sequence[Event]) -> dict[str, object]:
        """What the shop sells with."""
        board, shop = self.desk.board, card.shop
        book, now = board.ledger, board.clock.now()
        rules = board.rules(shop, card.login, await book.choices(shop.id))
        return {
            "showcases": selling.showcases(card, await book.shelves(shop.id), await later(shop, book)),
            "promotions": selling.promotions(events, now),
            "lives": selling.lives(card, rules, selling.usual(board.house.settings.live, shop.zone, now), now),
        }

    async def runs(self, request: Request) -> Response:
        """The newest runs first, of all shops or of one."""
        wish = finding.Wish.of(request.query_params)
        asked = request.query_params.get("shop", "")[:64]
        shops = {one.id: one for one in self.desk.board.roster().shops}
        most = min(wish.page * RUNS + 1, _MOST_RUNS)
        rows = await self.desk.board.ledger.runs(ShopId(asked) if asked else None, most)
        begin = (wish.page - 1) * RUNS
        more = len(rows) > begin + RUNS
        return self.desk.page(
            request, "runs.html", rows=rows[begin : begin + RUNS], page=wish.page, more=more, shops=shops, asked=asked
        )

    async def report(self, request: Request) -> Response:
        """A run's report, in a box of its own."""
        run = request.path_params["run"]
        row = await self.desk.board.ledger.run(run)
        if row is None or row.run != run:
            return self.desk.lost(request)
        voice = self.desk.voice(request)
        made = await asyncio.to_thread(self.desk.board.report, row, voice.say.language)
        return HTMLResponse(made.encode("utf-8", "backslashreplace"), headers={"content-security-policy": SANDBOX})

    async def people(self, request: Request) -> Response:
        """Who is needed where."""
        cards, book = [one for one in await self.desk.looks.cards() if one.needs_person], self.desk.board.ledger
        return self.desk.page(
            request,
            "people.html",
            cards=cards,
            unsent=len(await book.unsent(Sending.GIVEN_UP)),
            asked=len(await book.approvals(ApprovalState.PENDING)),
            handed=await book.handovers(HandOverState.WAITING),
            shops={one.id: one for one in self.desk.board.roster().shops},
        )

    async def work(self, request: Request) -> Response:
        """Who works with which login now, and what was started from here."""
        leases = await self.desk.board.ledger.leases()
        logins = {one.id: one.name for one in self.desk.board.roster().logins}
        return self.desk.page(request, "work.html", leases=leases, logins=logins, children=self.desk.children.all)

    async def stream(self, request: Request) -> Response:
        """Tell a page when something has happened."""
        del request
        return self.streamed(changes(self.desk.board.ledger, self.desk.closing))

    def streamed(self, told: AsyncIterator[str]) -> Response:
        """A stream of events, one of not too many."""
        if self._streams >= AT_ONCE:
            return HTMLResponse("", 503, {"retry-after": "10"})
        return StreamingResponse(self._counted(told), media_type="text/event-stream")

    async def _counted(self, told: AsyncIterator[str]) -> AsyncIterator[str]:
        self._streams += 1
        try:
            async for one in told:
                yield one
        finally:
            self._streams -= 1
