"""What is measured once more when a press is over: the outcome stands whatever it shows, and the record says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.verdict import Effect
from agent.flows.observe import located
from agent.guards.network_region import network_region

if TYPE_CHECKING:
    from agent.domain.facts import Facts
    from agent.domain.verdict import Decision
    from agent.ports import Desk, Visit


async def measured_again(decision: Decision, facts: Facts, visit: Visit, desk: Desk) -> Decision:
    """The decision, with a note where the network has left the country by the time that the press is over."""
    verdict = network_region(replace(facts, egress=located(await visit.egress())), desk.rules)
    if verdict.effect is Effect.ALLOW:
        return decision
    note = replace(verdict, effect=Effect.WARN).by(network_region.__name__)
    return replace(decision, verdicts=(*decision.verdicts, note))
