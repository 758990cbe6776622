"""CSV files as spreadsheets of three countries leave them: letters, separators, headers; and nothing calculates."""

from __future__ import annotations

import csv
import io
import random
import re
from pathlib import Path

import pytest
from spreadsheet import CASA, WORDS, changed, laid_over, wrong
from told import told

from agent.adapters.commas import read_commas, write_commas
from agent.domain.cells import Heading, NewSheet
from agent.errors import Code, MendInput

pytestmark = pytest.mark.fast
LETTERS = ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"]
ACTIVE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"),
    *("=HYPERLINK(0)", "'=1", "''+1", "-", "@", "=cmd|' /C calc'!A0", "x;=1", 'x"=1', "x,'=1", "x\n-1"),
]


@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_chinese_is_read_in_whichever_letters_and_separators_it_was_saved(
    tmp_path: Path, letters: str, separator: str
) -> None:
    lines = ["店铺,用户名,账号定位", f"{CASA},tech.rafa,美妆教程、家居好物", "", ",,"]

    content = "\r\n".join(lines).replace(",", separator).encode(letters)

    assert changed(tmp_path, content) == [("tech.rafa", "position", "美妆教程、家居好物")]


@pytest.mark.parametrize("letters", ["utf-8", "cp1252"])
def test_spanish_from_a_western_windows_does_not_turn_chinese(tmp_path: Path, letters: str) -> None:
    content = f"Shop;Handle;Position\n{CASA};tech.rafa;Cocina rápida, diseño y decoración\n".encode(letters)

    assert changed(tmp_path, content) == [("tech.rafa", "position", "Cocina rápida, diseño y decoración")]


@pytest.mark.parametrize("said", ["美妆教程", "家居好物", "家居, small", "联通", "学校"])
def test_a_little_chinese_in_gbk_below_english_headers_is_chinese(tmp_path: Path, said: str) -> None:
    content = f"Shop;Handle;Position\n{CASA};tech.rafa;{said}\n".encode("gbk")

    assert changed(tmp_path, content) == [("tech.rafa", "position", said)]


def test_eight_letters_of_chinese_are_never_mistaken_for_anything_else() -> None:
    some = random.Random(6)  # noqa: S311 - repeatable, not secret
    usual = [bytes([lead, trail]).decode("gbk") for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFA)]
    texts = ["".join(some.choices(usual, k=8)) for _ in range(2000)]

    read = [read_commas(f"Shop,Handle\nCasa,{said}\n".encode("gbk"), Path(), WORDS.knows) for said in texts]

    assert [sheet.rows[2][1].text for sheet in read if sheet.rows[2][1]] == texts


def test_a_name_of_rare_letters_in_gbk_does_not_turn_spanish(tmp_path: Path) -> None:
    content = f"店铺,用户名,账号定位\n{CASA},tech.rafa,朱镕基喆\n".encode("gbk")

    assert changed(tmp_path, content) == [("tech.rafa", "position", "朱镕基喆")]


@pytest.mark.parametrize("heads", ["Tienda,handle,账号定位", "SHOP,用户名,posicionamiento", "shop , Usuario,POSITION "])
def test_headers_may_be_in_any_mix_of_the_three_languages(tmp_path: Path, heads: str) -> None:
    assert changed(tmp_path, f"{heads}\n{CASA},tech.rafa,x\n".encode()) == [("tech.rafa", "position", "x")]


@pytest.mark.parametrize("word", ["unlinked", "解绑", "Desvinculada", "UNLINKED "])
def test_words_in_cells_may_be_too(tmp_path: Path, word: str) -> None:
    content = f"Shop,Handle,Wanted\n{CASA},tech.rafa,{word}\n".encode()

    assert changed(tmp_path, content) == [("tech.rafa", "wanted", "unlinked")]


@pytest.mark.parametrize("word", ["yes", "是", "Sí", "si", "TRUE", "1"])
def test_yes_is_understood_in_three_languages(tmp_path: Path, word: str) -> None:
    content = f"Shop,Handle,Owned\n{CASA},siam.new,{word}\n".encode()

    assert changed(tmp_path, content)[0][2] == {"handle": "siam.new", "consent": {"owned": True}}


