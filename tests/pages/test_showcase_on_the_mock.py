"""Products go into a creator's showcase and out of it in a real browser, with faults as switches of the mock world."""

from __future__ import annotations

from typing import Any

import pytest
from agent_bench import LIVE, Agent
from rounds import RHYTHM
from skins import both

from agent.domain.jobs import JobState
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record, ShowcaseRequest
from agent.errors import Code
from agent.flows.showcase import fill, shown
from agent.flows.showcase_rest import go_on, put_off

HANDLE = "casa.aurora.live"
NEW = ("1729400000000000004", "1729400000000000005")


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent who also holds the session of the one linked creator."""
    agent.sign_in_creator_of_the_house()
    return agent


def filled(agent: Agent, *adds: str, **change: Any) -> Record:
    request = ShowcaseRequest(agent.shop(), LIVE, adds, **change)
    return agent.recorded(Kind.SHOWCASE_ADD, request, fill, agent.desk())


@both
def test_each_product_is_added_once_and_looked_up(agent: Agent, mock_world: Any) -> None:
    record = filled(agent, *NEW)

    assert [(one.outcome, one.submitted) for one in record.products] == [(Outcome.DONE, "yes")] * 2
    assert mock_world.creator(HANDLE).showcase()[:2] == [*reversed(NEW)]
    assert (mock_world.effects("showcase_add"), agent.states()) == (2, ["done", "done"])


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["zh", "es"])
def test_a_product_comes_and_goes_in_each_language(agent: Agent, mock_world: Any, language: str) -> None:
    agent.speak(language)

    record = filled(agent, NEW[0], removes=("1729400000000000002",))

    assert [one.outcome for one in record.products] == [Outcome.DONE, Outcome.DONE]
    assert (mock_world.effects("showcase_add"), mock_world.effects("showcase_remove")) == (1, 1)


VIRTUAL = '\n[site]\nshowcase_list = "virtual"\n'


def a_long_showcase(example: str, count: int, *, virtual: bool = True) -> str:
    """The example world with so many products in the linked account's showcase, the newest last in the file."""
    product = '\n[[product]]\nid = "18{n:017}"\nshop = "7495000000000000011"\ntitle = "Plato {n}"\nprice = "9.90"\n'
    item = '\n[[showcase_item]]\nid = "99{n:017}"\naccount = "{account}"\nproduct = "18{n:017}"\nat_hours_ago = 300\n'
    rows = "".join((product + item).format(n=n, account=HANDLE) for n in range(count - 3))
    return example + (VIRTUAL if virtual else "") + rows


@pytest.mark.parametrize("virtual", [True, False])
def test_a_long_showcase_is_read_whole_and_proven_to_be(
    agent: Agent, mock_world: Any, example_world: str, *, virtual: bool
) -> None:
    mock_world.reset(world=a_long_showcase(example_world, 130, virtual=virtual))
    agent.let_in()
    agent.sign_in_creator_of_the_house()

    seen = agent.call(shown, agent.shop(), LIVE, agent.desk())

    assert (len(seen.items.rows), seen.items.total, seen.items.complete) == (130, 130, True)
    assert len({one.product_id for one in seen.items.rows}) == 130


ADD, REMOVED = "/api/v1/streamer_desktop/showcase_product/add", "/api/v1/streamer_desktop/showcase_product/remove"
LIST = "/api/v1/streamer_desktop/showcase_product/list"


def test_a_lost_answer_is_looked_up_not_repeated(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", ADD, do="commit_then_hang", seconds=5)

    record = filled(agent, *NEW)

    assert [(one.outcome, one.submitted) for one in record.products] == [(Outcome.DONE, "yes")] * 2
    assert (mock_world.effects("showcase_add"), len(mock_world.requests("POST", ADD))) == (2, 2)


@pytest.mark.heavy
def test_a_press_that_came_to_nothing_is_proven_and_a_later_run_tries_again(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", ADD, do="hang_no_commit", seconds=5)

    first, again = filled(agent, NEW[0]), filled(agent, NEW[0])

    assert (first.code, first.exit, first.submitted) == (Code.E_NOT_APPLIED, 14, "yes")
    assert (again.outcome, mock_world.effects("showcase_add")) == (Outcome.DONE, 1)
    assert agent.states() == ["not_done", "done"]


def test_a_page_that_sends_twice_is_stopped_at_the_second(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", ADD, do="double_handler")

    record = filled(agent, NEW[0])

    assert (record.outcome, len(mock_world.requests("POST", ADD))) == (Outcome.DONE, 1)


def test_what_the_portal_refuses_is_told_in_its_words_and_the_rest_goes_on(agent: Agent, mock_world: Any) -> None:
    record = filled(agent, "1729400000000000012", "1999999999999999999", "1729400000000000001", NEW[0])

    told = [(one.outcome, one.exit) for one in record.products]
    assert told == [(Outcome.REJECTED, 41), (Outcome.REJECTED, 41), (Outcome.ALREADY, 0), (Outcome.DONE, 0)]
    assert record.products[0].note.startswith("This is not an affiliate product.")
    assert mock_world.effects("showcase_add") == 1


@both
def test_a_product_is_taken_out_once(agent: Agent, mock_world: Any) -> None:
    record = filled(agent, removes=("1729400000000000002",))

    assert (record.outcome, record.submitted, mock_world.effects("showcase_remove")) == (Outcome.DONE, "yes", 1)
    assert "1729400000000000002" not in mock_world.creator(HANDLE).showcase()


@pytest.mark.heavy
def test_a_list_that_lags_is_waited_for(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", LIST, do="stale_read", seconds=3, nth=2, times=1)

    record = filled(agent, NEW[0])

    assert (record.outcome, mock_world.effects("showcase_add")) == (Outcome.DONE, 1)


def test_a_product_far_down_a_list_without_pages_is_found_and_taken_out(
    agent: Agent, mock_world: Any, example_world: str
) -> None:
    mock_world.reset(world=a_long_showcase(example_world, 60))
    agent.let_in()
    agent.sign_in_creator_of_the_house()

    record = filled(agent, removes=("1800000000000000000",))

    assert (record.outcome, mock_world.effects("showcase_remove")) == (Outcome.DONE, 1)
    assert len(mock_world.creator(HANDLE).showcase()) == 59


def test_what_the_counter_leaves_no_room_for_is_added_on_the_next_day_by_its_job(
    agent: Agent, mock_world: Any, example_world: str
) -> None:
    mock_world.reset(world=f"{example_world}\n[limits]\nshowcase_a_day = 7\n")  # six were added by hand
    agent.let_in()
    agent.sign_in_creator_of_the_house()
    first = filled(agent, *NEW, spreads=True)
    later = agent.call(put_off, ShowcaseRequest(agent.shop(), LIVE, NEW, spreads=True), first, agent.last, RHYTHM)
    mock_world.advance(hours=24)
    agent.follow_clock()
    agent.let_in()
    agent.sign_in_creator_of_the_house()

    ended = agent.call(go_on, agent.shop(), agent.ledger("jobs")[0], agent.desk(), RHYTHM)

    assert ([one.outcome for one in first.products], later.count) == ([Outcome.DONE, Outcome.PLANNED], 1)
    assert (ended.job.state, mock_world.creator(HANDLE).showcase()[:2]) == (JobState.DONE, [*reversed(NEW)])
