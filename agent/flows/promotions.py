"""The shop's promotions as the portal lists them: where one that was published, or ended, is looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.promotion import STANDING
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.errors import AskPerson, Code, CompanionError
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop
from agent.flows.run import failed
from agent.ports import Promotions

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.permit import Kind
    from agent.domain.promotion import PromotionRow, PromotionsSeen
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.once import Look
    from agent.ports import Desk, Visit


async def named(about: str, shop: Shop, kind: Kind, work: Awaitable[Record]) -> Record:
    """The record of a run about one promotion, which it names whatever ended it."""
    try:
        record = await work
    except CompanionError as error:
        record = failed(shop, None, kind, error)
    return record if record.about else replace(record, about=about)


async def promotions(shop: Shop, desk: Desk) -> PromotionsSeen:
    """Read the whole list, changing nothing."""

    async def look(visit: Visit) -> PromotionsSeen:
        await in_shop(visit, shop, desk)
        return await listed(visit, shop.id, desk)

    return await visited(desk, look)


async def listed(visit: Visit, shop: ShopId, desk: Desk) -> PromotionsSeen:
    """The list on a fresh navigation, with patience."""
    return await desk.reader.read("promotions", lambda: _listed(visit, shop))


async def _listed(visit: Visit, shop: ShopId) -> PromotionsSeen:
    seen = await (await visit.open(Promotions)).read()
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    return seen


def published(visit: Visit, desk: Desk) -> Look:
    """The look of a new promotion: does the list show one of this tool and name?"""

    async def look(claim: Claim) -> Sighting:
        seen = (await listed(visit, claim.key.shop, desk)).promotions
        mine = [row for row in seen.rows if row.subject == claim.key.account]
        if mine:
            return Sighted(_receipt(mine[0]), duplicate=len(mine) > 1)
        return Absent() if seen.complete else Unclear("the list is incomplete")

    return look


def ended(visit: Visit, desk: Desk) -> Look:
    """The look of a stop: does the list show the promotion as over?"""

    async def look(claim: Claim) -> Sighting:
        seen = (await listed(visit, claim.key.shop, desk)).promotions
        mine = [row for row in seen.rows if row.promotion_id == claim.key.account]
        match [row.state for row in mine]:
            case [None] | []:
                return Unclear("the list does not tell how it stands")
            case [state] if state in STANDING:
                return Absent()
            case _:
                return Sighted(_receipt(mine[0]))

    return look


def _receipt(row: PromotionRow) -> dict[str, str]:
    times = {"starts": row.starts, "ends": row.ends}
    shown = {name: at.isoformat() for name, at in times.items() if at}
    return {"promotion_id": row.promotion_id, "state": row.state or "", "percent": str(row.percent or "")} | shown
