"""Warn when account and shop sell different things: the audience would not match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.identity import legible
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, warn

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def category_fit(facts: BindFacts, rules: Rules) -> Verdict:
    """Warn where the portal's category, or else the roster's, is not the shop's; an unknown one is no objection."""
    match facts.account_category:
        case NotAsked():
            return NOT_ASKED
        case Known(category):
            return _fit(category, facts, rules)
        case _:
            wanted = facts.shop.wanted(facts.target.handle) if facts.target else None
            return _fit(wanted.category if wanted else "", facts, rules)


def _fit(category: str, facts: BindFacts, rules: Rules) -> Verdict:
    ours, theirs = _first_word(facts.shop.category), _first_word(category)
    if not ours or not theirs or ours == theirs:
        return allow(rules.category_fit, legible(category, 60))
    measured = f"{legible(category, 60)} ≠ {legible(facts.shop.category, 60)}"
    return warn(Reason.CATEGORY_MISMATCH, rules.category_fit, measured)


def _first_word(category: str) -> str:
    found = re.search(r"\w+", category.casefold())
    return found[0] if found else ""
