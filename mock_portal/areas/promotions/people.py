"""Buyers in a LIVE, played over the control port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.promotions.deeds import claim
from mock_portal.areas.promotions.model import Claimed, Promotion, State
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let a `buyer` use a `code`."""
    now, code = portal.clock.now(), str(asked.get("code", ""))
    mine = [one for one in portal.world.table(Promotion).values() if code and one.code == code]
    found = max(mine, key=lambda one: (one.state(now) is State.ONGOING, one.starts_at), default=None)
    if found is None:
        raise InputError(about="code", problem=f"no {code!r}")
    portal.do(
        claim(portal.world, found, Claimed(portal.new_id(), found.id, str(asked.get("buyer", "")), now)), None, "buyer"
    )
    return {"used": portal.world.table(Promotion)[found.id].used}
