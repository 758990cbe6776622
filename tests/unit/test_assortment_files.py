"""Assortments as CSV, XLSX and TOML: the same whichever it is, and refused by cell or line where it cannot be taken."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from goods import CONLUZ, HEAD, ID, saved, taken, wrong
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from spreadsheet import formula, heads, number, row, text, xlsx

from agent.adapters.tables import write_table
from agent.assortments.gathering import Gathered
from agent.domain.assortment import LAST, Assortment, Wanted
from agent.domain.cells import Heading, NewSheet
from agent.errors import MendInput

pytestmark = pytest.mark.fast

OTHER = "1731000000000000002"
BOTH = (Wanted(ID, 2, 2), Wanted(OTHER, LAST, 3))
CHINESE = f"用户名,账号定位,商品,优先级\ncocina.conluz,厨房,{ID},2\n@Cocina.ConLuz,,{OTHER},\n"
AS_TOML = f"""
[[assortment]]
handle = "cocina.conluz"
position = "厨房"

[[assortment.product]]
product = "{ID}"
priority = 2

[[assortment.product]]
product = "http://127.0.0.1:8780/view/product/{OTHER}?region=MX"
"""
LINK = "https://shop.example/view/product/"
# What a page or a spreadsheet takes for more than words is refused when it is read, so nobody writes it.
LINES = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.sampled_from(" +-@'\";,"), max_size=12)
    .map(str.strip)
    .filter(lambda said: not said.startswith(("=", "\uff1d")) and "<" not in said)
)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_a_list_in_chinese_is_read_in_whichever_letters_it_was_saved(tmp_path: Path, letters: str) -> None:
    told = taken(saved(tmp_path, CHINESE.encode(letters)))

    assert told == Gathered([Assortment(CONLUZ, "厨房", BOTH)])


def test_a_workbook_says_the_same_and_its_ids_are_text(tmp_path: Path) -> None:
    book = Workbook()
    for line in [["Usuario", "Posicionamiento", "Producto", "Prioridad"], [CONLUZ, "厨房", ID, 2], [CONLUZ, "", OTHER]]:
        book.worksheets[0].append(line)
    book.save(tmp_path / "a.xlsx")

    assert taken(tmp_path / "a.xlsx") == Gathered([Assortment(CONLUZ, "厨房", BOTH)])


def test_a_toml_file_says_the_same_with_its_own_lines(tmp_path: Path) -> None:
    told = taken(saved(tmp_path, AS_TOML, "a.toml"))

    assert told == Gathered([Assortment(CONLUZ, "厨房", (Wanted(ID, 2, 7), Wanted(OTHER, LAST, 11)))])


def test_a_file_of_one_account_need_not_name_it(tmp_path: Path) -> None:
    path = saved(tmp_path, f"product\n{ID}\n")

    assert taken(path, handle=CONLUZ).assortments == [Assortment(CONLUZ, "", (Wanted(ID, LAST, 2),))]
    assert [one.why for one in taken(path).troubles] == ["no_handle"]


def test_lines_of_another_shops_account_are_passed_over(tmp_path: Path) -> None:
    assert taken(saved(tmp_path, f"{HEAD}@Kitchen.With.Kate,x,https://evil.example/1,0,<b>\n")) == Gathered()


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        ("cocina.conluz,,12345,,", "C2", "not_a_product"),
        ("cocina.conluz,,173100000000000000l,,", "C2", "not_a_product"),
        ("cocina.conluz,,7.1E+18,,", "C2", "rounded_product"),
        ("cocina.conluz,,7100000000000000000,,", "C2", "rounded_product"),
        (f"cocina.conluz,,https://evil.example/view/product/{ID},,", "C2", "foreign_link"),
        (f"cocina.conluz,,https://shop.example.evil.example/{ID},,", "C2", "foreign_link"),
        (f"cocina.conluz,,http://shop.example/{ID},,", "C2", "foreign_link"),
        (f"cocina.conluz,,https://shop.example@evil.example/{ID},,", "C2", "not_a_link"),
        (f"cocina.conluz,,javascript:open({ID}),,", "C2", "not_a_link"),
        (f"cocina.conluz,,{LINK}{ID}/{OTHER},,", "C2", "no_product_in_link"),
        (f"cocina.conluz,,{LINK}pan,,", "C2", "no_product_in_link"),
        ('cocina.conluz,,"=HYPERLINK(""x"")",,', "C2", "formula"),
        (f"cocina.conluz,=1+1,{ID},,", "B2", "formula"),
        (f"cocina.conluz,,{ID},,<img src=x onerror=alert(1)>", "E2", "markup"),
        (f"cocina.conluz,,{ID},,pan\u202e", "E2", "invisible"),
        (f"cocina.conluz,,{ID},0,", "D2", "not_a_priority"),
        (f"cocina.conluz,,{ID},first,", "D2", "int_type"),
        (f"nobody,,{ID},,", "A2", "not_of_shop"),
        (f"casa.aurora,,{ID},,", "A2", "official_showcase"),
        (f",,{ID},,", "A2", "no_handle"),
        ("cocina.conluz,kitchen,,,", "C2", "missing"),
        (f"cocina.conluz,kitchen,{OTHER},,\ncocina.conluz,home,{ID},,", "B3", "two_positions"),
        (f"cocina.conluz,,{ID},,\ncocina.conluz,,{LINK}{ID},,", "C3", "product_twice"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_cell(tmp_path: Path, line: str, place: str, why: str) -> None:
    assert wrong(tmp_path, f"{HEAD}{line}\n") == [(place, why)]


def test_everything_that_is_wrong_in_a_line_is_told_at_once(tmp_path: Path) -> None:
    line = f"nobody,=1,https://evil.example/{ID},0,<b>x</b>"

    assert {place for place, _ in wrong(tmp_path, HEAD + line)} == {"A2", "B2", "C2", "D2", "E2"}


def test_a_link_is_right_however_rounded_its_id_looks(tmp_path: Path) -> None:
    told = taken(saved(tmp_path, f"{HEAD}cocina.conluz,,{LINK}1731000000000000000,,\n"))

    assert [one.product_id for one in told.assortments[0].wanted] == ["1731000000000000000"]


def test_a_workbooks_rounded_ids_and_formulas_are_refused_by_cell(tmp_path: Path) -> None:
    rows = [
        row(2, text("A2", CONLUZ), number("B2", "7.1E+18")),
        row(3, text("A3", CONLUZ), formula("B3", "1731000000000000001+0", "1.731E+18")),
    ]

    told = wrong(tmp_path, xlsx([heads("Handle", "Product"), *rows]), "a.xlsx")

    assert [(place.partition("!")[2], why) for place, why in told] == [("B2", "rounded_product"), ("B3", "formula")]


@pytest.mark.parametrize(
    ("said", "place", "why"),
    [
        ("", "1: assortment[1].product", "missing"),
        ("[[assortment.product]]\nproduct = 7100000000000000001", "3: {}.product", "string_type"),
        ('[[assortment.product]]\nproduct = "1"\nprodukt = "1"', "4: {}.produkt", "extra_forbidden"),
        ('[[assortment.product]]\nproduct = "https://evil.example/1"', "3: {}.product", "foreign_link"),
        (f'[[assortment.product]]\nproduct = "{ID}"\npriority = 1000', "3: {}.priority", "not_a_priority"),
    ],
)
def test_what_cannot_be_taken_in_toml_is_refused_by_line_and_key(
    tmp_path: Path, said: str, place: str, why: str
) -> None:
    where = place.format("assortment[1].product[1]")

    assert (where, why) in wrong(tmp_path, f"[[assortment]]\n{said}\n", "a.toml")


def test_a_handle_of_many_products_in_toml_is_told_of_once(tmp_path: Path) -> None:
    told = wrong(tmp_path, AS_TOML.replace("cocina.conluz", "nobody"), "a.toml")

    assert told == [("2: assortment[1].handle", "not_of_shop")]


def test_a_product_that_the_shops_list_does_not_have_is_refused(tmp_path: Path) -> None:
    told = taken(saved(tmp_path, f"{HEAD}cocina.conluz,,{ID},,\n"), sold=frozenset({OTHER}))

    assert [(one.place, one.why) for one in told.troubles] == [("C2", "product_unknown")]


def test_a_table_without_products_is_none_of_ours(tmp_path: Path) -> None:
    assert wrong(tmp_path, "Handle,Priority\ncocina.conluz,1\n") == [("A1", "no_product_column")]


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.toml"]))
def test_no_bytes_are_taken_for_more_than_they_are(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    path = saved(tmp_path_factory.mktemp("any"), content, name)

    with suppress(MendInput):
        told = taken(path)
        assert told.troubles or not told.assortments


@given(
    st.lists(st.tuples(st.integers(10**18, 10**19 - 1), st.integers(1, 999), LINES, LINES), min_size=1, max_size=9),
    st.sampled_from(["a.csv", "a.xlsx"]),
)
def test_whatever_is_written_is_read_again_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, str, str]], name: str
) -> None:
    products = {f"{product}7": (priority, title, reasons) for product, priority, title, reasons in rows}
    cells = [(CONLUZ, rows[0][3], one, str(told[0]), *told[1:]) for one, told in products.items()]
    path = tmp_path_factory.mktemp("round") / name
    heads = ("Handle", "Position", "Product", "Priority", "Title", "Reasons")

    write_table(path, [NewSheet("Assortment", tuple(map(Heading, heads)), tuple(cells))])

    wanted = tuple(Wanted(one, products[one][0], line, products[one][1]) for line, one in enumerate(products, 2))
    assert taken(path) == Gathered([Assortment(CONLUZ, rows[0][3], wanted)])
