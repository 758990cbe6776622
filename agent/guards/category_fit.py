"""Warn when account and shop sell different things: the audience would not match."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.identity import legible
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, warn

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts
    from agent.domain.rules import Rules


def category_fit(facts: BindFacts, rules: Rules) -> Verdict:
    """Categories fit when they share a word; an unknown one raises no objection."""
    match facts.account_category:
        case NotAsked():
            return NOT_ASKED
        case Known(category) if facts.shop.category and not _words(category) & _words(facts.shop.category):
            return warn(
                Reason.CATEGORY_MISMATCH, rules.category_fit, f"{legible(category, 60)} ≠ {facts.shop.category}"
            )
        case _:
            return ALLOWED


def _words(category: str) -> set[str]:
    return set(re.findall(r"\w+", category.casefold()))
