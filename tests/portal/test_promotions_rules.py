"""Promotions over HTTP: each tool's bounds, prices that must be lower, codes that count, and what time does to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from portal_visitor import LUCIA, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
API = "/api/v1/promotion"
POT, PAN, BOARD = (f"172940000000000000{n}" for n in (1, 2, 3))
FREE = "1729400000000000004"
LIVE = account_id(2)


@pytest.fixture
def wish(mock_world: World) -> dict[str, Any]:
    """A product discount to which nobody objects."""
    begins = mock_world.now() + timedelta(hours=1)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    return {"tool": "product_discount", "name": "Noviembre", "percent": 20, "product_ids": [FREE], **times}


@pytest.fixture
def low(mock_world: World, example_world: str, stranger: Visitor) -> Visitor:
    """The same shop with a score below the mark."""
    mock_world.reset(world=example_world.replace("score = 92", "score = 79", 1))
    return stranger.log_in(*LUCIA)


def code(wish: dict[str, Any], **change: Any) -> dict[str, Any]:
    own = {"tool": "live_code", "product_ids": [], "code": "LUZ15", "account_id": LIVE, "quota": 2, "per_customer": 1}
    return wish | own | change


def states(visitor: Visitor) -> dict[str, str]:
    return {row["name"]: row["state"] for row in visitor.get(f"{API}/list").data["list"]}


def test_the_example_has_one_of_each_tool_and_state(lucia: Visitor) -> None:
    assert sorted(states(lucia).values()) == ["ended", "ongoing", "ongoing", "upcoming"]


def test_a_promotion_begins_and_ends_as_time_passes(mock_world: World, lucia: Visitor, wish: dict[str, Any]) -> None:
    lucia.post(f"{API}/create", **wish)
    seen = [states(lucia)["Noviembre"]]
    for hours in (1.5, 2):
        mock_world.advance(hours=hours)
        seen.append(states(lucia)["Noviembre"])

    assert seen == ["upcoming", "ongoing", "ended"]
    assert mock_world.effects("promotion_create") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "A promotion needs a name of at most 100 characters."),
        ({"name": "Sartenes de otoño"}, "Another promotion has this name."),
        ({"percent": 0}, "This discount is outside the tool's bounds."),
        ({"percent": 100}, "This discount is outside the tool's bounds."),
        ({"product_ids": []}, "Select products of your shop that are on sale."),
        ({"product_ids": ["1"]}, "Select products of your shop that are on sale."),
        ({"product_ids": [POT]}, "One of these products is in another promotion of this tool at that time."),
        (
            {"tool": "flash_sale", "product_ids": [PAN], "percent": 30},
            "The price must be below the lowest of the last 30 days.",
        ),
        ({"tool": "flash_sale", "percent": 4}, "This discount is outside the tool's bounds."),
        ({"tool": "live_flash"}, "This tool does not allow a promotion of that length."),
    ],
)
def test_what_breaks_a_rule_is_refused(lucia: Visitor, wish: dict[str, Any], change: dict[str, Any], said: str) -> None:
    assert lucia.post(f"{API}/create", **(wish | change)).json["message"] == said


@pytest.mark.parametrize(("hours", "no"), [(72, 0), (73, 17008001)])
def test_a_flash_sale_has_72_hours(lucia: Visitor, wish: dict[str, Any], hours: int, no: int) -> None:
    ends = datetime.fromisoformat(wish["starts_at"]) + timedelta(hours=hours)

    answer = lucia.post(f"{API}/create", **(wish | {"tool": "flash_sale", "ends_at": ends.isoformat()}))

    assert answer.json["code"] == no


@pytest.mark.parametrize(("tool", "no"), [("flash_sale", 17008001), ("product_discount", 0)])
def test_a_shop_below_the_mark_has_product_discounts_only(
    low: Visitor, wish: dict[str, Any], tool: str, no: int
) -> None:
    answer = low.post(f"{API}/create", **(wish | {"tool": tool}))

    assert answer.json["code"] == no


def test_a_code_is_claimed_within_its_quota(mock_world: World, lucia: Visitor, wish: dict[str, Any]) -> None:
    lucia.post(f"{API}/create", **code(wish))
    mock_world.advance(hours=1.5)

    mock_world.person({"who": "buyer", "code": "LUZ15", "buyer": "ana"})
    with pytest.raises(ControlRefusedError):
        mock_world.person({"who": "buyer", "code": "LUZ15", "buyer": "ana"})
    told = mock_world.person({"who": "buyer", "code": "LUZ15", "buyer": "bea"})

    assert (told["used"], mock_world.effects("promotion_claim")) == (2, 2)


def test_a_code_is_for_a_linked_account_only(lucia: Visitor, wish: dict[str, Any]) -> None:
    answer = lucia.post(f"{API}/create", **code(wish, account_id=account_id(3)))

    assert answer.json["message"] == "This account is not linked to the shop."


def test_what_is_deactivated_is_over(mock_world: World, lucia: Visitor) -> None:
    first, again = (lucia.post(f"{API}/deactivate", promotion_id="8310000000000000001").json["code"] for _ in range(2))

    assert (first, again != 0, states(lucia)["Sartenes de otoño"]) == (0, True, "deactivated")
    assert mock_world.effects("promotion_deactivate") == 1


def test_of_several_prices_the_live_one_counts(mock_world: World, lucia: Visitor) -> None:
    mock_world.advance(hours=26.1)

    rows = lucia.get(f"{API}/product/list").data["list"]

    promoted = {row["product_id"]: row["promoted_by"] for row in rows}
    assert (promoted[POT], promoted[BOARD]) == ("product_discount", "live_flash")


def test_other_shops_see_nothing_of_it(mei: Visitor) -> None:
    assert mei.get(f"{API}/list").data["total"] == 0
    assert mei.post(f"{API}/deactivate", promotion_id="8310000000000000001").json["code"] != 0
