"""The promotions that were published through us, out of the ledger: when each ran, by what its list showed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.domain.around import Ran
from agent.domain.ledger import ClaimState
from agent.domain.permit import Kind
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.ports import Ledger

_NAMED: Final = 10


async def promotion_run(shop: Shop, word: str, book: Ledger) -> Ran:
    """The one of this name or number, the newest of several; MendInput(E_INPUT) where there is none."""
    made = [
        one
        for one in await book.claims(shop=shop.id)
        if one.key.kind is Kind.PROMOTION_CREATE and one.state is ClaimState.DONE
    ]
    found = [ran for one in made if (ran := await _ran(one, book)) and word in {ran.name, ran.promotion_id}]
    if not found:
        raise MendInput(Code.E_INPUT, why="not_published_here", value=word, known=_names(made))
    return found[-1]


def _names(made: Sequence[Claim]) -> str:
    return ", ".join(dict.fromkeys(one.handle for one in made[-_NAMED:])) or "\N{EM DASH}"


async def _ran(claim: Claim, book: Ledger) -> Ran | None:
    """When it ran; None where nobody saw its times."""
    for event in await book.events(claim.key.shop, account=claim.key.account):
        shown = event.data.get("receipt")
        if isinstance(shown, dict) and {"starts", "ends"} <= shown.keys():
            starts, ends = (datetime.fromisoformat(shown[key]) for key in ("starts", "ends"))
            return Ran(claim.handle, shown.get("promotion_id", ""), starts, ends)
    return None
