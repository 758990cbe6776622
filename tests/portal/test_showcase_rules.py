"""The showcase over HTTP: what may be added, how often a day by the shop's own clock, and what an unlink takes away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from portal_visitor import MX, Visitor

from mock_portal.client import World

pytestmark = pytest.mark.fast
API = "/api/v1/streamer_desktop"
LIST, ADD, REMOVE = f"{API}/showcase_product/list", f"{API}/showcase_product/add", f"{API}/showcase_product/remove"
CHECK, SHOP = f"{API}/product_link/check", f"{API}/shop_product/list"
MANY = 'title = "Extra {n}"\nprice = "1.00"\n'


def number(n: int) -> str:
    return str(1729400000000000000 + n)


@pytest.fixture
def with_a_hundred(mock_world: World, live: Visitor, example_world: str) -> Visitor:
    """The same creator, with a hundred more products to choose from."""
    rows = [f'\n[[product]]\nid = "{number(1000 + n)}"\nshop = "{MX}"\n' + MANY.format(n=n) for n in range(100)]
    mock_world.reset(world=example_world + "".join(rows))
    live.post("/passport/m/login", handle="casa.aurora.live", password="demo-creator-pass")
    return live


def add(visitor: Visitor, *products: int, source: str = "shop") -> Any:
    return visitor.post(ADD, product_ids=[number(n) for n in products], source=source).json


def titles(visitor: Visitor) -> list[str]:
    return [row["title"] for row in visitor.get(LIST).data["products"]]


def test_what_is_added_stands_on_top_and_counts_for_today(mock_world: World, live: Visitor) -> None:
    before = live.get(LIST).data

    assert add(live, 5)["code"] == 0

    after = live.get(LIST).data
    assert (before["in_showcase"], after["in_showcase"]) == (3, 4)
    assert (before["added_today"], after["added_today"]) == (6, 7)
    assert (titles(live)[0], mock_world.effects("showcase_add")) == ("Molcajete", 1)


@pytest.mark.parametrize(
    ("product", "source", "said"),
    [
        (1, "shop", "This product is in your showcase already."),
        (10, "shop", "This product is no longer listed."),
        (11, "link", "This product is sold out."),
        (12, "link", "This is not an affiliate product. Contact the seller to register it in the affiliate programme."),
        (13, "shop", "This product is not of the shop that you are linked to."),
    ],
)
def test_what_may_not_be_added_is_refused(live: Visitor, product: int, source: str, said: str) -> None:
    assert add(live, product, source=source)["message"] == said
    assert live.get(LIST).data["in_showcase"] == 3


def test_another_shop_s_affiliate_product_comes_by_its_link(live: Visitor) -> None:
    assert add(live, 13, source="link")["code"] == 0


def test_of_several_all_are_added_or_none(mock_world: World, live: Visitor) -> None:
    assert add(live, 5, 1)["code"] != 0
    assert mock_world.effects("showcase_add") == 0


def test_fifty_a_day_are_the_most(with_a_hundred: Visitor) -> None:
    assert add(with_a_hundred, *range(1000, 1044))["code"] == 0

    assert add(with_a_hundred, 1050)["message"] == "Only 50 products can be added a day."
    assert with_a_hundred.get(LIST).data["added_today"] == 50


def test_the_day_begins_at_midnight_of_the_shop(mock_world: World, with_a_hundred: Visitor) -> None:
    tomorrow = mock_world.now() + timedelta(days=1)
    mock_world.set_clock(tomorrow.replace(hour=5, minute=58))  # Mexico City is six hours behind
    add(with_a_hundred, *range(1000, 1040))

    mock_world.advance(minutes=4)

    assert with_a_hundred.get(LIST).data["added_today"] == 0
    assert add(with_a_hundred, *range(1040, 1090))["code"] == 0


def test_taking_out_gives_no_add_back(live: Visitor) -> None:
    add(live, 5)

    live.post(REMOVE, product_id=number(5))

    told = live.get(LIST).data
    assert (told["in_showcase"], told["added_today"]) == (3, 7)
    assert live.post(REMOVE, product_id=number(5)).json["message"] == "This product is not in your showcase."


def test_an_unlink_empties_the_showcase(mock_world: World, live: Visitor) -> None:
    mock_world.seller(MX).unlink("casa.aurora.live")

    assert live.get(LIST).data["in_showcase"] == 0
    assert live.get(SHOP).data["products"] == []


@pytest.mark.parametrize("link", ["https://shop.example/product/1729400000000000005?x=1", "1729400000000000005"])
def test_a_link_leads_to_its_product(live: Visitor, link: str) -> None:
    told = live.post(CHECK, link=link).data

    assert (told["product"]["title"], told["objection"]) == ("Molcajete", "")


@pytest.mark.parametrize("link", ["nothing", "17294000000000000059", "https://shop.example/99"])
def test_a_link_to_nothing_says_so(live: Visitor, link: str) -> None:
    assert live.post(CHECK, link=link).json["message"] == "No product is found."


@pytest.mark.parametrize("ids", [[], "1", [number(5), number(5)], None])
def test_what_makes_no_sense_is_refused(live: Visitor, ids: object) -> None:
    assert live.post(ADD, product_ids=ids, source="shop").json["code"] != 0


def test_the_seller_sees_what_each_account_shows(lucia: Visitor, live: Visitor) -> None:
    add(live, 5)

    (row,) = lucia.get("/api/v1/seller/showcase/overview").data["list"]

    assert (row["handle"], row["in_showcase"], row["last_title"]) == ("casa.aurora.live", 4, "Molcajete")
    assert (row["added_today"], row["added_max"]) == (7, 50)
    assert lucia.get("/api/v1/seller/shop/overview").data["showcase"] == [{"handle": "casa.aurora.live", "used": 7}]
