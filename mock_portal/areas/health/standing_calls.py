"""The creator's own view of an account's standing: its permission to sell, and the violations held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.measure import creator_measure
from mock_portal.areas.health.model import Violation
from mock_portal.areas.health.rules import deadline, standing
from mock_portal.web.answers import call, iso
from mock_portal.web.asked import creator_of, portal_of, seen_world

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import World


async def _standing(request: Request) -> dict[str, Any]:
    world, account = seen_world(request), seen_world(request).accounts[creator_of(request).account]
    measure = creator_measure(world, account, portal_of(request).clock.now())
    mine = [one for one in world.table(Violation).values() if one.account == account.id]
    newest = sorted(mine, key=lambda one: (one.at, one.id), reverse=True)
    return {
        "permission": account.status,
        "violations": account.violations,
        "standing": measure and measure.told(),
        "records": [_record(request, world, one) for one in newest],
    }


def _record(request: Request, world: World, one: Violation) -> dict[str, Any]:
    seen = standing(world, one, portal_of(request).clock.now())
    return {
        "violation_id": one.id,
        "kind": one.kind,
        "action": one.action,
        "points": one.points,
        "at": iso(one.at),
        "deadline": iso(deadline(world, one)),
        "state": seen.state,
        "until": iso(seen.until),
    }


ROUTES = [call("GET", "/api/m/account/standing/get", _standing)]
