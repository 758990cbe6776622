"""The platform's own people, played over the control port: they find violations and decide appeals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.deeds import accept, issue, reject
from mock_portal.areas.health.measure import shop_measure
from mock_portal.areas.health.model import Kind, Violation
from mock_portal.areas.health.rules import standing
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal

_DECISIONS = {"accept_appeal": accept, "reject_appeal": reject}


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let somebody `issue` a violation in a `shop`, or `accept_appeal` or `reject_appeal` of a `violation`.

    A violation has a `kind`, its `points`, perhaps the `handle` of an account and a `note` for the seller.
    """
    deed, note = asked.get("do"), str(asked.get("note", ""))
    if deed == "issue":
        return _issued(portal, asked, note)
    if deed not in _DECISIONS:
        raise InputError(about="do", problem=f"must be one of issue, {', '.join(_DECISIONS)}")
    violation = portal.world.table(Violation).get(str(asked.get("violation")))
    if violation is None:
        raise InputError(about="violation", problem=f"no {asked.get('violation')!r}")
    portal.do(_DECISIONS[deed](portal.world, violation, portal.clock.now(), note), None, "reviewer")
    return _told(portal, violation.id)


def _issued(portal: Portal, asked: dict[str, Any], note: str) -> dict[str, Any]:
    shop, kind, points = asked.get("shop"), asked.get("kind"), asked.get("points")
    if shop not in portal.world.shops:
        raise InputError(about="shop", problem=f"no {shop!r}")
    if kind not in list(Kind):
        raise InputError(about="kind", problem=f"must be one of {', '.join(Kind)}")
    if type(points) is not int or points < 0:
        raise InputError(about="points", problem="must be a number from 0")
    make = partial(Violation, portal.new_id(), str(shop), Kind(str(kind)), points, portal.clock.now())
    found = make(account=_account(portal, asked), note=note)
    portal.do(issue(portal.world, found), None, "platform")
    return _told(portal, found.id)


def _account(portal: Portal, asked: dict[str, Any]) -> str:
    if not asked.get("handle"):
        return ""
    account = portal.world.account_of(str(asked["handle"]))
    if account is None:
        raise InputError(about="handle", problem=f"no {asked['handle']!r}")
    return account.id


def _told(portal: Portal, number: str) -> dict[str, Any]:
    violation = portal.world.table(Violation)[number]
    now = portal.clock.now()
    seen, value = standing(portal.world, violation, now), shop_measure(portal.world, violation.shop, now).value
    return {"violation": number, "state": seen.state, "standing": value}
