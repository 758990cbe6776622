"""What the portal checks before a link may end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mock_portal.areas.unlinking.model import OpenOrder, RequestState, UnlinkRequest
from mock_portal.rules import unlinks_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mock_portal.rules import Wish
    from mock_portal.world import World


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against it; `until` is when it goes away by itself."""

    reason: str
    until: datetime | None = None


def obstacles(wish: Wish) -> list[Obstacle]:
    """Everything that stands against unlinking now, the gravest first."""
    return list(_obstacles(wish))


def _obstacles(wish: Wish) -> Iterator[Obstacle]:
    world, link = wish.world, wish.world.link_of(wish.account.id)
    if link is None or link.shop != wish.shop.id:
        yield Obstacle("not_linked")
        return
    if not unlinks_left(world, wish.shop.id):
        yield Obstacle("unlink_limit")
    earliest = link.linked_at + timedelta(hours=world.limits.unlink_after_hours)
    if wish.now < earliest:
        yield Obstacle("unlink_too_early", earliest)
    if wish.egress not in wish.countries:
        yield Obstacle("egress")
    if wish.account.status != "normal":
        yield Obstacle("unlink_restricted")
    if wish.account.violations:
        yield Obstacle("unlink_violations")
    if any(one.shop == wish.shop.id for one in world.table(OpenOrder).about("account", wish.account.id)):
        yield Obstacle("unlink_orders")


def pending(world: World, shop: str, account: str) -> UnlinkRequest | None:
    """The request of this pair that nobody has answered."""
    mine = (one for one in world.table(UnlinkRequest).about("account", account) if one.shop == shop)
    return next((one for one in mine if one.state is RequestState.PENDING), None)


def due_at(request: UnlinkRequest, world: World) -> datetime:
    """When a request counts as agreed to."""
    return request.at + timedelta(days=world.limits.unlink_answer_days)
