"""Read every shop and say what would have to be done there; nothing is pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.domain.due import task_of
from agent.domain.identity import Target
from agent.domain.jobs import Task
from agent.domain.ledger import IN_FORCE, ClaimState, LinkState, Outcome
from agent.domain.permit import ENDS_A_LINK, Kind
from agent.domain.planning import Change, Cost, Outside, Planned, ShopPlan, Step, in_common
from agent.domain.record import CheckRequest, Record
from agent.errors import CompanionError
from agent.flows.check import check
from agent.flows.overview import Overview, Standing, look_over
from agent.flows.run import failed
from agent.flows.showcase_rest import later
from agent.flows.together import together

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from agent.domain.identity import AccountId, Handle
    from agent.domain.ledger import Claim
    from agent.domain.roster import Candidate, Shop
    from agent.ports import Clock, Desk, Ledger

_KIND = {Task.LINK: Kind.BIND, Task.UNLINK: Kind.UNLINK}
_NEEDS_PERSON = range(20, 30)


@dataclass
class Planner:
    """Everything that a plan is made with."""

    ledger: Ledger
    clock: Clock
    desk: Callable[[Shop], Awaitable[Desk]]
    told: Callable[[ShopPlan], None] = lambda _: None
    made: dict[Shop, ShopPlan] = field(default_factory=dict)

    async def plan(self, shops: Sequence[Shop], at_once: int) -> list[ShopPlan]:
        """The plan of each shop, in their order; a shop that cannot be read says why."""
        await together(shops, self._shop, at_once)
        return [self.made[one] for one in shops]

    async def _shop(self, shop: Shop) -> None:
        try:
            made = await self._read(shop)
        except CompanionError as error:
            made = ShopPlan(shop, error=error)
        self.made[shop] = made
        self.told(made)

    async def _read(self, shop: Shop) -> ShopPlan:
        before, desk = await Standing.of(shop, self.ledger), await self.desk(shop)
        seen = await look_over(shop, desk, settle=False)
        standing = await Standing.of(shop, self.ledger)
        lines = [await self._line(line, standing) for line in shop.asked_for]
        return ShopPlan(
            shop=shop,
            lines=lines,
            outside=list(_outside(before, standing, await self.ledger.claims(shop=shop.id))),
            cost=await self._cost(shop, seen, lines, desk),
            digest=standing.digest,
            rules=desk.rules.version,
            shared=in_common(await self._showcases(standing)),
            later=await later(shop, self.ledger),
        )

    async def _line(self, line: Candidate, standing: Standing) -> Planned:
        """How an account stands; the portal's own list is asked only where something would be pressed."""
        task, target = task_of(line), Target(line.handle, line.account_id)
        known = standing.as_record(target, _KIND[task], self.clock.now())
        if known is None and task is Task.UNLINK:
            known = Record(standing.shop, target, Kind.UNLINK, Outcome.ALREADY, link=LinkState.UNLINKED)
        step = _without_asking(task, known, again=standing.ran_out(target) <= line.resend)
        if known and step and not step.presses:
            waits = known.invitation if known.link is LinkState.INVITED else None
            return Planned(line, task, step, waits.expires_at if waits else None, known)
        return self._asked(line, task, step or Step.INVITE, await self._checked(line, task, standing.shop))

    async def _checked(self, line: Candidate, task: Task, shop: Shop) -> Record:
        target = Target(line.handle, line.account_id)
        try:
            return await check(CheckRequest(shop, target, line, _KIND[task], full=True), await self.desk(shop))
        except CompanionError as error:
            return failed(shop, target, _KIND[task], error)

    def _asked(self, line: Candidate, task: Task, step: Step, record: Record) -> Planned:
        now = self.clock.now()
        if record.outcome is Outcome.PLANNED:
            return Planned(line, task, step, now, record)
        if record.outcome is Outcome.ALREADY:
            return Planned(line, task, Step.NOTHING if record.link in IN_FORCE else Step.FOLLOW, None, record)
        if record.not_before:
            return Planned(line, task, Step.WAIT, record.not_before, record)
        person = record.exit in _NEEDS_PERSON
        return Planned(line, task, Step.PERSON if person else Step.REFUSED, None, record)

    async def _cost(self, shop: Shop, seen: Overview, lines: Sequence[Planned], desk: Desk) -> Cost:
        since = self.clock.now() - desk.rules.link_window.value
        steps = [one.step for one in lines]
        return Cost(
            slots=seen.links.slots,
            links_in_window=await self.ledger.links_since(since, account=None, shop=shop.id),
            links_per_window=desk.rules.links_per_window.value,
            invites=steps.count(Step.INVITE) + steps.count(Step.INVITE_AGAIN),
            unlinks_left=seen.home.unlinks_left,
            unlinks=steps.count(Step.UNLINK),
        )

    async def _showcases(self, standing: Standing) -> dict[Handle, frozenset[str]]:
        """The products of the linked accounts, as far as copies were kept while they were linked to this shop."""
        linked = [one for one in standing.links if one.state in IN_FORCE]
        kept = [(one.handle, await self.ledger.kept_showcase(one.account)) for one in linked]
        here = {handle: copy.items for handle, copy in kept if copy and copy.shop == standing.shop.id}
        return {handle: frozenset(one.product_id for one in items) for handle, items in here.items()}


def _without_asking(task: Task, known: Record | None, *, again: bool) -> Step | None:
    """The step, where lists tell it; None where nothing is known of the account."""
    if known is None:
        return None
    if known.outcome in {Outcome.UNKNOWN, Outcome.NEEDS_PERSON}:
        return Step.PERSON
    if known.outcome is Outcome.REJECTED:
        return Step.INVITE_AGAIN if again and known.ran_out else Step.PERSON
    if task is Task.UNLINK:
        return Step.UNLINK if known.link in IN_FORCE else Step.NOTHING
    return Step.NOTHING if known.link in IN_FORCE else Step.FOLLOW


def _outside(before: Standing, now: Standing, claims: Sequence[Claim]) -> Iterator[Outside]:
    """What changed since the last look and no press of ours explains; a first look compares with nothing."""
    if not before.links and not before.invitations:
        return
    had = {one.account: one for one in before.links}
    for one in now.links:
        was = had[one.account].state in IN_FORCE if one.account in had else False
        if one.state in IN_FORCE and not was and not _ours(claims, one.account, {Kind.BIND}):
            yield Outside(Change.LINKED, one.handle, one.account, one.since)
        if one.state is LinkState.UNLINKED and was and not _ours(claims, one.account, ENDS_A_LINK):
            yield Outside(Change.UNLINKED, one.handle, one.account, one.until)
    known = {one.invitation_id for one in before.invitations}
    pressed = {one.invitation_id for one in claims}
    for invitation in now.invitations:
        if invitation.invitation_id not in known | pressed:
            yield Outside(Change.INVITED, invitation.handle, invitation.account, invitation.sent_at)


def _ours(claims: Sequence[Claim], account: AccountId, kinds: set[Kind] | frozenset[Kind]) -> bool:
    """Whether a press of ours may have done it."""
    may_have = {ClaimState.OPEN, ClaimState.DONE, ClaimState.UNKNOWN}
    return any(one.key.account == account and one.key.kind in kinds and one.state in may_have for one in claims)
