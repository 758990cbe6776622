"""Refuse when the network does not come out in the operating country, or that cannot be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import BindFacts, Egress, Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Effect, Verdict, refuse
from agent.guards.portal_says import portal_says

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.rules import Rules


def network_region(facts: Facts, rules: Rules) -> Verdict:
    """Object unless all echoes agree on an operating country, and the portal's own list does not say no."""
    match facts.egress:
        case NotAsked():
            return NOT_ASKED
        case Known(egress):
            measured = _measured(egress, facts, rules)
        case _:
            return refuse(Reason.EGRESS_UNVERIFIED, rules.egress_echoes)
    if measured.effect is Effect.REFUSE or not isinstance(facts, BindFacts):
        return measured
    return portal_says(facts.network_accepted, Reason.NETWORK_REGION, rules.network_in_country)


def _measured(egress: Egress, facts: Facts, rules: Rules) -> Verdict:
    told = ",".join(egress.countries)
    if len(egress.countries) < rules.egress_echoes.value or len(set(egress.countries)) != 1:
        return refuse(Reason.EGRESS_UNVERIFIED, rules.egress_echoes, told)
    if egress.countries[0] not in facts.operating_countries:
        wanted = ",".join(sorted(facts.operating_countries))
        return refuse(Reason.NETWORK_REGION, rules.network_in_country, f"{egress.countries[0]} ≠ {wanted}")
    return ALLOWED
