"""One violation as the portal shows it: where an appeal against it is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.letters import appeals_in
from agent.domain.sighting import Absent, Sighted, Sighting
from agent.domain.violation import AppealState
from agent.errors import AskPerson, Code
from agent.flows.handing_over import visited
from agent.flows.observe import in_shop
from agent.ports import Appeals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.appeal import AppealsSeen, SentAppeal
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.domain.upload import Waiting
    from agent.once import Look
    from agent.ports import Desk, Visit


async def appeals(shop: Shop, violation: str, desk: Desk) -> AppealsSeen:
    """How one violation and the appeals against it stand, changing nothing."""

    async def look(visit: Visit) -> AppealsSeen:
        await in_shop(visit, shop, desk)
        return await read(violation, shop.id, visit, desk)

    return await visited(desk, look)


async def read(violation: str, shop: ShopId, visit: Visit, desk: Desk) -> AppealsSeen:
    """The page on a fresh navigation, with patience; what it shows of the appeals is remembered."""
    seen = await desk.reader.read("violation", lambda: opened(violation, shop, visit))
    await desk.ledger.see_appeals(shop, seen)
    await desk.ledger.see_letters(shop, appeals_in(seen, violation))
    return seen


async def opened(violation: str, shop: ShopId, visit: Visit) -> AppealsSeen:
    """The same once; raises AskPerson where it is another shop's page."""
    return _of_shop(await (await visit.open(Appeals)).show(violation), shop)


def _of_shop(seen: AppealsSeen, shop: ShopId) -> AppealsSeen:
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    return seen


async def form_of(violation: str, shop: ShopId, visit: Visit) -> tuple[Appeals, Sequence[Waiting]]:
    """The form of the next appeal, come to afresh, and the files that wait in it."""
    page = await visit.open(Appeals)
    return page, _of_shop(await page.show(violation), shop).draft or ()


def appealed(visit: Visit, desk: Desk, proofs: str = "") -> Look:
    """The look of an appeal: does the violation's page show as many tries as there are with this one?

    Who has just sent it knows its `proofs`, which then stand in the receipt.
    """

    async def look(claim: Claim) -> Sighting:
        tries = (await read(claim.key.account, claim.key.shop, visit, desk)).tries
        number = int(claim.key.item)
        if len(tries) < number:
            return Absent()
        undecided = sum(one.state is AppealState.IN_PROGRESS for one in tries)
        kept = {"proofs": proofs} if proofs else {}
        return Sighted(_receipt(tries[number - 1]) | kept, duplicate=undecided > 1)

    return look


def _receipt(one: SentAppeal) -> dict[str, str]:
    told = {"appeal_id": one.id, "state": one.state or "", "reason": one.digest, "files": str(len(one.files))}
    return told | ({"sent": one.sent_at.isoformat()} if one.sent_at else {})
