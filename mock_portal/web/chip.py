"""The header's chip: the shop that a page says it stands in; faults let it lag, come late, or contradict the shop."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mock_portal.web.asked import bites, portal_of, session_of, texts_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.sessions import Session
    from mock_portal.world import Shop


@dataclass(frozen=True, slots=True)
class Chip:
    """What it shows at first, and what it shows later, in how many milliseconds."""

    shown: Shop | None
    late: tuple[dict[str, Any], ...] = ()


def chip(request: Request) -> Chip:
    """What the chip of a seller's page shows; of nobody's session, nothing."""
    session = session_of(request)
    if session is None or not session.login:
        return Chip(None)
    shops = portal_of(request).world.shops
    true = shops[session.shop]
    for fault in bites(request, "chip_shows"):
        return Chip(replace(true, region=str(fault.args["region"])))
    for fault in bites(request, "chip_missing"):
        return Chip(replace(true, id="", name="", region=""), _then(request, true, fault.number("seconds", 0)))
    left = max((_left(session, fault.number("seconds", 0)) for fault in bites(request, "chip_lags")), default=0)
    return Chip(shops[session.before], _then(request, true, left)) if left > 0 else Chip(true)


def _left(session: Session, seconds: float) -> float:
    """How long the chip still shows the shop before the last switch."""
    return session.switched_at + seconds - time.monotonic() if session.before else 0


def _then(request: Request, shop: Shop, seconds: float) -> tuple[dict[str, Any], ...]:
    country = texts_of(request)(f"region.{shop.region}")
    told = {"id": shop.id, "region": shop.region, "name": shop.name, "country": country}
    return ({"after": round(seconds * 1000), "shop": told},)
