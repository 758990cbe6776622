"""The portal's own export in a browser: asked for once, waited for by its number, read to the last value."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from agent_bench import Agent
from skins import both

from agent.domain.compass import window
from agent.domain.exporting import ExportRequest, Module
from agent.domain.insight import Metric, Span
from agent.domain.ledger import Outcome
from agent.domain.shop_days import day_of
from agent.flows.exporting import Exported, export
from agent.wiring.exports import keep_file, readings_in
from mock_portal.client import World

CASA = "7495000000000000011"
CREATE = "/api/v1/insights/seller/export/create"
HISTORY = "/api/v1/insights/seller/export/list"


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
