"""Taking a shop in on the real pages: only reading leaves the browser, and guards go by what was declared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from agent_bench import LIVE, Agent

from agent.domain.adoption import AdoptAnswer, AdoptRequest
from agent.domain.declared import Subject, Wish
from agent.domain.facts import Source
from agent.domain.identity import Handle
from agent.domain.ledger import Outcome
from agent.domain.reason import Reason
from agent.errors import AskPerson, Code
from agent.flows.adopt import adopt

ONCE = Handle("cocina.conluz")


def adopted(agent: Agent, *wishes: Wish, unlinks: int | None = None) -> AdoptAnswer:
    request = AdoptRequest(agent.shop(), "Ana", wishes, unlinks)
    return agent.call(adopt, request, agent.desk())


def test_links_invitations_and_counters_are_taken_in_and_nothing_is_sent(agent: Agent, mock_world: Any) -> None:
    before = len(mock_world.effect_log())

    first, again = adopted(agent), adopted(agent)

    shown = first.taken.shown
    assert (first.outcome, again.outcome) == (Outcome.DONE, Outcome.NOTHING_TO_DO)
    assert ([one.handle for one in shown.links], first.gaps) == ([LIVE.handle], ())
    assert shown.unlinks_left.value == 3  # type: ignore[union-attr]  # the example world shows it
    assert len(mock_world.effect_log()) == before
    assert agent.made.ledger.check() == []


def test_a_declared_unlink_of_an_account_that_the_search_proves_is_waited_for(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", "/homepage", do="quota_display", text="2/3", times=None)
    moment = agent.made.clock.now() - timedelta(hours=5)

    (said,) = adopted(agent, Wish(Subject.UNLINK, ONCE, moment)).taken.declared

    record = agent.check(ONCE)
    assert (said.account, record.objections) == (agent.ledger("declarations")[0].account, {Reason.COOLING_DOWN})
    assert record.decision
    assert Source.DECLARATION in {one.told_by for one in record.decision.refusals}


def test_what_the_portal_does_not_bear_out_is_a_mismatch_on_its_pages_too(agent: Agent) -> None:
    with pytest.raises(AskPerson) as caught:
        adopted(agent, unlinks=1)

    assert (caught.value.code, caught.value.params["value"]) == (Code.E_EFFECT_MISMATCH, "3 > 2")
    assert agent.ledger("events") == []
