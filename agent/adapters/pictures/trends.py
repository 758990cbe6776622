"""How a shop goes: each day of four weeks with the level of both windows, and the way from being shown to an order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.adapters.pictures.axes import Picture, across, named, rows_of
from agent.adapters.pictures.drawing import BLUE, GREEN, VERMILLION, drawn, told_apart
from agent.domain.comparing import daily
from agent.domain.insight import Metric, Unit
from agent.domain.series import MONTH, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from agent.adapters.pictures.drawing import Spec
    from agent.adapters.report.told import Say
    from agent.domain.series import Series

TRENDS: Final = (Metric.GMV, Metric.ORDERS, Metric.VISITORS, Metric.CTR, Metric.CVR, Metric.GPM, Metric.DWELL)
_STEPS: Final = (Metric.IMPRESSIONS, Metric.CLICKS, Metric.VISITORS, Metric.ORDERS)
_EACH_WEEK: Final = 7


def trends(own: Series, say: Say) -> Iterator[Picture]:
    """A picture for each number of which any day is known."""
    for metric in TRENDS:
        if own.known(own.stretch(MONTH), metric):
            title = say("picture.trend", metric=named(metric, own.currency, say))
            yield Picture(title, drawn(_trend(own, metric, say), title, high=230))


def _trend(own: Series, metric: Metric, say: Say) -> Spec:
    days = [day.isoformat() for day in own.stretch(MONTH)]
    names = (say("picture.each_day"), say("picture.of_week"), say("picture.of_month"))
    ticks = {"values": days[::-_EACH_WEEK], "labelExpr": "slice(datum.value, 5)", "labelAngle": 0}
    strokes = {"symbolType": "stroke", "symbolSize": 300, "symbolStrokeWidth": 2}
    colours = told_apart(dict(zip(names, (BLUE, VERMILLION, GREEN), strict=True)))
    dashes = {"domain": names, "range": [[1, 0], [7, 3], [2, 2]]}
    line = {"type": "line", "invalid": "break-paths-show-path-domains", "strokeWidth": 2, "strokeJoin": "round"}
    dots = {"type": "point", "filled": True, "size": 16, "opacity": 1, "invalid": "filter"}
    return {
        "data": {"values": list(_rows(own, metric, names))},
        "encoding": {
            "x": {"field": "day", "type": "ordinal", "title": say("picture.day"), "axis": ticks, "sort": days},
            "y": across("value", named(metric, own.currency, say), metric.unit),
            "color": {"field": "series", "type": "nominal", "scale": colours, "legend": strokes},
        },
        "layer": [
            {
                "mark": line,
                "encoding": {"strokeDash": {"field": "series", "type": "nominal", "scale": dashes, "legend": strokes}},
            },
            {"mark": dots, "transform": [{"filter": {"field": "series", "equal": names[0]}}]},
        ],
    }


def _rows(own: Series, metric: Metric, names: tuple[str, str, str]) -> Iterator[Spec]:
    """A day without a number is a row without a value, at which the line breaks."""
    month = own.stretch(MONTH)
    levels = [(names[1], WEEK, daily(own, WEEK, metric)), (names[2], MONTH, daily(own, MONTH, metric))]
    lines = [(names[0], month, [own.on(day, metric) for day in month])]
    lines += [(name, own.stretch(length), [level] * length) for name, length, level in levels]
    for name, days, values in lines:
        for day, value in zip(days, values, strict=True):
            yield {"series": name, "day": day.isoformat(), "value": None if value is None else float(value)}


def funnel(own: Series, say: Say) -> Iterator[Picture]:
    """From being shown to an order over 28 days, each step with its share of the one before."""
    shown = [(one, own.over(MONTH, one)) for one in _STEPS]
    if not any(value for _, value in shown):
        return
    wholes = [next((value for _, value in reversed(shown[:at]) if value is not None), None) for at in range(len(shown))]
    steps = [_step(one, value, whole, say) for (one, value), whole in zip(shown, wholes, strict=True)]
    rows = [{"step": name, "count": float(value)} for name, (_, value) in zip(steps, shown, strict=True) if value]
    ticks = {"format": "~s", "values": [10**power for power in range(13)]}
    powers = {"scale": {"type": "log"}, "axis": ticks}  # an order is a thousandth of what it takes to get one
    spec: Spec = {
        "data": {"values": rows},
        "encoding": {"x": across("count", say("picture.in_month"), Unit.COUNT) | powers, "y": rows_of("step", steps)},
        "layer": [
            {"mark": {"type": "line", "color": BLUE, "strokeWidth": 1.5}, "encoding": {"order": {"value": 0}}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": BLUE}},
        ],
    }
    title = say("picture.funnel")
    yield Picture(title, drawn(spec, f"{title}: {'; '.join(steps)}", high=180), say("picture.funnel_note"))


def _step(metric: Metric, value: Decimal | None, before: Decimal | None, say: Say) -> str:
    count = "\N{EM DASH}" if value is None else f"{value:,.0f}"
    share = f" ({value / before:.1%})" if value is not None and before else ""
    return f"{say(f'metric.{metric}')}: {count}{share}"