@pytest.mark.parametrize("said", ["2026-10-01", "2026/10/1", "2026.10.01", "2026年10月1日"])
def test_a_day_may_be_written_in_every_way_that_begins_with_the_year(tmp_path: Path, said: str) -> None:
    content = f"Shop,Handle,Agreed on,How agreed\n{CASA},cocina.conluz,{said},signed cooperation agreement\n".encode()

    assert changed(tmp_path, content) == []


@pytest.mark.parametrize(
    ("cells", "place", "why"),
    [
        ("Casa Aurora MX,tech rafa,,", "B2", "not_a_handle"),
        ("Casa Aurora MX,tech\u200b.rafa,,", "B2", "not_a_handle"),
        ("Casa Aurora MX,tech.rafa,7.495E+18,", "C2", "rounded_for_good"),
        ("Casa Aurora MX,tech.rafa,7495000000000000000,", "C2", "rounded_for_good"),
        ("7495000000000000000,tech.rafa,,", "A2", "rounded_for_good"),
        ("Casa Azul,tech.rafa,,", "A2", "not_in_roster"),
        (",tech.rafa,,", "A2", "missing"),
        ("Casa Aurora MX,,,linked", "B2", "missing"),
        ("Casa Aurora MX,tech.rafa,,perhaps", "D2", "literal_error"),
        ("Casa Aurora MX,tech.rafa,7480000000000000019,\nCasa Aurora MX,Tech.Rafa,,", "A3", "twice"),
        ("Casa Aurora MX,a.1,748001,\nCasa Aurora MX,a.2,748001,", "C3", "twice"),
    ],
)
def test_a_wrong_cell_is_named_as_the_spreadsheet_names_it(tmp_path: Path, cells: str, place: str, why: str) -> None:
    assert wrong(tmp_path, f"Shop,Handle,ID,Wanted\n{cells}\n".encode()) == [(place, why)]


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    content = b"Shop,Handle,ID,Resends\nCasa,a b,1E+18,many\nCasa Aurora MX,vale_17,,9\n"

    assert [place for place, _ in wrong(tmp_path, content)] == ["B2", "C2", "D2", "D3"]


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        ("Handle,Position", [("A1", "no_column")]),
        ("Shop,Handle,用户名", [("C1", "twice")]),
        ("Position,Colour", [("A1", "no_table")]),
        ("", [("A1", "no_table")]),
    ],
)
def test_a_table_whose_columns_do_not_say_whom_a_line_is_about_is_refused(
    tmp_path: Path, heads: str, found: list[tuple[str, str]]
) -> None:
    assert wrong(tmp_path, f"{heads}\nx,y,z\n".encode()) == found


def test_a_header_of_nobody_is_named_and_not_read(tmp_path: Path) -> None:
    made = laid_over(tmp_path, f"Shop,Handle,My notes\n{CASA},tech.rafa,x\n".encode())

    assert (made.troubles, made.changes) == ([], [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'Shop,Handle\n"open,x\n', "a quotation mark may be left open"),
        (b"Shop,Handle\n\x81\xff\xff,x\n", "neither UTF-8 nor GBK"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        laid_over(tmp_path, content)

    assert caught.value.code is Code.E_INPUT
    assert why in told(caught.value)


@pytest.mark.parametrize("said", ACTIVE)
def test_no_cell_that_is_written_calculates(said: str) -> None:
    written = write_commas(NewSheet("", (Heading("Shop"), Heading("Position")), (("x", said), (said, "y"))))

    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))

    assert written.startswith(b"\xef\xbb\xbf")
    apart = [part for one in rows for cell in one for part in re.split('[;,\n"]', cell) if part]
    assert [part for part in apart if part[0] in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"] == []


def test_a_long_id_keeps_its_digits_in_a_spreadsheet_by_the_tab_behind_it() -> None:
    written = write_commas(NewSheet("", (Heading("ID"),), (("7495000000000000011",), ("123456",))))

    assert written.decode("utf-8-sig") == "ID\r\n7495000000000000011\t\r\n123456\r\n"
