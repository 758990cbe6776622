"""Refuse to fill the official account's showcase: its shop page is filled from the shop's own products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import shown
from agent.domain.reason import Reason
from agent.domain.verdict import Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import ShowcaseFacts
    from agent.domain.rules import Rules


def shop_page(facts: ShowcaseFacts, rules: Rules) -> Verdict:
    """Object by the roster, before any browser is asked."""
    official, target = facts.shop.official, facts.target
    if official and target and official.casefold() == target.handle.casefold():
        return refuse(Reason.SHOP_PAGE_SYNCED, rules.official_page_synced, shown(target.handle))
    return allow(rules.official_page_synced)
