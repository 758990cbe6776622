"""Refuse when the network does not come out in the operating country, or that cannot be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import BindFacts, Egress, Known, NotAsked, UnlinkFacts
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, strictest
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules

_NOWHERE = frozenset({"", "XX", "ZZ"})  # what an echo calls a private or unplaceable address


def network_region(facts: Facts, rules: Rules) -> Verdict:
    """Object unless all echoes agree on an operating country, and the portal's own list does not say no."""
    measured = _measured(facts, rules)
    if not isinstance(facts, BindFacts | UnlinkFacts):
        return measured
    return strictest(measured, portal_says(facts.network_accepted, Reason.NETWORK_REGION, rules.network_in_country))


def _measured(facts: Facts, rules: Rules) -> Verdict:
    match facts.egress:
        case NotAsked():
            return NOT_ASKED
        case Known(egress):
            return _located(egress, facts, rules)
        case _:
            return refuse(Reason.EGRESS_UNVERIFIED, rules.egress_echoes)


def _located(egress: Egress, facts: Facts, rules: Rules) -> Verdict:
    countries = set(egress.countries)
    if len(egress.countries) < rules.egress_echoes.value or len(countries) != 1 or countries & _NOWHERE:
        return refuse(Reason.EGRESS_UNVERIFIED, rules.egress_echoes, ",".join(egress.countries))
    if egress.countries[0] not in facts.operating_countries:
        wanted = ",".join(sorted(facts.operating_countries))
        return refuse(Reason.NETWORK_REGION, rules.network_in_country, f"{egress.countries[0]} ≠ {wanted}")
    return allow(rules.network_in_country, ",".join(egress.countries))
