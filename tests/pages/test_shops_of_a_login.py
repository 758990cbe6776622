"""One login with several shops: the one that is meant is entered, proven, and proven once more before the press."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from acts import BIND, UNLINK, Act, WhileSomebodyActs, first
from agent_bench import Agent
from told import all_that_is_told

from agent.domain.ledger import Outcome
from agent.domain.portal import Regions
from agent.errors import Code
from agent.wiring import NoPace

LOGIN, GLOBAL = "7480000000000000001", "7480000000000000002"
MX, GB, TH = "7495000000000000011", "7495000000000000022", "7495000000000000033"
NAMESAKE, OUTLET = "7495000000000000044", "7495000000000000055"
BOTH = (BIND, UNLINK)
WRONG = (Code.E_WRONG_SHOP, 26, "no")
HOME = "/homepage"
SHOP = '\n[[shop]]\nid = "{}"\nname = "{}"\nregion = "{}"\nzone = "America/Mexico_City"\ncategory = "Home & Kitchen"\n'


def with_shops(world: str, *shops: tuple[str, str, str]) -> str:
    """The example world, the first login's list beginning with these shops."""
    ids = ", ".join(f'"{one}"' for one, _, _ in shops)
    return world.replace(f'shops = ["{MX}"]', f'shops = [{ids}, "{MX}"]') + "".join(SHOP.format(*one) for one in shops)


@pytest.fixture
def of_three(agent: Agent, mock_world: Any, example_world: str) -> Agent:
    """An agent whose login begins in a shop of the same name in another region, beside one in the same region."""
    mock_world.reset(
        world=with_shops(example_world, (NAMESAKE, "Casa Aurora MX", "BR"), (OUTLET, "Casa Aurora Outlet", "MX"))
    )
    agent.let_in()
    return agent


def switched_by_hand(agent: Agent, shop: str) -> Callable[[], object]:
    """Somebody switches in another tab of the same session."""

    def deed() -> None:
        kept = json.loads(agent.house.vault().load(f"login:{LOGIN}") or b"{}")
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in kept["cookies"])
        connection = HTTPConnection(urlsplit(agent.origin).netloc, timeout=10)
        connection.request("POST", "/api/v1/seller/shop/switch", json.dumps({"shop_id": shop}), {"cookie": cookie})
        assert json.loads(connection.getresponse().read())["code"] == 0
        connection.close()

    return deed


def shops_of(world: Any, effect: str) -> list[str]:
    return [one["shop"] for one in world.effect_log() if one["kind"] == effect]


@first(BIND, of=BOTH)
def test_of_two_shops_of_one_name_the_one_with_the_right_id_is_entered(
    of_three: Agent, mock_world: Any, act: Act
) -> None:
    record = act.start(of_three)

    assert (record.outcome, record.exit) == (Outcome.DONE, 0)
    assert shops_of(mock_world, act.effect) == [MX]


@first(BIND, of=BOTH)
def test_who_switches_in_another_tab_just_before_the_press_stops_it(
    of_three: Agent, mock_world: Any, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    of_three.walk_with(WhileSomebodyActs(switched_by_hand(of_three, OUTLET)))

    record = act.start(of_three)

    assert (record.code, record.exit, record.submitted) == WRONG
    assert (of_three.states(), mock_world.requests("POST", act.path)) == ([], [])
    assert f"it now stands in {LOGIN}/{OUTLET}: somebody switched" in all_that_is_told(record, capsys)


@pytest.mark.parametrize("fault", ["chip_lags", "chip_missing"])
def test_a_header_that_comes_late_is_waited_for(agent: Agent, mock_world: Any, fault: str) -> None:
    agent.let_in("TH")
    mock_world.fault("GET", "/[hp]*", do=fault, seconds=0.2, times=None)

    record = agent.bind("glow.by.ploy", "TH")

    assert (record.exit, record.submitted, shops_of(mock_world, "invite")) == (0, "yes", [TH])


def test_a_header_that_lags_for_too_long_is_the_wrong_shop(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.let_in("TH")
    mock_world.fault("GET", "/[hp]*", do="chip_lags", seconds=60, times=None)

    record = agent.bind("glow.by.ploy", "TH")

    assert (record.code, record.exit, record.submitted) == WRONG
    assert (agent.states(), mock_world.effects("invite")) == ([], 0)
    assert f"not stand in the right shop: {TH}" in all_that_is_told(record, capsys)


def test_a_header_that_contradicts_the_address_is_the_wrong_shop(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.let_in("TH")
    mock_world.fault("GET", HOME, do="chip_shows", region="BR", nth=2, times=None)

    record = agent.bind("glow.by.ploy", "TH")

    assert (record.code, record.exit, record.submitted) == WRONG
    assert (agent.states(), mock_world.effects("invite")) == ([], 0)
    assert "the portal names two regions at once: BR ≠ TH" in all_that_is_told(record, capsys)


@pytest.mark.heavy
@pytest.mark.parametrize("act", BOTH, ids=str)
def test_a_header_that_contradicts_the_host_is_the_wrong_shop(agent: Agent, mock_world: Any, act: Act) -> None:
    hosts = {str(urlsplit(agent.origin).hostname): "MX"}
    agent.walk_with(NoPace(), replace(agent.desk().portal, regions=Regions("", hosts)))
    mock_world.fault("GET", "/profile/*", do="chip_shows", region="BR", times=None)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted) == WRONG
    assert record.error["value"] == "BR ≠ MX"


@pytest.mark.parametrize("page", [HOME, pytest.param("/profile/*", marks=pytest.mark.heavy)])
@first(BIND, of=BOTH)
def test_a_header_that_names_another_region_than_the_roster_is_the_wrong_shop(
    agent: Agent, mock_world: Any, act: Act, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("GET", page, do="chip_shows", region="BR", times=None)

    record = act.start(agent)

    assert (record.code, record.exit, record.submitted, agent.states()) == (*WRONG, [])
    assert "BR ≠ MX" in all_that_is_told(record, capsys)


def test_a_shop_that_is_gone_from_the_list_is_told_with_who_can_add_it(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    agent.let_in("TH")
    mock_world.owner(GLOBAL).drops(TH)

    record = agent.bind("glow.by.ploy", "TH")

    assert (record.code, record.exit, record.submitted) == WRONG
    assert (agent.states(), mock_world.effects("invite")) == ([], 0)
    assert "the main account's owner can add it" in all_that_is_told(record, capsys)


@pytest.mark.heavy
@pytest.mark.parametrize("act", BOTH, ids=str)
def test_a_shop_that_goes_from_the_list_just_before_the_press_stops_it(
    of_three: Agent, mock_world: Any, act: Act
) -> None:
    of_three.walk_with(WhileSomebodyActs(lambda: mock_world.owner(LOGIN).drops(MX)))

    record = act.start(of_three)

    assert (record.code, record.exit, record.submitted, of_three.states()) == (*WRONG, [])
    assert mock_world.effects(act.effect) == 0


def test_one_of_many_shops_is_searched_for(agent: Agent, mock_world: Any, example_world: str) -> None:
    many = [(f"74950000000000003{n:02}", f"Casa {n}", "MX") for n in range(12)]
    mock_world.reset(world=with_shops(example_world, *many))
    agent.let_in()

    assert BIND.start(agent).exit == 0
    assert shops_of(mock_world, "invite") == [MX]
