"""Refuse a promotion whose name is too long, or is the name of another one in the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import PromotionFacts
    from agent.domain.rules import Rules


def promotion_name(facts: PromotionFacts, rules: Rules) -> Verdict:
    """The portal takes a name once, whatever tool it was for; in half a list nobody can see whose it is then."""
    name, most = facts.wanted.name, rules.promotion_name_letters.value
    if len(name) > most:
        return refuse(Reason.PROMOTION_NAME, rules.promotion_name_letters, f"{len(name)} > {most}")
    if any(one.name == name for one in facts.others):
        return refuse(Reason.NAME_TAKEN, rules.promotion_names_unique, name)
    match facts.listed:
        case NotAsked():
            return NOT_ASKED
        case Known(listed) if any(one.name == name for one in listed.rows):
            return refuse(Reason.NAME_TAKEN, rules.promotion_names_unique, name)
        case Known(listed) if listed.complete:
            return allow(rules.promotion_names_unique, name)
        case _:
            return refuse(Reason.NOT_TOLD, rules.promotion_names_unique)
