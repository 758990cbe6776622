"""The world as JSON, for tests that compare what the portal shows with what is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mock_portal.areas.tables import TABLES
from mock_portal.rules import slots, unlinks_left

if TYPE_CHECKING:
    from mock_portal.world import Invitation, Link, World


def snapshot(world: World, now: datetime) -> dict[str, Any]:
    """Shops with their slots, accounts, links (also ended ones) and invitations with their present stage."""
    return {
        "now": now.isoformat(),
        "shops": [_shop(world, shop_id, now) for shop_id in world.shops],
        "accounts": [_account(world, account_id) for account_id in world.accounts],
        "links": [_link(link) for link in world.links],
        "invitations": [_invitation(one, now) for one in world.invitations.values()],
        **{name: [_row(one) for one in world.rows.get(kind, {}).values()] for name, kind in TABLES.items()},
    }


def _row(record: Any) -> dict[str, Any]:  # noqa: ANN401 - a record of any area
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(record).items()}


def _shop(world: World, shop_id: str, now: datetime) -> dict[str, Any]:
    used, most = slots(world, world.shops[shop_id], now)
    counters = {"slots_used": used, "slots_max": most, "unlinks_left": unlinks_left(world, shop_id)}
    return {**asdict(world.shops[shop_id]), **counters}


def _account(world: World, account_id: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(world.accounts[account_id]).items() if name != "password"}


def _link(link: Link) -> dict[str, Any]:
    ended = link.unlinked_at.isoformat() if link.unlinked_at else None
    return {**asdict(link), "linked_at": link.linked_at.isoformat(), "unlinked_at": ended}


def _invitation(one: Invitation, now: datetime) -> dict[str, Any]:
    times = {"sent_at": one.sent_at.isoformat(), "expires_at": one.expires_at.isoformat()}
    return {**asdict(one), **times, "stage": one.stage_at(now)}
