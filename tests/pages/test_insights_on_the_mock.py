"""Reports in a browser, held against what the portal's own books say: every value, in each language and skin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from agent_bench import QUICK, Agent, profile_for
from skins import both

from agent.domain.insight import Metric, Of, Page, Reading, Span
from agent.errors import CompanionError
from agent.flows.insights import gather
from mock_portal.client import World

MANY = 50  # readings of a shop with its accounts and LIVEs
WRITTEN = [
    ("MX", "es"),
    ("MX", "zh"),
    *((market, language) for market in ("GB", "TH") for language in ("en", "zh", "es")),
]
MONEY = {"MX": ("MXN", "America/Mexico_City"), "GB": ("GBP", "Europe/London"), "TH": ("THB", "Asia/Bangkok")}
OVERVIEW = "/api/v3/insights/seller/shop/overview/performance/stats"
CREATORS = "/api/v1/insights/seller/creator/list"
LIVES = "/api/v1/insights/seller/live/diagnosis/creator/list"
NAMES = {"live_gmv": "live", "video_gmv": "video", "card_gmv": "card"}


def collected(agent: Agent, market: str = "MX") -> list[Reading]:
    return list(agent.call(gather, agent.shop(market), agent.desk(market)).readings)


def told(row: dict[str, Any], metric: Metric) -> Decimal | None:
    if metric is Metric.LASTED:
        return Decimal(60 * row["minutes"])
    name = "click_rate" if metric is Metric.CTR and "click_rate" in row else NAMES.get(metric, metric)
    return None if row[name] is None else Decimal(str(row[name]))


def truth(world: World, one: Reading) -> dict[Metric, Decimal | None]:
    """What the portal's books say of the same subject and days."""
    figures = world.figures(one.subject.shop, f"{one.window.first}..{one.window.last}")
    match one.page:
        case Page.OVERVIEW:
            row = figures["overview"]["total"]
        case Page.DAYS:
            (row,) = figures["overview"]["days"]
        case Page.CREATORS if one.subject.of is Of.INDUSTRY:
            row = figures["industry"]
        case Page.CREATORS:
            (row,) = [row for row in figures["accounts"] if row["account_id"] == one.subject.id]
        case _:
            (row,) = [row for row in figures["lives"] if row["live_id"] == one.subject.id]
    return {metric: told(row, metric) for metric in one.values}


def wrong(world: World, readings: list[Reading]) -> list[tuple[str, Page, str]]:
    """The values that are not the portal's own, while its time stands still; portraits are words of the page."""
    return [
        (one.subject.name, one.page, metric)
        for one in readings
        for metric, value in (truth(world, one).items() if one.page is not Page.FANS else ())
        if one.values[metric] not in {value, None}
    ]


def outcome(agent: Agent) -> list[Reading]:
    """What was read, which is nothing where the agent refuses to say anything."""
    try:
        return collected(agent)
    except CompanionError:
        return []


PAGES = {
    "overview": (OVERVIEW, "/compass/data-overview"),
    "creators": (CREATORS, "/compass/creator-analysis"),
    "lives": (LIVES, "/compass/live-analysis"),
}
PARTS = ("cards", "rows", "window", "shop", "half")
# What is the same wrong thing at every look, under the right shop, days and names, cannot be seen from a page.
UNSEEN = {("overview", "shop"), ("lives", "rows"), ("creators", "cards"), ("creators", "window")}
SKINS = ("", "harbour")
# Each part of each page in both skins: torn once in the one, and always in the other.
TORN = [
    (report, part, times, SKINS[(a + b + c) % 2])
    for a, report in enumerate(PAGES)
    for b, part in enumerate(PARTS)
    for c, times in enumerate((1, None))
]
BEGUN = [(report, part, skin) for report, part, times, skin in TORN if times]


@pytest.fixture
def flags(skin: str) -> dict[str, Any]:
    """A page has to stand still for as long, beside this machine's own haste, as a second is off it."""
    return {"profile": profile_for(skin), "loopback_waits": QUICK | {"press_word_ms": 8_000}}


@pytest.mark.sample(1)
@pytest.mark.parametrize(("report", "part", "skin"), BEGUN, indirect=["skin"])
def test_a_report_that_begins_with_other_numbers_is_read_when_it_stands_still(
    agent: Agent, mock_world: World, report: str, part: str
) -> None:
    """At each look the page shows them at first, under the right days, without any mask."""
    mock_world.freeze()
    mock_world.fault("GET", PAGES[report][1], do="torn_numbers", part=part, seconds=0.1, times=None)

    readings = collected(agent)

    assert wrong(mock_world, readings) == []
    assert len(readings) > MANY


@pytest.mark.heavy
@pytest.mark.parametrize(("report", "part", "times", "skin"), TORN, indirect=["skin"])
def test_a_torn_answer_is_never_taken_for_a_whole_one(
    agent: Agent, mock_world: World, report: str, part: str, times: int | None
) -> None:
    mock_world.freeze()
    mock_world.fault("GET", PAGES[report][0], do="torn_numbers", part=part, times=times)

    readings = outcome(agent)

    assert wrong(mock_world, readings) == [] or (not times and (report, part) in UNSEEN)


@both
@pytest.mark.parametrize(
    ("market", "language"),
    [
        ("MX", "en"),
        *(pytest.param(market, language, marks=pytest.mark.heavy) for market, language in WRITTEN),
    ],
)
def test_every_value_is_the_portal_s_own(agent: Agent, mock_world: World, market: str, language: str) -> None:
    """Of today and of what is on air too: the portal's time stands still meanwhile."""
    agent.let_in(market)
    agent.speak(language)
    mock_world.freeze()

    readings = [one for one in collected(agent, market) if one.page is not Page.FANS]

    assert [(one.subject.id, one.page, dict(one.values)) for one in readings] == [
        (one.subject.id, one.page, truth(mock_world, one)) for one in readings
    ]
    assert {one.window.span for one in readings} >= {Span.TODAY, Span.DAY, Span.LAST_7, Span.LAST_28}
    assert {(one.currency, one.as_of.tzinfo.key) for one in readings} == {MONEY[market]}  # type: ignore[union-attr]


@both
@pytest.mark.heavy
def test_where_no_page_tells_what_the_industry_makes_there_is_a_gap(
    agent: Agent, mock_world: World, example_world: str
) -> None:
    mock_world.reset(world=f"{example_world}\n[site]\nindustry_gpm = false\n")
    agent.let_in()

    assert [one for one in collected(agent) if one.subject.of is Of.INDUSTRY] == []
