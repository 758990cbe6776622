"""Workbooks as Excel, LibreOffice and exports leave them: read as they are meant, or refused by cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from spreadsheet import (
    CASA,
    EXAMPLE,
    changed,
    day,
    fault,
    formula,
    heads,
    laid_over,
    number,
    row,
    shared,
    text,
    wrong,
    xlsx,
)
from told import told

from agent.adapters.workbook import read_workbook, write_workbook
from agent.domain.cells import Cell, Heading, Kind, NewSheet
from agent.errors import Code, MendInput

pytestmark = pytest.mark.fast
HEADS = heads("Shop", "Handle", "ID", "Position", "Agreed on", "How agreed")
AGREED = {"agreed_on": date(2026, 10, 1), "how": "signed"}


def line(*more: str, handle: str = "tech.rafa", hidden: bool = False) -> str:
    return row(2, text("A2", CASA), text("B2", handle), *more, hidden=hidden)


def test_a_sheet_that_says_it_is_one_cell_large_is_read_to_its_end(tmp_path: Path) -> None:
    assert changed(tmp_path, xlsx([HEADS, line(text("D2", "pans"))])) == [("tech.rafa", "position", "pans")]


def test_shared_strings_with_several_fonts_are_one_text(tmp_path: Path) -> None:
    strings = ["<r><t>home </t></r><r><rPr><b/></rPr><t>goods</t></r>"]

    assert changed(tmp_path, xlsx([HEADS, line(shared("D2", 0))], strings=strings)) == [
        ("tech.rafa", "position", "home goods")
    ]


@pytest.mark.parametrize(("since_1904", "serial"), [(False, "46296"), (True, "44834")])
def test_a_date_cell_is_a_day_whenever_the_file_begins_to_count(
    tmp_path: Path, *, since_1904: bool, serial: str
) -> None:
    content = xlsx([HEADS, line(day("E2", serial), text("F2", "signed"))], since_1904=since_1904)

    assert changed(tmp_path, content) == [("tech.rafa", "consent", AGREED)]


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (number("C2", "7.495E+18"), "rounded_for_good"),
        (number("C2", "7495000000000000011"), "rounded_for_good"),
        (number("C2", "1000000000000000"), "rounded_for_good"),
        (text("C2", "7495000000000000000"), "rounded_for_good"),
        (text("C2", "7,495E+18"), "rounded_for_good"),
        (number("C2", "123456.5"), "as_text"),
        (number("C2", "12345"), "not_an_id"),
        (text("C2", "749500\u200b0000"), "not_an_id"),
        (day("C2", "46296"), "as_text"),
        (formula("C2", "A9", "123456"), "formula"),
        (fault("C2"), "cell_fault"),
    ],
)
def test_an_id_that_may_not_be_what_was_meant_is_refused_by_its_cell(tmp_path: Path, cell: str, why: str) -> None:
    assert wrong(tmp_path, xlsx([HEADS, line(cell)])) == [("Sheet1!C2", why)]


def test_a_number_of_which_a_spreadsheet_keeps_every_digit_is_an_id(tmp_path: Path) -> None:
    content = xlsx([HEADS, line(number("C2", "999999999999999"))])

    assert changed(tmp_path, content) == [("tech.rafa", "id", "999999999999999")]


def test_an_id_that_the_roster_has_already_is_right_however_it_looks(tmp_path: Path) -> None:
    content = xlsx([HEADS, row(2, text("A2", "7495000000000000000"), text("B2", "tech.rafa"), text("D2", "x"))])

    roster = EXAMPLE.replace("7495000000000000011", "7495000000000000000")

    assert wrong(tmp_path, content) == [("Sheet1!A2", "rounded_for_good")]
    assert changed(tmp_path, content, roster) == [("tech.rafa", "position", "x")]


@pytest.mark.parametrize(
    ("cell", "where", "why"),
    [
        (text("D2", "home\u200bgoods"), "D2", "invisible"),
        (text("D2", "two\nlines"), "D2", "invisible"),
        (day("D2", "46296"), "D2", "as_text"),
        (number("D2", "1.5"), "D2", "as_text"),
        (text("E2", "1/10/2026"), "E2", "not_a_day"),
        (number("E2", "46296"), "E2", "not_a_day"),
        (day("E2", "46296.5"), "E2", "not_a_day"),
        (text("E2", "2026-02-30"), "E2", "not_a_day"),
        (text("E2", "2026-10-01") + text("F2", " "), "E2", "consent_cells"),
        (formula("D2", "1+1", "2"), "D2", "formula"),
    ],
)
def test_what_cannot_be_read_in_one_way_only_is_refused_by_its_cell(
    tmp_path: Path, cell: str, where: str, why: str
) -> None:
    assert wrong(tmp_path, xlsx([HEADS, line(cell)])) == [(f"Sheet1!{where}", why)]


def test_a_handle_that_became_a_number_may_have_lost_a_sign(tmp_path: Path) -> None:
    content = xlsx([HEADS, row(2, text("A2", CASA), number("B2", "1.1"))])

    assert wrong(tmp_path, content) == [("Sheet1!B2", "as_text")]


def test_a_hidden_row_is_refused_once(tmp_path: Path) -> None:
    assert wrong(tmp_path, xlsx([HEADS, line(text("D2", "x"), hidden=True)])) == [("Sheet1!A2", "hidden")]


def test_a_hidden_column_is_refused_by_its_header(tmp_path: Path) -> None:
    columns = '<cols><col min="3" max="4" width="9" hidden="1"/></cols>'

    found = wrong(tmp_path, xlsx([HEADS, line(text("D2", "x"))], columns=columns))

    assert found == [("Sheet1!C1", "hidden"), ("Sheet1!D1", "hidden")]


def test_a_hidden_sheet_of_accounts_is_refused(tmp_path: Path) -> None:
    found = wrong(tmp_path, xlsx([heads("Shop", "Handle"), line()], state="hidden"))

    assert found == [("Sheet1!A1", "hidden"), ("Sheet1!B1", "hidden")]


def test_every_cell_that_was_merged_is_named(tmp_path: Path) -> None:
    rows = [HEADS, line(), row(3, text("B3", "vale_17"))]

    found = wrong(tmp_path, xlsx(rows, after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'))

    assert found == [("Sheet1!A2", "merged"), ("Sheet1!A3", "merged")]


def test_a_title_above_and_empty_lines_below_are_no_lines(tmp_path: Path) -> None:
    rows = [row(1, text("A1", "Our accounts")), heads("Shop", "Handle", "Position", at=3)]
    rows += [row(4, text("A4", CASA), text("B4", "@Tech.Rafa"), text("C4", " x ")), row(5, text("A5", "  ")), row(900)]

    made = laid_over(tmp_path, xlsx(rows, after='<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'))

    assert made.troubles == []
    assert [(one.key, one.after) for one in made.changes] == [("position", "x")]


def test_a_cell_in_the_last_row_of_all_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    rows = [HEADS, line(text("D2", "x")), row(1_048_576, '<c r="XFD1048576" s="1"/>')]

    assert changed(tmp_path, xlsx(rows)) == [("tech.rafa", "position", "x")]


def test_signs_that_a_workbook_spells_out_are_read_as_what_they_are(tmp_path: Path) -> None:
    content = xlsx([HEADS, line(text("D2", "_x0041_ and _x005F_x0041_"))])

    assert changed(tmp_path, content) == [("tech.rafa", "position", "A and _x0041_")]


@pytest.mark.parametrize(
    "said", ["=1+1", "#N/A", "007", "7" * 19, "a\rb", "_x0041_", "\x01", " ", "TRUE", "2026-10-01"]
)
def test_whatever_is_written_stays_the_text_that_it_is(said: str) -> None:
    content = write_workbook(Path(), [NewSheet("Accounts", (Heading("Position"),), ((said,),))])

    (sheet,) = read_workbook(content, Path())

    assert sheet.rows[2] == (Cell("A2", Kind.TEXT, said),)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 and nothing more", "not a whole .xlsx"),
        (xlsx([HEADS])[:900], "not a whole .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls file or has a password"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        laid_over(tmp_path, content)

    assert caught.value.code is Code.E_INPUT
    assert why in told(caught.value)
