"""A run sheet says when what is shown for how much, marks what is only claimed, and lets nothing out of a name."""

from __future__ import annotations

import re
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from lives import one_live, products

from agent.adapters.run_sheet.sheet import run_sheet
from agent.domain.live import Traffic
from agent.domain.live_plan import LivePlan
from agent.words import Words

pytestmark = pytest.mark.fast
SHANGHAI, MEXICO = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/Mexico_City")
HOSTILE = "<script>alert(1)</script>\u202e&\"'"


def sheet(plan: LivePlan, own: ZoneInfo = SHANGHAI, language: str = "en") -> str:
    return run_sheet(plan.lives[0], plan, Words.load((), language), own)


def text(page: str) -> str:
    """What a person reads on it."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_it_says_when_in_both_zones_and_what_for_how_much() -> None:
    told = text(sheet(one_live(products(marked=(0,)))))

    assert (
        "Tuesday 2026-12-01 20:00 \N{EN DASH} 21:00 Mexico City (UTC-06:00) · 12-02 10:00 \N{EN DASH} 11:00 CST" in told
    )
    assert "20:00 10:00 0 \N{EN DASH} 15 min Pan 0 traffic product · 1729400000000000000 399.00 MXN 319.20 MXN" in told
    assert "20:15 10:15 15 \N{EN DASH} 20 min Pan 1 product · 1729400000000000001 399.00 MXN 20:20" in told


def test_an_operator_in_the_shops_zone_reads_one_time_only() -> None:
    assert "Mexico City (UTC-06:00) LIVE code" in text(sheet(one_live(products()), MEXICO))


def test_minutes_before_the_beginning_count_down() -> None:
    told = text(sheet(one_live(products(marked=(0,)), Traffic.BEFORE, 45)))

    assert "The room opens at 19:45" in told
    assert "19:45 09:45 \N{MINUS SIGN}15 \N{EN DASH} 0 min Pan 0" in told
    assert "20:00 10:00 0 \N{EN DASH} 5 min Pan 1" in told


@pytest.mark.parametrize(("language", "head"), [("en", "Claims"), ("zh", "说法"), ("es", "Afirmaciones")])
def test_what_is_only_claimed_is_marked_as_a_claim_with_its_source(language: str, head: str) -> None:
    before, _, _ = text(sheet(one_live(products()), language=language)).rpartition("the article")

    assert head in before[-120:]
    assert "40" in before[-60:]


def test_a_name_is_only_a_name() -> None:
    page = sheet(one_live(products(3, HOSTILE), position=HOSTILE))

    assert "<script" not in page
    assert "\u202e" not in page
    assert text(page).count("<script>alert(1)</script>\\u202e&\"'") == 4


def test_it_loads_nothing_from_anywhere() -> None:
    page = sheet(one_live(products()))

    assert re.findall(r"(?:src=|href=|url\()", page) == []
    assert "default-src 'none'" in page
