"""Pictures: axes with units, colours that everybody tells apart, a gap as a gap, and text as text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from numbers_told import MEAN, SHOP, Told, told_insight

from agent.adapters.pictures import drawing
from agent.adapters.pictures.album import pictures_of
from agent.adapters.pictures.axes import Picture
from agent.adapters.pictures.beside import Quota, accounts
from agent.adapters.pictures.page import all_page, shop_page
from agent.adapters.pictures.views import AllView, ShopView
from agent.domain.shop_summary import summed_up
from agent.errors import Code, MendInput
from agent.words import LANGUAGES, Words

SAY = {language: Words.load((), language) for language in LANGUAGES}
QUOTAS = [Quota("Places", 3, 4), Quota("Unlinks", 3, 3)]
HOSTILE = "<script>alert(1)</script>&\"'{{7*7}}\u202e"


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """All of them, by their titles."""
    return {one.title: one for one in pictures_of(told_insight(None, MEAN), QUOTAS, SAY["en"])}


def texts(svg: str) -> list[str]:
    """What stands in a picture."""
    return [one.text or "" for one in ET.fromstring(svg).iter() if one.tag.endswith("text")]  # noqa: S314 - our own


def test_everything_that_was_asked_for_is_drawn(pictures: dict[str, Picture]) -> None:
    drawn = (
        "GMV (MXN) by day",
        "Dwell time (s) by day",
        "From being shown to an order",
        "LIVEs by conversion, the best 10",
    )
    beside = (
        "GMV of the accounts",
        "GPM of the accounts, 7 days, against the industry",
        "What the followers pay (MXN)",
        "What is used up",
    )

    assert {*drawn, *beside} <= pictures.keys()


def test_every_amount_stands_on_an_axis_that_names_it_and_its_unit(pictures: dict[str, Picture]) -> None:
    axes = ("(MXN)", "(%)", "(s)", "Orders", "Visitors", "powers of ten")

    assert [
        title for title, one in pictures.items() if not any(name in text for name in axes for text in texts(one.svg))
    ] == []


def test_every_colour_is_in_a_legend_or_there_is_only_one(pictures: dict[str, Picture]) -> None:
    without = [title for title, one in pictures.items() if "role-legend" not in one.svg]

    assert without == ["From being shown to an order"]


def test_a_trend_shows_both_windows_and_breaks_where_days_are_missing(pictures: dict[str, Picture]) -> None:
    svg = pictures["Orders by day"].svg
    line = next(one for one in re.findall(r'<path[^>]* d="(M[^"]+)"[^>]*stroke="#0072B2"', svg) if one.count("L") > 5)

    assert {"each day", "a day, of the last 7", "a day, of the last 28"} <= set(texts(svg))
    assert line.count("M") == 2
    assert line.count("M") + line.count("L") == 26


def test_colours_are_those_of_a_list_that_everybody_tells_apart(pictures: dict[str, Picture]) -> None:
    used = {one for each in pictures.values() for one in re.findall(r'(?:fill|stroke)="(#\w+)"', each.svg)}

    assert used <= set(drawing.COLOURS)


def _seen(colour: str, cones: tuple[tuple[float, float, float], ...]) -> tuple[float, ...]:
    """A colour as somebody sees it whose eyes lack one kind of cones (Machado and others, 2009)."""
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    return tuple(max(0.0, sum(a * b for a, b in zip(row, linear, strict=True))) ** (1 / 2.2) for row in cones)


@pytest.mark.parametrize(
    "cones",
    [
        ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
        ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ],
    ids=["protanopia", "deuteranopia"],
)
def test_whoever_does_not_see_red_or_green_tells_them_apart(cones: tuple[tuple[float, float, float], ...]) -> None:
    seen = [_seen(one, cones) for one in drawing.COLOURS]

    assert (
        min(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 for one, other in combinations(seen, 2))
        > 0.12
    )


def test_a_page_runs_loads_and_obeys_nothing() -> None:
    told = Told(replace(SHOP, name=HOSTILE), names=(HOSTILE, "ana"))
    view = ShopView(told_insight(told, MEAN), [Quota(HOSTILE, 1, 2)], SAY["zh"])

    page = shop_page(view)

    assert re.findall(r"<script|\son\w+=|javascript:|@import|url\(", page) == []
    assert set(re.findall(r'(?:src|href)="([^"]*)"', page)) == set()
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "{{7*7}}" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_all_shops_tells_each_in_a_line(language: str) -> None:
    shops = [replace(SHOP, name=f"Casa {number}") for number in range(3)]
    summaries = [summed_up(told_insight(Told(one, seed=number), MEAN)) for number, one in enumerate(shops)]

    page = all_page(AllView(summaries, (), SAY[language]))

    assert [f'<th scope="row">{one.name}</th>' in page for one in shops] == [True] * 3
    assert not re.search(r">(picture|compare|metric|certainty|live_trait)\.", page)


def test_equal_names_stay_two_rows() -> None:
    told = Told(names=("ana", "ana"), gaps=())

    _, conversion = accounts(told_insight(told), SAY["en"])

    assert {"@ana", "@ana (2)"} <= set(texts(conversion.svg))


def test_without_the_extra_it_is_said_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)

    with pytest.raises(MendInput) as caught:
        drawing.drawn({"mark": "bar"}, "x")

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_USAGE, "no_pictures")
