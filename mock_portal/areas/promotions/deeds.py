"""What sellers and buyers do with promotions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.promotions.model import Claimed, Promotion, State
from mock_portal.areas.promotions.rules import objection
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from mock_portal.world import World


def create(world: World, wish: Promotion, now: datetime) -> Done:
    """The seller agrees and publishes."""
    if against := objection(world, wish, now):
        raise RefusedError(against)
    return _done(world.with_rows(wish), wish, "promotion_create")


def deactivate(world: World, promotion: Promotion, now: datetime) -> Done:
    """The seller ends a promotion that is coming or going on."""
    if promotion.state(now) not in (State.UPCOMING, State.ONGOING):
        raise RefusedError(reason="promo_over")
    return _done(world.with_rows(replace(promotion, deactivated_at=now)), promotion, "promotion_deactivate")


def claim(world: World, promotion: Promotion, made: Claimed) -> Done:
    """A buyer in the LIVE uses a code."""
    mine = [one for one in world.table(Claimed).values() if one.promotion == promotion.id and one.buyer == made.buyer]
    if promotion.state(made.at) is not State.ONGOING:
        raise RefusedError(reason="promo_over")
    if promotion.used >= promotion.quota or len(mine) >= promotion.per_customer:
        raise RefusedError(reason="promo_used_up")
    return _done(world.with_rows(made, replace(promotion, used=promotion.used + 1)), promotion, "promotion_claim")


def _done(world: World, promotion: Promotion, kind: str) -> Done:
    return Done(world, (kind,), promotion.shop, promotion.account)
