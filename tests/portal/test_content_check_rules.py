"""The self-check over HTTP: what is found, where, by which market's rules, and only after a moment."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from portal_visitor import Visitor

from mock_portal.areas.health.check import findings, markets
from mock_portal.client import World

pytestmark = pytest.mark.fast
API = "/api/v1/seller/content_check"


def begin(visitor: Visitor, text: object, market: object = "MX") -> Any:
    return visitor.post(f"{API}/create", text=text, market=market).json


def checked(world: World, visitor: Visitor, text: str, market: str = "MX") -> Any:
    number = begin(visitor, text, market)["data"]["check_id"]
    world.advance(seconds=2)
    return visitor.get(f"{API}/get?check_id={number}").data


def told(answer: Any) -> list[tuple[str, str]]:
    return [(one["rule"], one["passage"]) for one in answer["list"]]


def test_nothing_is_told_before_a_moment_has_passed(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    number = begin(lucia, "la mejor")["data"]["check_id"]

    before = lucia.get(f"{API}/get?check_id={number}").data
    mock_world.advance(seconds=2)

    assert (before["ready"], before["count"], "list" in before) == (False, None, False)
    assert lucia.get(f"{API}/get?check_id={number}").data["count"] == 1


def test_findings_have_their_rule_and_their_place(mock_world: World, lucia: Visitor) -> None:
    text = "🍳 El mejor sartén: CURA todo. Escribe al WhatsApp +52 55 5555 0101 o ve a www.otra.mx."

    found = checked(mock_world, lucia, text)

    assert told(found) == [
        ("absolute", "El mejor"),
        ("forbidden", "CURA"),
        ("off_platform", "WhatsApp"),
        ("off_platform", "+52 55 5555 0101"),
        ("off_platform", "www.otra.mx"),
    ]
    assert all(text[one["start"] : one["end"]] == one["passage"] for one in found["list"])


@pytest.mark.parametrize(
    ("market", "text", "found"),
    [
        ("MX", "the best", []),
        ("GB", "the best", [("absolute", "the best")]),
        ("GB", "bathe best", []),
        ("MX", "curandero", []),
        ("TH", "ครีมขาวในสามวัน", [("absolute", "ขาวใน")]),
        ("US", "加我微信", [("off_platform", "微信")]),
        ("MX", "https://www.tiktok.com/@casa.aurora", []),
        ("MX", "tiktok.com.evil.mx y http://tiktok.com.evil.mx/a", [("off_platform", "http://tiktok.com.evil.mx/a")]),
        ("ES", "vacío", []),
    ],
)
def test_each_market_has_its_own_rules(
    mock_world: World, lucia: Visitor, market: str, text: str, found: list[tuple[str, str]]
) -> None:
    assert told(checked(mock_world, lucia, text, market)) == found


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, None, 1])
def test_a_text_has_one_to_five_thousand_characters(lucia: Visitor, text: object) -> None:
    assert begin(lucia, text)["message"] == "Enter a text of 1 to 5,000 characters."


@pytest.mark.parametrize("market", ["XX", "every", "", None])
def test_a_market_must_be_known(lucia: Visitor, market: object) -> None:
    assert begin(lucia, "hola", market)["message"] == "Choose a market."


def test_the_history_is_the_shop_s_own_newest_first(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    for text in ("uno", "dos"):
        checked(mock_world, lucia, text)

    assert [row["beginning"] for row in lucia.get(f"{API}/list").data["list"]] == ["dos", "uno"]
    assert mei.get(f"{API}/list").data["total"] == 0


def test_another_shop_s_check_cannot_be_read(lucia: Visitor, mei: Visitor) -> None:
    number = begin(lucia, "la mejor")["data"]["check_id"]

    assert mei.get(f"{API}/get?check_id={number}").data is None


def test_the_shop_s_own_market_is_offered_first(lucia: Visitor, mei: Visitor) -> None:
    assert [one.get(f"{API}/config/get").data["markets"][0] for one in (lucia, mei)] == ["MX", "GB"]


@given(some.text(), some.sampled_from(["el mejor ", "微信", " www.x.mx ", "100%"]), some.sampled_from(markets()))
def test_findings_never_overlap_and_say_what_stands_there(noise: str, bait: str, market: str) -> None:
    text = noise + bait + noise

    found = findings(text, market)

    assert all(text[one.start : one.end] == one.passage != "" for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
