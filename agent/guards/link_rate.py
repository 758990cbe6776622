"""Refuse when account or shop have used up their links of the counting window; both readings are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, strictest
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import BindFacts, Fact
    from agent.domain.rules import Rule, Rules


def link_rate(facts: BindFacts, rules: Rules) -> Verdict:
    """Object when the ledger counts too many links, or the portal says so."""
    rule = rules.links_per_window
    return strictest(
        _counted(facts.links_of_account, Reason.LINK_RATE_ACCOUNT, rule),
        _counted(facts.links_of_shop, Reason.LINK_RATE_SHOP, rule),
        portal_says(facts.link_rate_kept, Reason.LINK_RATE_ACCOUNT, rule),
    )


def _counted(links: Fact[int], reason: Reason, rule: Rule[int]) -> Verdict:
    match links:
        case Known(number) if number >= rule.value:
            return refuse(reason, rule, f"{number}/{rule.value}").resting_on(links)
        case Known(number):
            return allow(rule, f"{number}/{rule.value}").resting_on(links)
        case NotAsked():
            return NOT_ASKED
        case _:
            return allow(rule)
