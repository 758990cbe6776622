"""Refuse when the page belongs to another login or stands in another shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.identity import shown
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def session(facts: Facts, rules: Rules) -> Verdict:
    """Object unless the page itself names this shop and its login, and no other region than the roster."""
    _ = rules
    match facts.session:
        case NotAsked():
            return NOT_ASKED
        case Known(seen) if (seen.login, seen.shop) != (facts.shop.login, facts.shop.id):
            return refuse(Reason.WRONG_SESSION, None, f"{shown(seen.login)}/{shown(seen.shop)}")
        case Known(seen) if seen.region not in {"", facts.shop.region}:
            return refuse(Reason.WRONG_SESSION, None, f"{shown(seen.region)} ≠ {facts.shop.region}")
        case Known():
            return ALLOWED
        case _:
            return refuse(Reason.WRONG_SESSION, None)
