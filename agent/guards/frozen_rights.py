"""Refuse while the permission to sell is frozen, of the shop or of the account that the act is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def frozen_rights(facts: Facts, rules: Rules) -> Verdict:
    """Name the violations behind it: an appeal, or reading account health anew, is the way out."""
    rule = rules.frozen_stops_acts
    match facts.frozen:
        case Known(found) if rule.value:
            return refuse(Reason.PERMISSION_FROZEN, rule, ", ".join(found))
        case NotAsked():
            return NOT_ASKED
        case _:
            return allow(rule)
