"""Tabcut's exports as an operator has them: any letters and separators, three languages, bad cells by their place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from goods import saved
from openpyxl import Workbook

from agent.adapters.tables import read_table
from agent.domain.creators import Creator, Known, Sale
from agent.domain.identity import Handle
from agent.errors import MendInput
from agent.matching import TOLD, gather, load_matching
from agent.sheets import Trouble, Vocabulary, read_sheets
from agent.tomlfile import default_folder
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast

MATCHING = load_matching([default_folder()])
OWN = Vocabulary.of(TOLD, [Words.load((), language) for language in LANGUAGES])
WORDS = Vocabulary(TOLD, {**MATCHING.heads, **OWN.heads}, OWN.choices, OWN.sheets, OWN.notes)
CHINESE = (
    "达人账号,达人昵称,国家/地区,带货类目,粉丝量,平均互动率,本国粉丝占比,统计日期\n"
    "casa.luna,卡萨,墨西哥,居家日用,12.3万,4.2%,--,2026-11-29\n"
)
LUNA = Creator(
    Handle("casa.luna"),
    "卡萨",
    region="MX",
    category=("居家日用",),
    followers=Decimal(123_000),
    engagement=Decimal("0.042"),
    as_of=date(2026, 11, 29),
    place="A2",
)


def taken(path: Path, known: Known | None = None) -> tuple[Known, list[Trouble]]:
    known = known or Known()
    told = read_sheets(read_table(path, WORDS.knows), WORDS)
    return known, [*told.troubles, *gather(told, 0, MATCHING.markets, known)]


def wrong(folder: Path, content: str | bytes) -> list[tuple[str, str]]:
    return [(one.place, one.why) for one in taken(saved(folder, content))[1]]


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
def test_an_export_is_read_in_whichever_letters_it_was_saved(tmp_path: Path, letters: str) -> None:
    assert taken(saved(tmp_path, CHINESE.encode(letters))) == (Known(creators={"casa.luna": LUNA}), [])


def test_a_workbook_says_the_same_and_a_percent_of_its_own_is_one(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Usuario", "País", "Seguidores", "Tasa de interacción", "Datos de"])
    book.worksheets[0].append(["casa.luna", "México", 123_000, 0.042, date(2026, 11, 29)])
    book.save(tmp_path / "a.xlsx")

    one = taken(tmp_path / "a.xlsx")[0].named("Casa.Luna")

    assert one
    assert (one.region, one.followers, one.engagement, one.as_of) == ("MX", 123_000, LUNA.engagement, LUNA.as_of)


def test_a_later_file_fills_in_what_the_first_did_not_say(tmp_path: Path) -> None:
    known, _ = taken(saved(tmp_path, CHINESE))

    taken(
        saved(tmp_path, "Handle,Followers,Engagement rate,Followers in the country\ncasa.luna,5,9%,71%\n", "b.csv"),
        known,
    )

    one = known.creators["casa.luna"]
    assert (one.followers, one.engagement, one.audience) == (123_000, LUNA.engagement, Decimal("0.71"))


def test_what_somebody_sold_is_a_table_of_its_own(tmp_path: Path) -> None:
    table = "Handle,Product ID,商品名称,Category\ncasa.luna,1731000000000000001,Olla,Home > Pans\ncasa.luna,,Vaso,\n"

    known, troubles = taken(saved(tmp_path, table))

    olla = Sale("1731000000000000001", "Olla", ("Home", "Pans"))
    assert (known.sales, troubles) == ({"casa.luna": [olla, Sale(title="Vaso")]}, [])


@pytest.mark.parametrize(
    ("row", "place", "why"),
    [
        ("casa lúna,MX,5,1%,5%,2026-11-29,7301", "A2", "not_a_handle"),
        ("c\u0430sa.luna,MX,5,1%,5%,2026-11-29,7301", "A2", "not_a_handle"),
        ("casa.luna,Atlantis,5,1%,5%,2026-11-29,7301", "B2", "no_such_market"),
        ("casa.luna,MX,1.234K,1%,5%,2026-11-29,7301", "C2", "not_a_figure"),
        ("casa.luna,MX,5,0.042,5%,2026-11-29,7301", "D2", "not_a_share"),
        ("casa.luna,MX,5,1%,105%,2026-11-29,7301", "E2", "not_a_share"),
        ("casa.luna,MX,5,1%,5%,11/29/2026,7301", "F2", "not_a_day"),
        ("casa.luna,MX,5,1%,5%,2026-11-29,7.30E+18", "G2", "rounded_for_good"),
        ("casa.luna,MX,5,1%,5%,2026-11-29,7301000000000000000", "G2", "rounded_for_good"),
        (",MX,5,1%,5%,2026-11-29,7301", "A2", "missing"),
    ],
)
def test_a_bad_cell_is_told_by_its_place(tmp_path: Path, row: str, place: str, why: str) -> None:
    head = "Handle,Country,Followers,Engagement,Followers in the country,Data as of,ID\n"

    assert wrong(tmp_path, head + row + "\n") == [(place, why)]


def test_the_same_creator_twice_in_a_file_is_told_and_the_other_lines_stand(tmp_path: Path) -> None:
    known, troubles = taken(saved(tmp_path, "Handle,Followers\nluz.mx,5\nLUZ.mx,7\nana.mx,9\n"))

    assert [(one.place, one.why) for one in troubles] == [("A3", "creator_twice")]
    assert {key: one.followers for key, one in known.creators.items()} == {"luz.mx": 5, "ana.mx": 9}


def test_a_sale_of_nothing_is_told(tmp_path: Path) -> None:
    assert wrong(tmp_path, "Handle,Product,Title\nluz.mx,,\n") == [("A2", "sale_of_nothing")]


def test_names_are_kept_as_they_are_whatever_they_look_like(tmp_path: Path) -> None:
    known, troubles = taken(saved(tmp_path, "Handle,Nickname\nluz.mx,\"=cmd|' /C calc'!A0\"\nana.mx,<b>Ana</b>\n"))

    assert [one.nickname for one in known.creators.values()] == ["=cmd|' /C calc'!A0", "<b>Ana</b>"]
    assert troubles == []


def test_a_table_without_a_handle_is_none_of_ours(tmp_path: Path) -> None:
    assert wrong(tmp_path, "Shoe size,Colour\n5,red\n") == [("A1", "no_table")]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("least = 50", "least = 101", "less_than_equal"),
        ("near = 50", "near = 50\nmagic = 1", "extra_forbidden"),
        ("{ least = 3, share = 100 }]", "{ least = 1, share = 100 }]", "steps_climb"),
        ('names = ["Beauty", "Beauty & Personal Care"', 'names = ["Food", "Beauty & Personal Care"', "twice"),
        ('code = "US"', 'code = "MX"', "twice"),
        ("[headers]", '[headers]\nshoes = ["x"]', "extra_forbidden"),
        ("points = 25", "points = 0", None),
    ],
)
def test_the_operators_numbers_are_checked(tmp_path: Path, before: str, after: str, why: str | None) -> None:
    text = (default_folder() / "matching.toml").read_text("utf-8")
    (tmp_path / "matching.toml").write_text(text.replace(before, after, 1), "utf-8")

    try:
        load_matching([tmp_path])
        told = None
    except MendInput as error:
        told = str(error.params["why"])

    assert told == why


def test_a_recipe_that_gives_no_point_is_none(tmp_path: Path) -> None:
    text = (default_folder() / "matching.toml").read_text("utf-8")
    for points in (25, 15, 10):
        text = text.replace(f"points = {points}\n", "points = 0\n")
    (tmp_path / "matching.toml").write_text(text, "utf-8")

    with pytest.raises(MendInput) as caught:
        load_matching([tmp_path])

    assert caught.value.params["why"] == "no_points"
