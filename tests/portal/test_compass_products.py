"""Product analysis and fan portraits over HTTP: products add up to their shop, shares to a hundred."""

from __future__ import annotations

from typing import Any

import pytest
from portal_visitor import Visitor, account_id

from mock_portal.client import World

pytestmark = pytest.mark.fast
STATS = "/api/v3/insights/seller/shop/overview/performance/stats"
PRODUCTS, FANS = "/api/v1/insights/seller/product/list", "/api/v1/insights/seller/creator/fans"
EXPORT = "/api/v1/insights/seller/export/create"
SPANS = ["today", "yesterday", "last_7_days", "last_28_days"]


def products(visitor: Visitor, asked: str) -> list[dict[str, Any]]:
    """Every row, page after page."""
    first = visitor.get(f"{PRODUCTS}?{asked}").data
    pages = range(2, -(-first["total"] // first["page_size"]) + 1)
    more = [visitor.get(f"{PRODUCTS}?{asked}&page={page}").data["list"] for page in pages]
    return [row for rows in (first["list"], *more) for row in rows]


@pytest.mark.parametrize("span", SPANS)
def test_the_products_add_up_to_their_shop(mock_world: World, lucia: Visitor, span: str) -> None:
    mock_world.freeze()
    rows, total = products(lucia, f"time_range={span}"), lucia.get(f"{STATS}?time_range={span}").data["total"]

    assert sum(row["orders"] for row in rows) == total["orders"]
    if total["orders"]:
        assert sum(float(row["gmv"]) for row in rows) == pytest.approx(float(total["gmv"]))


def test_nobody_orders_what_was_not_seen(lucia: Visitor) -> None:
    rows = products(lucia, "time_range=last_28_days")

    assert all(row["clicks"] >= row["visitors"] >= row["orders"] for row in rows)
    assert all(0 <= row["ctr"] <= 1 and 0 <= row["cvr"] <= 1 for row in rows)


@pytest.mark.parametrize("by", ["clicks", "ctr", "cvr", "gmv", "orders", "visitors"])
def test_every_number_is_an_order(lucia: Visitor, by: str) -> None:
    down = [float(row[by]) for row in products(lucia, f"time_range=last_7_days&sort={by}")]
    up = [float(row[by]) for row in products(lucia, f"time_range=last_7_days&sort={by}&order=ascending")]

    assert (down, up) == (sorted(down, reverse=True), sorted(down))


def test_the_list_is_narrowed_by_a_name_a_number_or_a_choice(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    everything = products(lucia, "time_range=today")
    one = everything[3]

    assert products(lucia, f"time_range=today&keyword={one['product_id']}") == [one]
    assert products(lucia, "time_range=today&filter=affiliate:no") == [
        row for row in everything if row["affiliate"] == "no"
    ]


def test_a_long_list_is_counted_quickly_and_in_full(mock_world: World, example_world: str, mei: Visitor) -> None:
    mock_world.reset(world=f"{example_world}\n[generate]\nproducts_per_shop = 120\n")
    mei.log_in("ops.global@example.com", "demo-global-pass")

    rows = products(mei, "time_range=last_7_days")

    assert len({row["product_id"] for row in rows}) == len(rows) >= 120


def test_a_single_day_is_exported_at_once(lucia: Visitor) -> None:
    day = lucia.post(EXPORT, module="product", time_range="yesterday").data
    week = lucia.post(EXPORT, module="product", time_range="last_7_days").data

    assert (day["ready"], week["ready"]) == (True, False)
    assert lucia.get(f"/compass/export/{week['task_id']}").status == 404


def test_a_portrait_s_shares_make_a_hundred(lucia: Visitor) -> None:
    seen = lucia.get(f"{FANS}?account_id={account_id(2)}").data

    assert seen["handle"] == "casa.aurora.live"
    assert {kind: sum(one["share"] for one in shares) for kind, shares in seen["fans"].items()} == dict.fromkeys(
        ("gender", "age", "place", "category", "price"), 100
    )


def test_a_portrait_is_the_same_tomorrow(mock_world: World, lucia: Visitor) -> None:
    before = lucia.get(f"{FANS}?account_id={account_id(2)}").data

    mock_world.advance(hours=24)

    assert lucia.get(f"{FANS}?account_id={account_id(2)}").data == before


def test_only_whoever_sells_for_the_shop_has_a_portrait(lucia: Visitor) -> None:
    assert lucia.get(f"{FANS}?account_id={account_id(8)}").json["message"] == "This account does not exist."
