"""Products that the world makes up when somebody looks for the first time, and creators who add them by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest
from portal_visitor import GB, MX, Visitor

from mock_portal.areas.showcase.catalogue import product_of, sold_by
from mock_portal.client import ControlRefusedError, World
from mock_portal.world import World as State
from mock_portal.worldfile import read_world

pytestmark = pytest.mark.fast
HANDLE = "casa.aurora.live"
MOLCAJETE, SPICES = "1729400000000000005", "1729400000000000012"
SHOP = "/api/v1/streamer_desktop/shop_product/list"
SHOPS = """
[[login]]
id = "1"
email = "a@example.com"
phone = "1"
password = "x"
egress = "MX"
shops = ["s0"]
"""
ONE_SHOP = '[[shop]]\nid = "s{n}"\nname = "Shop {n}"\nregion = "MX"\nzone = "UTC"\ncategory = "Beauty"\n'


def many_shops(seed: int = 1) -> State:
    """A thousand shops of five hundred products each."""
    text = SHOPS + "".join(ONE_SHOP.format(n=n) for n in range(1000)) + "[generate]\nproducts_per_shop = 500\n"
    return read_world(text, datetime.now(UTC), map(str, count()).__next__, seed)


@pytest.fixture
def creator(mock_world: World, live: Visitor, example_world: str) -> Visitor:
    """The creator of @casa.aurora.live, where each shop has 120 more products."""
    mock_world.reset(world=f"{example_world}\n[generate]\nproducts_per_shop = 120\n")
    live.post("/passport/m/login", handle=HANDLE, password="demo-creator-pass")
    return live


def test_a_thousand_shops_sell_half_a_million_different_products() -> None:
    world = many_shops()

    shelves = [sold_by(world, shop) for shop in ("s0", "s499", "s999")]

    assert [len(shelf) for shelf in shelves] == [500] * 3
    assert len({one.id for shelf in shelves for one in shelf}) == 1500


def test_a_number_leads_to_the_product_that_its_shop_shows() -> None:
    world = many_shops()

    last = sold_by(world, "s999")[-1]

    assert product_of(world, last.id) == last


@pytest.mark.parametrize(
    "number", ["", "x", "1730999999999999999", "1731000000000000500", "1741000019000000001", "\uff19" * 19]
)
def test_other_numbers_lead_nowhere(number: str) -> None:
    assert product_of(many_shops(), number) is None


def test_what_is_made_up_is_the_same_again_for_the_same_seed_only() -> None:
    first, again, other = (sold_by(many_shops(seed), "s7") for seed in (1, 1, 2))

    assert first == again
    assert [one.title for one in first] != [one.title for one in other]


def test_some_products_of_a_shop_cannot_be_added() -> None:
    shelf = sold_by(many_shops(), "s0")

    assert any(one.stock == 0 for one in shelf)
    assert any(not one.affiliate for one in shelf)
    assert any(not one.listed for one in shelf)


def test_a_creator_turns_the_shop_s_pages_by_count_and_offset(creator: Visitor) -> None:
    pages = [creator.get(f"{SHOP}?count=50&offset={offset}").data for offset in (0, 50, 100)]

    ids = [row["product_id"] for page in pages for row in page["products"]]
    assert len(ids) == len(set(ids)) == pages[0]["total"]
    assert [len(page["products"]) for page in pages[:2]] == [50, 50]


@pytest.mark.parametrize("asked", ["count=0&offset=0", "count=x&offset=-1", "count=9999999&offset=%F0%9F%99%82", ""])
def test_a_strange_count_is_the_usual_one(creator: Visitor, asked: str) -> None:
    assert creator.get(f"{SHOP}?{asked}").data["count"] == 20


def test_a_made_up_product_comes_by_its_number(mock_world: World, creator: Visitor) -> None:
    wanted = next(
        row for row in creator.get(f"{SHOP}?count=100").data["products"] if row["product_id"].startswith("1731")
    )

    mock_world.creator(HANDLE).add_product(wanted["product_id"], source="shop")

    top = creator.get("/api/v1/streamer_desktop/showcase_product/list").data["products"][0]
    assert (top["title"], top["price"]["currency"]) == (wanted["title"], "MXN")


def test_a_creator_adds_and_removes_by_hand(mock_world: World) -> None:
    creator = mock_world.creator(HANDLE)
    before = creator.showcase()

    creator.add_product(MOLCAJETE)
    assert creator.showcase() == [MOLCAJETE, *before]

    creator.remove_product(MOLCAJETE)
    assert creator.showcase() == before
    assert [effect["kind"] for effect in mock_world.effect_log()] == ["showcase_add", "showcase_remove"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"do": "add_product", "product": SPICES}, "not_affiliate"),
        ({"do": "add_product", "product": "1729400000000000013", "source": "shop"}, "not_your_shop"),
        ({"do": "remove_product", "product": MOLCAJETE}, "not_in_showcase"),
        ({"do": "add_product", "product": "7"}, "nobody sells it"),
        ({"do": "add_product"}, "nobody sells it"),
        ({"do": "dance"}, "must be one of"),
        ({"do": "look", "handle": "nobody"}, "nobody has it"),
    ],
)
def test_what_a_creator_cannot_do_is_refused(mock_world: World, asked: dict[str, str], said: str) -> None:
    with pytest.raises(ControlRefusedError, match=said):
        mock_world.person({"who": "showcase", "handle": HANDLE} | asked)


def test_an_account_without_a_shop_adds_by_link_only(mock_world: World) -> None:
    alone = mock_world.creator("tech.rafa")

    alone.add_product(MOLCAJETE)

    assert alone.showcase() == [MOLCAJETE]
    with pytest.raises(ControlRefusedError, match="not_your_shop"):
        alone.add_product("1729400000000000006", source="shop")


def test_what_was_added_at_the_instant_of_an_unlink_is_kept_or_lost_by_its_order(mock_world: World) -> None:
    creator = mock_world.creator(HANDLE)
    mock_world.freeze()

    creator.add_product(MOLCAJETE)
    mock_world.seller(MX).unlink(HANDLE)
    assert creator.showcase() == []

    creator.add_product(MOLCAJETE)
    assert creator.showcase() == [MOLCAJETE]


def test_a_day_of_the_new_shop_counts_after_a_new_link(mock_world: World) -> None:
    mock_world.set_clock(mock_world.now().replace(hour=12))
    mock_world.creator("kitchen.with.kate").add_product("1729400000000000014")

    mock_world.seller(GB).invite("kitchen.with.kate")
    mock_world.creator("kitchen.with.kate").accept()

    told = mock_world.person({"who": "showcase", "handle": "kitchen.with.kate", "do": "look"})
    assert (told["added_today"], told["products"]) == (1, ["1729400000000000014"])
