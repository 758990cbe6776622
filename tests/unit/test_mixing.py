"""What suits a position: every point with its reason, nothing sold out, and the same whatever the order of the list."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from goods import ID, OF_PRODUCTS, PORTAL, saved
from hypothesis import given
from hypothesis import strategies as st

from agent.adapters.tables import read_table
from agent.assortments import load_positions, products_of, read_goods
from agent.domain.mixing import Band, Points, Position, Product, Scored, Thirds, Weights, Why, meant, suggested
from agent.errors import Code, MendInput
from agent.sheets import Trouble
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

WEIGHTS = Weights(category=40, near=15, word=10, words_most=30, band=10, tag=10, tags_most=20, avoid=40, least=30)
KITCHEN = Position(
    name="kitchen",
    called={"en": "Kitchen", "zh": "厨房", "es": "Cocina"},
    categories=(("Home & Kitchen", "Cookware"),),
    words=("pan", "sarten*", "锅"),
    tags=("Families", "cooking"),
    bands=frozenset({Band.LOW}),
    avoid=("toy*",),
)
TREE = ("Home & Kitchen", "Cookware", "Pans")
SHIPPED, _ = load_positions([default_folder()])
PRODUCTS = st.lists(
    st.builds(
        Product,
        product_id=st.integers(10**18, 10**18 + 500).map(str),
        title=st.sampled_from(["Pan", "SARTENES de barro", "炒锅 pan", "toy pan", "lamp"]),
        category=st.sampled_from([TREE, TREE[:1], ("Toys",), ()]),
        price=st.none() | st.decimals(1, 999, places=2),
        tags=st.sampled_from([(), ("families",), ("COOKING", "families", "x")]),
        stock=st.none() | st.integers(0, 2),
        line=st.integers(2, 400),
    ),
    max_size=60,
    unique_by=(lambda one: one.product_id, lambda one: one.line),
)


def reasons(product: Product) -> dict[Why, Points]:
    """Why a product is suggested, beside a dear one that is not."""
    dear = Product("9", "x", price=Decimal(10_000), line=999)
    return {one.why: one for each in suggested([product, dear], KITCHEN, WEIGHTS) for one in each.reasons}


def test_every_point_says_what_it_was_given_for() -> None:
    pan = Product(ID, "Sartenes de barro, PAN", TREE, Decimal("99.50"), ("families", "COOKING"), 5)

    assert reasons(pan) == {
        Why.CATEGORY: Points(Why.CATEGORY, 40, TREE),
        Why.WORDS: Points(Why.WORDS, 20, ("pan", "sarten*")),
        Why.BAND: Points(Why.BAND, 10, ("low", "99.50")),
        Why.TAGS: Points(Why.TAGS, 20, ("Families", "cooking")),
    }


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Frying pan, 20 cm", ("pan",)),
        ("SARTÉN de hierro", ("sarten*",)),
        ("不粘炒锅24cm", ("锅",)),
        ("Ｐａｎ", ("pan",)),  # noqa: RUF001 - full-width letters
        ("Panda lamp", ()),
        ("Saucepan", ()),
    ],
)
def test_words_are_found_as_they_are_written_and_never_inside_others(title: str, found: tuple[str, ...]) -> None:
    told = reasons(Product(ID, title, TREE))

    assert told.get(Why.WORDS, Points(Why.WORDS, 0, ())).told == found


def test_a_near_category_needs_a_word_beside_it() -> None:
    lid, pan = Product("1", "Lid", ("home & kitchen", "Lids")), Product("2", "Pan, sartén", ("Home & Kitchen",))

    assert reasons(lid) == {}
    assert reasons(pan)[Why.NEAR] == Points(Why.NEAR, 15, ("Home & Kitchen",))


def test_a_word_of_what_does_not_belong_outweighs_the_category() -> None:
    assert reasons(Product(ID, "Toy kitchen", TREE)) == {}


@given(PRODUCTS)
def test_what_is_suggested_is_there_has_enough_points_and_the_best_comes_first(products: list[Product]) -> None:
    found = suggested(products, KITCHEN, WEIGHTS)

    assert all(one.product.stock != 0 and one.points >= WEIGHTS.least for one in found)
    assert all(one.points == sum(reason.points for reason in one.reasons) for one in found)
    assert list(found) == sorted(found, key=lambda one: (-one.points, one.product.line))


@given(PRODUCTS)
def test_the_order_of_the_list_changes_no_points(products: list[Product]) -> None:
    def by_product(found: tuple[Scored, ...]) -> dict[str, Scored]:
        return {one.product.product_id: one for one in found}

    assert by_product(suggested(products, KITCHEN, WEIGHTS)) == by_product(suggested(products[::-1], KITCHEN, WEIGHTS))


@given(PRODUCTS)
def test_equal_prices_stand_in_one_third_and_dearer_ones_never_in_a_lower(products: list[Product]) -> None:
    thirds = Thirds.of(products)
    prices = sorted(one.price for one in products if one.price is not None)

    bands = [list(Band).index(thirds.band(one)) for one in prices] if thirds else []

    assert bands == sorted(bands)
    assert (thirds is None) is (not prices)


@pytest.mark.parametrize(
    ("said", "name", "because"),
    [
        ("kitchen", "kitchen", ()),
        ("厨房", "kitchen", ()),
        ("COCINA", "kitchen", ()),
        ("recipes with our pans, live on Thursdays", "kitchen", ("pans",)),
        ("candles and evenings", "home", ("candle*",)),
        ("gadgets; tried out for kitchen electronics", None, ()),
        ("our own brand voice", None, ()),
    ],
)
def test_a_position_is_known_by_its_name_or_by_words_that_only_it_has(
    said: str, name: str | None, because: tuple[str, ...]
) -> None:
    found, words = meant(said, SHIPPED)

    assert (found and found.name, words) == (name, because)


def listed(folder: Path, content: str) -> tuple[list[Product], list[Trouble]]:
    """The products of a list, and what is wrong with it."""
    read = read_goods(read_table(saved(folder, content), OF_PRODUCTS.knows), OF_PRODUCTS)
    return products_of(read, PORTAL), read.troubles


def test_a_list_of_products_is_read_with_amounts_trees_and_tags(tmp_path: Path) -> None:
    head = "Producto;Título;Categoría;Precio;Etiquetas de público;Existencias"

    products, _ = listed(tmp_path, f"{head}\n{ID};Sartén;Home & Kitchen > Cookware;1299,50;familias, cocina;7\n")

    way = ("Home & Kitchen", "Cookware")
    assert products == [Product(ID, "Sartén", way, Decimal("1299.50"), ("familias", "cocina"), 7, 2)]


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        (f"{ID},<b>Pan</b>,,", "B2", "markup"),
        (f"{ID},Pan,=x,", "C2", "formula"),
        (f'{ID},Pan,,"1,299.00"', "D2", "not_an_amount"),
        (f"{ID},Pan,,$12", "D2", "not_an_amount"),
        (f"{ID},Pan,,12.345", "D2", "not_an_amount"),
        (f"{ID},,,", "B2", "missing"),
        (f"https://evil.example/{ID},Pan,,", "A2", "foreign_link"),
        (f"{ID},Pan,,\n{ID},Pan,,", "A3", "product_twice"),
    ],
)
def test_what_cannot_be_taken_in_a_product_list_is_refused_by_cell(
    tmp_path: Path, line: str, place: str, why: str
) -> None:
    _, troubles = listed(tmp_path, f"Product,Title,Category,Price\n{line}\n")

    assert [(one.place, one.why) for one in troubles] == [(place, why)]


@pytest.mark.parametrize(
    ("was", "becomes", "field"),
    [
        ("least = 30", "least = 0", "points.least"),
        ("word = 10 ", 'word = "ten"', "points.word"),
        ('name = "beauty"', 'name = "kitchen"', "position[3].name"),
        ('bands = ["middle", "high"]', 'bands = ["dear"]', "position[4].bands[1]"),
        ("avoid = [", "avoids = [", "position[1].avoids"),
    ],
)
def test_an_operators_own_positions_are_judged_by_line_and_key(
    tmp_path: Path, was: str, becomes: str, field: str
) -> None:
    text = (default_folder() / "positions.toml").read_text("utf-8")
    saved(tmp_path, text.replace(was, becomes, 1), "positions.toml")

    with pytest.raises(MendInput) as caught:
        load_positions([tmp_path, default_folder()])

    assert caught.value.code is Code.E_CONFIG
    line = text.count("\n", 0, text.index(was)) + 1
    assert (caught.value.params["field"], caught.value.params["line"]) == (field, str(line))
