"""A link ends in a real browser on the mock portal, by each of its ways, with faults as switches of its world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from acts import BOUND, more_links
from agent_bench import LIVE_ID, Agent
from skins import both
from told import all_that_is_told

from agent.domain.identity import principal_of_creator
from agent.domain.ledger import Outcome
from agent.domain.reason import Reason
from agent.domain.unlinking import Way
from agent.errors import Code

pytestmark = both

HANDLE = "casa.aurora.live"
NAMED = f'handle = "{HANDLE}"'
API = "/api/v1/seller/creator"
LINKS = "/profile/linked-accounts*"
PRESS = {
    Way.SELLER: "/api/v1/seller/creator/unbind",
    Way.CREATOR: "/api/m/unlink/request",
    Way.APPROVE: "/api/v1/seller/creator/unbind_apply/update",
}
EFFECT = {Way.SELLER: "unlink", Way.CREATOR: "unlink_request", Way.APPROVE: "unlink_approve"}
AFTER = {Way.SELLER: "unlinked", Way.CREATOR: "unlink_requested", Way.APPROVE: "unlinked"}
each_way = pytest.mark.parametrize("way", Way)


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent who also holds the session of the one linked creator."""
    agent.sign_in_creator_of_the_house()
    return agent


@pytest.fixture
def asked(mock_world: Any) -> Callable[[Way], None]:
    """The creator has asked by hand, where the way begins with that."""
    return lambda way: mock_world.creator(HANDLE).request_unlink() if way is Way.APPROVE else None


@each_way
def test_each_way_takes_its_step_once(agent: Agent, mock_world: Any, asked: Any, way: Way) -> None:
    asked(way)

    record = agent.unlink(way)

    assert (record.outcome, record.link) == (Outcome.DONE, AFTER[way])
    assert mock_world.effects(EFFECT[way]) == 1


@pytest.mark.sample(2)
@each_way
@pytest.mark.parametrize("language", ["zh", "es"])
def test_each_way_is_gone_in_each_language(agent: Agent, mock_world: Any, asked: Any, way: Way, language: str) -> None:
    agent.speak(language)
    asked(way)

    record = agent.unlink(way)

    assert (record.outcome, mock_world.effects(EFFECT[way])) == (Outcome.DONE, 1)


def test_the_whole_showcase_is_kept_before_it_is_emptied(agent: Agent, mock_world: Any) -> None:
    shown = mock_world.creator(HANDLE).showcase()
    mock_world.fault("GET", "/api/v1/streamer_desktop/showcase_product/list", do="paginate", size=1, times=None)

    agent.unlink()

    kept = agent.ledger("kept_showcase", LIVE_ID)
    assert [one.product_id for one in kept.items] == shown
    assert mock_world.creator(HANDLE).showcase() == []


def test_without_the_creators_session_nothing_is_pressed(agent: Agent, mock_world: Any) -> None:
    agent.house.vault().forget(principal_of_creator(LIVE_ID))

    record = agent.unlink()

    assert (record.code, record.objections) == (Code.G_NOT_CONFIRMED, {Reason.SHOWCASE_NOT_KEPT})
    assert mock_world.effects("unlink") == 0


@pytest.mark.sample(1)
@each_way
def test_a_dry_run_sends_nothing(agent: Agent, mock_world: Any, asked: Any, way: Way) -> None:
    asked(way)

    record = agent.unlink(way, dry_run=True)

    assert (record.outcome, mock_world.requests("POST", PRESS[way])) == (Outcome.PLANNED, [])


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("linked_hours_ago = 400", "linked_hours_ago = 5"), Reason.LINKED_TOO_RECENTLY),
        ((NAMED, f"{NAMED}\nviolations = 1"), Reason.VIOLATION_ON_RECORD),
        ((NAMED, f'{NAMED}\nstatus = "restricted"'), Reason.ACCOUNT_STATUS),
    ],
    ids=str,
)
def test_the_portals_objections_are_told_apart(
    agent: Agent, mock_world: Any, example_world: str, change: tuple[str, str], reason: Reason
) -> None:
    mock_world.reset(world=example_world.replace(*change, 1))
    agent.sign_in()

    record = agent.unlink(without_backup="a test of the guards")

    assert (record.objections, mock_world.effects("unlink")) == ({reason}, 0)


