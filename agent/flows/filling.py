"""Product by product: look, decide, press once, look it up; what is refused blocks no other.

One press adds one product, though the portal's dialog can take several: a claim, a quota and a look belong to a
product, and a lost answer leaves one of them in doubt instead of many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from agent.domain.assortment import Wanted, spread
from agent.domain.ledger import Claim, ClaimState, Outcome, Settled
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.record import ProductEnd, Record
from agent.domain.shop_days import day_of
from agent.errors import AskPerson, Code, Refused
from agent.flows import observe_showcase
from agent.flows.approving import asked_first
from agent.flows.keeping_wishes import keep_wish
from agent.flows.pressing import act_on, key_of
from agent.flows.product_ends import pressed, refused, stops_the_rest
from agent.flows.visiting import rest
from agent.guards.judge import SHOWCASE as ADDING
from agent.guards.judge import SHOWCASE_QUOTA, SHOWCASE_REMOVE, judge
from agent.once import StaleError, look_up, once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from agent.domain.facts import ShowcaseFacts
    from agent.domain.record import ShowcaseRequest
    from agent.domain.verdict import Decision
    from agent.flows.shelf import Shelf
    from agent.guards.judge import Act
    from agent.ports import CreatorShowcase, Desk

_OPEN: Final = frozenset({ClaimState.OPEN, ClaimState.UNKNOWN})
TABLE: Final = {Kind.SHOWCASE_ADD: ADDING, Kind.SHOWCASE_REMOVE: SHOWCASE_REMOVE}


@dataclass
class Filling:
    """One sitting at a showcase: `ends` outlives it where a person had the page meanwhile, `hands` is what was begun.

    `full` is why no product can be added any more today, `halted` why nothing can be pressed: no guard is about one
    product alone.
    """

    request: ShowcaseRequest
    desk: Desk
    shelf: Shelf
    facts: ShowcaseFacts
    ends: dict[tuple[Kind, str], ProductEnd]
    hands: list[tuple[Kind, str]]
    full: Decision | None = None
    halted: Decision | None = None
    _days: dict[str, datetime] = field(default_factory=dict)

    async def through(self) -> None:
        """First what earlier runs left open, then every product in its turn."""
        await self.shelf.read()
        self.desk.mark("CP08")
        wishes = self._wishes()
        if self._goes_too_far(wishes):
            return
        await keep_wish(self.request, self.shelf)
        await self._settle(wishes)
        for n, (kind, product) in enumerate(wishes):
            if (kind, product) in self.ends:
                continue
            self.hands.append((kind, product))
            end = await self._twice_if_stale(kind, product)
            if end.due and not self._days:
                self._spread(one for a_kind, one in wishes[n:] if a_kind is Kind.SHOWCASE_ADD)
            self.ends[kind, product] = replace(end, due=self._days.get(product, end.due))
            if stops_the_rest(end):
                return

    def _wishes(self) -> list[tuple[Kind, str]]:
        """What is to be added first; what is to go next."""
        adds = dict.fromkeys(self.request.adds)
        surplus = [one for one in self.shelf.present if one not in adds] if self.request.only_these else []
        removes = dict.fromkeys((*self.request.removes, *surplus))
        return [*((Kind.SHOWCASE_ADD, one) for one in adds), *((Kind.SHOWCASE_REMOVE, one) for one in removes)]

    def _goes_too_far(self, wishes: Iterable[tuple[Kind, str]]) -> bool:
        """Whether more would go than may: then each of them is told, and nothing is pressed at all."""
        going = [one for one in wishes if one[0] is Kind.SHOWCASE_REMOVE]
        most = len(going) if self.request.at_most is None or self.request.dry_run else self.request.at_most
        if len(going) <= most:
            return False
        told = {"detail": f"--at-most {len(going)}"}
        for wish in going:
            self.ends[wish] = replace(refused(self._end(*wish), Code.G_NOT_CONFIRMED), error=told)
        return True

    async def _settle(self, wishes: Collection[tuple[Kind, str]]) -> None:
        """Look up what earlier runs pressed and did not settle; what stays in doubt is not begun anew."""
        newest = dict[tuple[Kind, str], Claim]()
        for claim in await self.desk.ledger.claims(shop=self.request.shop.id):
            if claim.key.account == self.shelf.account and claim.key.kind in SHOWCASE:
                newest[claim.key.kind, claim.key.item] = claim
        for wish, claim in newest.items():
            if claim.state in _OPEN:
                settled = await look_up(claim, self.desk, self.shelf.look)
                if wish in wishes and settled.state in {ClaimState.DONE, ClaimState.UNKNOWN}:
                    self.ends[wish] = pressed(self._end(*wish), settled, self.desk.portal)
            elif claim.state is ClaimState.NOT_DONE and self._came_late(claim):
                await self.desk.ledger.settle(claim, Settled(claim.intent, ClaimState.DONE, looks=1))

    def _came_late(self, claim: Claim) -> bool:
        """Whether what was proven not to have happened has done so since."""
        there = self.shelf.present.get(claim.key.item)
        if claim.key.kind is Kind.SHOWCASE_REMOVE:
            return there is None
        earliest = claim.claimed_at - self.desk.rules.clock_skew_refuse.value
        return bool(there and there.added_at and there.added_at >= earliest)

    def _end(self, kind: Kind, product: str) -> ProductEnd:
        there = self.shelf.present.get(product)
        return ProductEnd(product, kind, Outcome.ALREADY, title=there.title if there else "")

    async def _twice_if_stale(self, kind: Kind, product: str) -> ProductEnd:
        """A permit may have run out while somebody was waited for: then everything is looked at once more."""
        try:
            return await self._product(kind, product)
        except StaleError:
            return await self._product(kind, product)

    async def _product(self, kind: Kind, product: str) -> ProductEnd:
        end = self._end(kind, product)
        if (product in self.shelf.present) is (kind is Kind.SHOWCASE_ADD):
            return end
        if self.halted:
            return _refused(end, self.halted)
        if kind is Kind.SHOWCASE_REMOVE:
            return await self._press(end, await self.shelf.open_removal(product))
        if self.full or await self._is_full():
            return self._later(end)
        return await self._add(end)

    async def _add(self, end: ProductEnd) -> ProductEnd:
        """By its link; where the portal holds something against it, its button stays dead and its words are told."""
        page, offer = await self.shelf.offer(end.product_id)
        end = replace(end, title=offer.title)
        if offer.objection:
            code = self.desk.portal.refusals.get(offer.objection.strip(), Code.B_REJECTED)
            said = replace(end, outcome=Outcome.REJECTED, code=code, note=offer.objection)
            return end if code is Code.B_CONFLICT else said  # it is there already, whatever the list said
        if offer.product_id != end.product_id:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="showcase_add.fetched", why=offer.product_id)
        return await self._press(end, page)

    async def _is_full(self) -> bool:
        """Whether no product can be added today any more."""
        facts = observe_showcase.with_room(self.facts, await self.shelf.room(), self.desk)
        decision = judge(SHOWCASE_QUOTA, facts, self.desk.rules)
        self.full = decision if decision.refusals else None
        return self.full is not None

    def _later(self, end: ProductEnd) -> ProductEnd:
        """No room today: a refusal, or where it is to be spread the day on which it comes."""
        assert self.full  # noqa: S101 - tells the type checker what the caller has asked
        if self.request.spreads:
            return replace(end, outcome=Outcome.PLANNED, due=self.full.not_before)
        return _refused(end, self.full)

    def _spread(self, products: Iterable[str]) -> None:
        """The days on which the rest comes, as many a day as the quota lets through."""
        rest_of_them = [Wanted(one, line=n) for n, one in enumerate(products)]
        now, zone = self.desk.clock.now(), self.request.shop.zone
        most = self.desk.rules.showcase_adds_per_day.value
        used = {day_of(now, zone): most}
        for day in spread(rest_of_them, used, most, now, zone):
            self._days |= {one.product_id: day.starts_at for one in day.adds}

    async def _press(self, end: ProductEnd, page: CreatorShowcase) -> ProductEnd:
        desk, visit = self.desk, self.shelf.under_lease()
        await rest(desk)
        room = await self.shelf.room()
        facts = await observe_showcase.at_the_button(self.facts, room, visit, desk)
        decision = judge(TABLE[end.kind], facts, desk.rules, await self._act(end, room))
        desk.mark("CP07")
        if decision.permit is None:
            self.halted = decision
            return _refused(end, decision)
        if self.request.dry_run:
            await page.prepare(decision.permit)
            return replace(end, outcome=Outcome.PLANNED, decision=decision)
        allowed = Record(self.request.shop, self.shelf.target, end.kind, Outcome.PLANNED, decision, note=end.title)
        picture = await desk.evidence.keep("before", visit) if desk.ask_first else ""
        permit = await asked_first(decision.permit, allowed, picture, desk)
        if isinstance(permit, Record):
            return replace(end, outcome=permit.outcome, code=permit.code, error=permit.error)
        try:
            settled = await once(permit, page, visit, desk, self.shelf.look)
        except Refused as error:  # somebody else was faster
            return replace(refused(end, error.code), error=error.params)
        return pressed(end, settled, desk.portal, decision)

    async def _act(self, end: ProductEnd, room: observe_showcase.Room) -> Act:
        desk, account = self.desk, self.shelf.account
        key = await key_of(self.request.shop, account, end.kind, desk, end.product_id)
        adds = room.spends(account, desk.rules.showcase_adds_per_day.value) if end.kind is Kind.SHOWCASE_ADD else ()
        return act_on(key, self.shelf.target.handle, desk, *adds)


def _refused(end: ProductEnd, decision: Decision) -> ProductEnd:
    return replace(refused(end, decision.code), decision=decision, due=decision.not_before)
