"""The portal's own export in a browser: asked for once, waited for by its number, read to the last value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from agent_bench import PATIENT, Agent, profile_for
from skins import both

from agent.domain.compass import window
from agent.domain.export_rows import contradicted, missing
from agent.domain.exporting import ExportRequest, Module
from agent.domain.insight import Metric, Page, Reading, Span, Window
from agent.domain.ledger import Outcome
from agent.domain.shop_days import day_of
from agent.errors import MendInput
from agent.flows.exporting import Exported, export
from agent.flows.insights import gather
from agent.wiring.exports import keep_file, readings_in
from mock_portal.client import World

CASA = "7495000000000000011"
CREATE = "/api/v1/insights/seller/export/create"
HISTORY = "/api/v1/insights/seller/export/list"


@pytest.fixture
def flags(skin: str) -> dict[str, Any]:
    """Reports are read too, of which one that stands still too late is none."""
    return {"profile": profile_for(skin), "loopback_waits": PATIENT}


def asked(agent: Agent, world: World, module: Module, span: Span = Span.LAST_28) -> ExportRequest:
    shop = agent.shop("MX")
    return ExportRequest(shop, module, window(span, day_of(world.now(), shop.zone)))


def made(agent: Agent, request: ExportRequest) -> Exported:
    got: Exported = agent.call(export, request, agent.desk("MX"), timedelta(seconds=20))
    return got


def told(row: dict[str, Any], metric: Metric) -> Decimal:
    name = {Metric.LASTED: "minutes", Metric.CTR: "click_rate" if "click_rate" in row else "ctr"}.get(metric, metric)
    name = {"live_gmv": "live", "video_gmv": "video", "card_gmv": "card"}.get(name, name)
    return Decimal(str(row[name])) * (60 if metric is Metric.LASTED else 1)


@both
def test_a_file_is_read_to_the_last_value(agent: Agent, mock_world: World) -> None:
    request = asked(agent, mock_world, Module.LIVES)

    got = made(agent, request)

    path = keep_file(agent.house, request, got)
    rows = {row["live_id"]: row for row in mock_world.figures(CASA, "last_28_days")["lives"]}
    readings = readings_in(agent.house, request, path, mock_world.now())
    assert {one.subject.id for one in readings} == rows.keys()
    for one in readings:
        assert {name: value for name, value in one.values.items() if value is not None} == {
            name: told(rows[one.subject.id], name) for name, value in one.values.items() if value is not None
        }
    assert mock_world.effects("export") == 1


def test_a_lost_answer_is_looked_up_and_never_asked_for_twice(agent: Agent, mock_world: World) -> None:
    mock_world.fault("POST", CREATE, do="commit_then_hang", seconds=3)
    request = asked(agent, mock_world, Module.CREATORS, Span.DAY)

    first, second = made(agent, request), made(agent, request)

    assert first.record.outcome is second.record.outcome is Outcome.DONE
    assert first.task == second.task
    assert len(first.content) == len(second.content) > 0
    assert mock_world.effects("export") == 1


@both
@pytest.mark.heavy
@pytest.mark.parametrize("part", ["rows", "window", "shop", "half"])
@pytest.mark.parametrize("module", [Module.LIVES, Module.CREATORS])
def test_a_torn_file_is_never_taken_for_a_whole_one(agent: Agent, mock_world: World, module: Module, part: str) -> None:
    """Held against what the pages of the same days showed, as the command does."""
    mock_world.freeze()
    page = {Module.LIVES: Page.LIVES, Module.CREATORS: Page.CREATORS}[module]
    request = asked(agent, mock_world, module)
    shown = agent.call(gather, agent.shop("MX"), agent.desk("MX")).readings
    known = [one for one in shown if one.page is page and one.window in {request.window, session_of(one)}]
    mock_world.freeze(stop=False)
    mock_world.fault("GET", "/compass/export/*", do="torn_numbers", part=part)
    path = keep_file(agent.house, request, made(agent, request))

    assert refused(lambda: readings_in(agent.house, request, path, mock_world.now()), known)


def session_of(one: Reading) -> Window | None:
    return one.window if one.window.span is Span.SESSION and one.whole else None


def refused(read: Callable[[], list[Reading]], known: list[Reading]) -> bool:
    """Whether the file is no table of these days, lacks somebody, or says other sums than the pages did."""
    try:
        readings = read()
    except MendInput:
        return True
    return bool(missing(readings, known) or contradicted(readings, known))