@pytest.mark.sample(1)
@pytest.mark.parametrize("way", [Way.SELLER, Way.CREATOR])
def test_what_the_dialog_lists_counts_whatever_the_list_is_called(
    agent: Agent, mock_world: Any, example_world: str, way: Way
) -> None:
    mock_world.reset(world=example_world.replace("linked_hours_ago = 400", "linked_hours_ago = 5", 1))
    agent.sign_in()
    renamed = {"What stands against it": "Please note", "Reasons against it": "Please note"}
    mock_world.fault("GET", LINKS, do="relabel", map=renamed, times=None)

    record = agent.unlink(way, without_backup="a test of the guards")

    assert (record.objections, mock_world.effects(EFFECT[way])) == ({Reason.LINKED_TOO_RECENTLY}, 0)


def test_open_orders_refuse(agent: Agent, mock_world: Any, example_world: str) -> None:
    order = '\n[[open_order]]\nid = "9001"\nshop = "7495000000000000011"\naccount = "casa.aurora.live"\n'
    mock_world.reset(world=example_world + order)
    agent.sign_in()

    assert agent.unlink(without_backup="a test of the guards").objections == {Reason.OPEN_ORDERS}


def test_the_wrong_network_refuses(agent: Agent, mock_world: Any) -> None:
    mock_world.egress("7480000000000000001", "US")

    record = agent.unlink()

    assert (record.exit, record.objections, mock_world.effects("unlink")) == (30, {Reason.NETWORK_REGION}, 0)


UNTOLD, LAST = "how many unlinks the shop has left", "would be the shop's last unlink (1/3)"
COUNTERS = [
    *[(text, 32, UNTOLD) for text in ("٣/٣", "\u2013", "3/3/3")],
    *[pytest.param(text, 32, UNTOLD, marks=pytest.mark.heavy) for text in ("1.234", "", "3 of 3", "-1")],
    *[("9/9", 21, "(9 > 3)"), ("0/3", 32, "unlinks are used up (0/3)"), ("1/3", 32, LAST)],
]


@pytest.mark.sample(3)
@pytest.mark.parametrize(("text", "exit_", "words"), COUNTERS)
def test_a_counter_that_reads_oddly_disagrees_or_is_low_refuses(  # noqa: PLR0913, PLR0917 - a table's columns
    agent: Agent, mock_world: Any, text: str, exit_: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("GET", LINKS, do="quota_display", text=text, times=None)

    record = agent.unlink()

    assert (record.exit, record.submitted, agent.states()) == (exit_, "no", [])
    assert mock_world.requests("POST", PRESS[Way.SELLER]) == []
    assert words in all_that_is_told(record, capsys)


def test_the_last_unlink_goes_with_its_own_word(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", LINKS, do="quota_display", text="1/3", times=None)
    mock_world.fault("GET", "/homepage", do="quota_display", text="0/3", nth=2, times=None)  # after the press

    record = agent.unlink(last_confirmed=True)

    assert (record.exit, record.submitted, agent.states()) == (0, "yes", ["done"])
    assert mock_world.effects("unlink") == 1


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "steps",
    [
        ("/homepage", "/profile/linked-accounts", f"{API}/remain/get", "/streamer/showcase/product/list"),
        (f"{API}/agg/get", f"{API}/unbind_apply/get", "/api/v1/streamer_desktop/showcase_product/list"),
    ],
)
def test_each_step_may_time_out_once(agent: Agent, mock_world: Any, steps: tuple[str, ...]) -> None:
    for path in steps:
        mock_world.fault("", path, do="hang_no_commit", seconds=3)

    assert agent.unlink().outcome is Outcome.DONE
    assert mock_world.effects("unlink") == 1


@pytest.mark.parametrize(
    "pages", [{"size": 1, "times": None}, {"size": 2, "shift": -1, "times": 2}], ids=["still", "moving"]
)
def test_an_account_on_a_later_page_is_found(
    agent: Agent, mock_world: Any, example_world: str, pages: dict[str, int | None]
) -> None:
    newest = example_world.replace("linked_hours_ago = 400", "linked_hours_ago = 99")
    mock_world.reset(world=newest + more_links(BOUND, "hogar_bonito.mx"))
    mock_world.fault("GET", "/api/v1/seller/creator/agg/get", do="paginate", **pages)
    agent.sign_in()

    record = agent.unlink(without_backup="a test of the pages")

    assert (record.outcome, mock_world.effects("unlink")) == (Outcome.DONE, 1)
