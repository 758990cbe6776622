"""Faults in the portal's own words: shops that are closed or changed, sessions that end, names that attack."""

from __future__ import annotations

from typing import Any

import pytest
from portal_visitor import GB, LINKS, LUCIA, MX, SEARCH, SEND, SENT, TH, Visitor, account_id

from mock_portal.client import ControlRefusedError, World
from mock_portal.hostile import hostile_names

pytestmark = pytest.mark.fast
LUZ = account_id(3)


def test_a_reset_after_the_commit_leaves_no_byte(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="rst_after_commit")

    with pytest.raises(ConnectionResetError):
        lucia.invite(LUZ)

    assert mock_world.effects("invite") == 1


def test_another_region_s_host_is_reached_and_gets_no_cookie(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", "/homepage", do="region_redirect", region="GB")

    answer = lucia.get("/homepage")

    port = mock_world.origin.rpartition(":")[2]
    assert answer.status == 302
    assert answer.headers["location"] == f"http://seller-gb.localhost:{port}/homepage?shop_region=GB"


def test_a_post_is_sent_on_with_its_body(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="region_redirect", region="GB")

    assert lucia.invite(LUZ).status == 307
    assert mock_world.effects("invite") == 0


@pytest.mark.parametrize(("lang", "says"), [("en", "suspended"), ("zh-CN", "停用"), ("es", "suspendida")])
def test_a_suspended_shop_says_so_on_pages_and_in_calls(
    mock_world: World, lucia: Visitor, lang: str, says: str
) -> None:
    lucia.cookies["portal_lang"] = lang
    mock_world.fault("", "*", do="suspended", times=2)

    page, refused = lucia.get("/homepage").text, lucia.invite(LUZ).json

    assert says in page
    assert (refused["code"], says in refused["message"]) == (98001031, True)
    assert (mock_world.effects("invite"), lucia.get(LINKS).json["code"]) == (0, 0)


def test_a_kicked_session_is_told_why_and_is_dead(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="kick_session")

    told = lucia.get(LINKS).json

    assert (told["code"], told["message"]) == (98001003, "This account was logged in on another device.")
    assert lucia.get(LINKS).json["code"] == 98001002
    assert lucia.log_in(*LUCIA).get(LINKS).json["code"] == 0


@pytest.mark.parametrize(("to", "shop"), [({}, TH), ({"to": TH}, TH), ({"to": GB}, GB), ({"to": MX}, TH)])
def test_a_session_wakes_up_in_another_of_its_shops(
    mock_world: World, mei: Visitor, to: dict[str, str], shop: str
) -> None:
    mock_world.fault("GET", "/homepage", do="shop_switch", **to)

    assert f'data-shop-id="{shop}"' in mei.get("/homepage").text
    assert f'data-shop-id="{shop}"' in mei.get("/homepage").text


def test_names_that_attack_stand_where_people_write(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="hostile_names")

    row = lucia.get(LINKS).data["list"][0]

    assert row["nickname"] == hostile_names()[0]
    assert (row["handle"], len(hostile_names())) == ("casa.aurora.live", 62)


def test_one_may_bring_names_of_one_s_own(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEARCH, do="hostile_names", set=["=1+1", "@everyone"])

    rows = lucia.post(SEARCH, keyword="a").data["list"]

    assert [row["nickname"] for row in rows[:3]] == ["=1+1", "@everyone", "=1+1"]


def test_a_page_keeps_its_own_words(mock_world: World, lucia: Visitor) -> None:
    page = lucia.get("/homepage").text
    mock_world.fault("GET", "/homepage", do="hostile_names")

    assert lucia.get("/homepage").text == page


def handles(visitor: Visitor, page: int) -> list[str]:
    return [row["handle"] for row in visitor.post(SEARCH, keyword="a", page=page).data["list"]]


def test_rows_that_come_in_meanwhile_are_read_twice(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEARCH, do="paginate", size=3, shift=1, times=None)

    first, second, third = (handles(lucia, page) for page in (1, 2, 3))

    assert (second[0], third[0]) == (first[-1], second[-1])


def test_rows_that_go_meanwhile_are_missed(mock_world: World, lucia: Visitor) -> None:
    known = handles(lucia, 1)
    mock_world.fault("POST", SEARCH, do="paginate", size=2, shift=-1, times=None)

    assert handles(lucia, 1) + handles(lucia, 2) == [*known[:2], *known[3:5]]


def test_a_sequence_takes_one_verb_after_the_other(mock_world: World, lucia: Visitor) -> None:
    steps: list[dict[str, Any]] = [{"do": "status_before_commit", "code": 500}, {}, {"do": "empty_200"}]
    mock_world.fault("GET", SENT, do="sequence", steps=steps)

    answers = [lucia.get(SENT) for _ in range(4)]

    assert [(one.status, bool(one.text)) for one in answers] == [(500, True), (200, True), (200, False), (200, True)]


def test_a_sequence_may_go_round(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", SENT, do="sequence", steps=[{"do": "status_before_commit", "code": 503}, {}], times=None)

    assert [lucia.get(SENT).status for _ in range(5)] == [503, 200, 503, 200, 503]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([], "has no steps"),
        ([{"do": "sequence", "steps": [{}]}], "single verbs"),
        ([{"do": "truncate"}], r"misses \['bytes'\]"),
        (["login"], "wrong kind"),
        ("login", "must be list"),
    ],
)
def test_a_sequence_that_makes_no_sense_is_refused(mock_world: World, steps: object, says: str) -> None:
    with pytest.raises(ControlRefusedError, match=says):
        mock_world.fault("GET", "*", do="sequence", steps=steps)


def test_the_same_seed_has_the_same_luck(mock_world: World, lucia: Visitor) -> None:
    def bitten(seed: int) -> list[int]:
        mock_world.reset(seed=seed)
        mock_world.fault("GET", "/m/login", do="status_before_commit", code=503, times=None, probability=0.5)
        return [lucia.get("/m/login").status for _ in range(24)]

    assert bitten(5) == bitten(5)
    assert bitten(5) != bitten(6)


def test_a_portal_that_does_not_look_invites_twice(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="counts_each", times=None)

    codes = [lucia.invite(account_id(3)).json["code"] for _ in range(2)]

    assert (codes, mock_world.effects("invite")) == ([0, 0], 2)


def test_a_network_can_move_at_a_certain_request(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", "/egress/echo", nth=2, do="egress_moves", country="US")

    countries = [lucia.get("/egress/echo").json["country"] for _ in range(3)]

    assert countries == ["MX", "US", "US"]
