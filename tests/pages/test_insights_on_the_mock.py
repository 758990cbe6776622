"""Reports in a browser, held against what the portal's own books say: every value, in each language and skin."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agent_bench import Agent
from skins import both

from agent.domain.insight import Metric, Of, Page, Reading, Span
from agent.flows.insights import gather
from mock_portal.client import World

CASA = "7495000000000000011"
NAMES = {"live_gmv": "live", "video_gmv": "video", "card_gmv": "card"}


def collected(agent: Agent) -> list[Reading]:
    return list(agent.call(gather, agent.shop("MX"), agent.desk("MX")).readings)


def told(row: dict[str, Any], metric: Metric) -> Decimal | None:
    if metric is Metric.LASTED:
        return Decimal(60 * row["minutes"])
    name = "click_rate" if metric is Metric.CTR and "click_rate" in row else NAMES.get(metric, metric)
    return None if row[name] is None else Decimal(str(row[name]))


def truth(world: World, one: Reading) -> dict[Metric, Decimal | None]:
    """What the portal's books say of the same subject and days."""
    figures = world.figures(CASA, f"{one.window.first}..{one.window.last}")
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


@both
def test_every_value_is_the_portal_s_own(agent: Agent, mock_world: World) -> None:
    readings = collected(agent)
    over = [one for one in readings if one.whole and one.page is not Page.FANS]

    assert [(one.subject.id, one.page, dict(one.values)) for one in over] == [
        (one.subject.id, one.page, truth(mock_world, one)) for one in over
    ]
    assert {one.window.span for one in over} == {Span.DAY, Span.LAST_7, Span.LAST_28, Span.SESSION}
