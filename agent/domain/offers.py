"""The offers that drive orders while the traffic products are shown: proposals for a person to edit and create."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.promotion import Promotion, Tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.domain.live import Session
    from agent.domain.programme import Programme

_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """How much off, in percent, and how often the code can be claimed in all; by one customer it is once."""

    code_percent: int
    code_quota: int
    flash_percent: int


def offers_of(session: Session, programme: Programme, terms: Terms, zone: str) -> Iterator[Promotion]:
    """A code for this account's LIVE, and a flash deal on its traffic products where any are known."""
    handle, opens = session.account.handle, session.slot.opens
    there, ends = opens.astimezone(ZoneInfo(zone)), opens + programme.offers_end
    name = f"LIVE {there:%Y-%m-%d %H:%M} @{handle}"
    letters = "".join(one for one in handle.upper() if one.isalnum())[:_LETTERS]
    yield Promotion(
        tool=Tool.LIVE_CODE,
        name=f"{name} code",
        percent=terms.code_percent,
        starts=opens,
        ends=ends,
        code=f"{letters}{there:%m%d%H%M}",  # no two LIVEs of a shop open at once
        account=handle,
        quota=terms.code_quota,
        per_customer=1,
    )
    if programme.offered:
        yield Promotion(
            tool=Tool.LIVE_FLASH,
            name=f"{name} flash",
            percent=terms.flash_percent,
            starts=opens,
            ends=ends,
            products=tuple(one.product_id for one in programme.offered),
        )
