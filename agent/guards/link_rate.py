"""Refuse when account or shop have used up their links of the counting window; both readings are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known
from agent.domain.reason import Reason
from agent.domain.verdict import Verdict, refuse
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts, Fact
    from agent.domain.rules import Rules


def link_rate(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the ledger counts too many links, or the portal says so."""
    most = rules.links_per_window.value
    for counted, reason in (
        (facts.links_of_account, Reason.LINK_RATE_ACCOUNT),
        (facts.links_of_shop, Reason.LINK_RATE_SHOP),
    ):
        if _count(counted) >= most:
            return refuse(reason, rules.links_per_window, f"{_count(counted)}/{most}")
    return portal_says(facts.link_rate_kept, Reason.LINK_RATE_ACCOUNT, rules.links_per_window)


def _count(counted: Fact[int]) -> int:
    match counted:
        case Known(number):
            return number
        case _:
            return 0
