"""Account health of a shop as the portal shows it, read without changing anything, and kept in the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.ledger import Outcome
from agent.domain.letters import appeals_in
from agent.domain.record import Record
from agent.domain.seen import Listing
from agent.domain.turns import news_of, of_figure, of_violations
from agent.domain.violation import AppealState
from agent.errors import AskPerson, Code, LookAgain
from agent.flows.deliver import tell
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop
from agent.ports import Health

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.identity import ShopId
    from agent.domain.roster import Shop
    from agent.domain.survey import Figure
    from agent.domain.turns import Turned
    from agent.domain.violation import HealthSeen, Violation, ViolationSeen
    from agent.ports import Desk, Visit


async def read_health(shop: Shop, desk: Desk) -> Record:
    """Read the shop's figure, its violations, and the pages of those that are still open."""

    async def look(visit: Visit) -> Record:
        await in_shop(visit, shop, desk)
        seen, turns = await taken_in(visit, shop, desk)
        return Record(shop, None, None, Outcome.DONE, health=seen, turns=turns)

    return await visited(desk, look)


async def taken_in(visit: Visit, shop: Shop, desk: Desk) -> tuple[HealthSeen, tuple[Turned, ...]]:
    """Account health, kept, and how it differs from when it was last read: nothing, where it never was.

    News are told before the reading is kept: whoever is cut off in between tells them again, which is once.
    """
    ledger = desk.ledger
    first, known = await ledger.health_read(shop.id) is None, await ledger.violations(shop.id)
    seen = await looked_at(visit, shop.id, desk)
    rows, before = seen.violations.rows, await _figure(shop, seen, desk)
    turns = () if first else (*of_violations(known, rows), *of_figure(before, seen.standing))
    await tell(ledger, news_of(shop, turns))
    await ledger.see_health(shop.id, seen.standing, rows)
    return seen, turns


async def _figure(shop: Shop, seen: HealthSeen, desk: Desk) -> Figure | None:
    """What the same figure was when it was last read."""
    told = await desk.ledger.figures(shop.id, seen.standing.system) if seen.standing else ()
    return told[-1] if told else None


async def looked_at(visit: Visit, shop: ShopId, desk: Desk) -> HealthSeen:
    """The same in a visit that stands in the shop; of an appeal that was answered meanwhile, the answer too."""
    seen = await desk.reader.read("health", lambda: _read(visit, shop))
    waiting = {one.about for one in await desk.ledger.letters(shop) if one.state == AppealState.IN_PROGRESS}
    told = {one.id: await in_detail(visit, one, desk) for one in seen.violations.rows if one.open or one.id in waiting}
    await desk.ledger.see_letters(shop, [letter for id_, one in told.items() for letter in appeals_in(one, id_)])
    rows = tuple(_with(one, told) for one in seen.violations.rows)
    return replace(seen, violations=Listing(rows, seen.violations.total))


async def in_detail(visit: Visit, violation: Violation, desk: Desk) -> ViolationSeen:
    """The page of one violation, come to afresh."""
    return await desk.reader.read("violation", lambda: _open(visit, violation))


async def _read(visit: Visit, shop: ShopId) -> HealthSeen:
    seen = await (await visit.open(Health)).read()
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    if not seen.violations.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail=f"{len(seen.violations.rows)}/{seen.violations.total}")
    return seen


async def _open(visit: Visit, violation: Violation) -> ViolationSeen:
    return await (await visit.open(Health)).open_violation(violation)


def _with(one: Violation, told: Mapping[str, ViolationSeen]) -> Violation:
    """With what only its own page tells; the deadline of a second appeal stands nowhere else."""
    seen = told.get(one.id)
    if seen is None:
        return one
    decided = max((each.decided_at for each in seen.tries if each.decided_at), default=None)
    state, deadline = seen.state or one.state, seen.until or one.deadline
    return replace(one, note=seen.note, state=state, deadline=deadline, decided_at=decided)
