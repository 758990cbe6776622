"""What pictures share: the names of numbers with their units, and how axes show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agent.adapters.pictures.drawing import told_apart
from agent.domain.insight import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from agent.adapters.pictures.drawing import Spec
    from agent.adapters.report.told import Say
    from agent.domain.chance import Share
    from agent.domain.insight import Metric

ROW: Final = 26  # how high one name on an axis is
FRAME: Final = 88  # what axis, title and legend take
_LETTERS: Final = 30  # of a name: about as many as there is room for
# What draws would cut them too, but measures them over and over for it: half the time of a picture of many names.
_CUT: Final = f"slice(datum.label, 0, {_LETTERS - 1}) + '\N{HORIZONTAL ELLIPSIS}'"
_SHORT: Final = f"length(datum.label) > {_LETTERS} ? {_CUT} : datum.label"
_FORMATS: Final = MappingProxyType({Unit.MONEY: "~s", Unit.COUNT: "~s", Unit.SHARE: ".1~%", Unit.SECONDS: "~s"})


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture with what is written above and below it."""

    title: str
    svg: Markup
    note: str = ""


def named(metric: Metric, currency: str, say: Say) -> str:
    """A number's name with its unit."""
    units = {Unit.MONEY: currency, Unit.SHARE: "%", Unit.SECONDS: "s"}
    unit = units.get(metric.unit, "")
    return f"{say(f'metric.{metric}')} ({unit})" if unit else say(f"metric.{metric}")


def across(field: str, title: str, unit: Unit = Unit.SHARE) -> Spec:
    """An axis of amounts, from nothing on."""
    axis = {"format": _FORMATS[unit], "tickCount": 5}
    return {"field": field, "type": "quantitative", "title": title, "axis": axis, "scale": {"zero": True}}


def rows_of(field: str, names: Sequence[str]) -> Spec:
    """An axis of names, from above in the order in which they are given."""
    order = {"sort": list(names), "scale": {"domain": list(names)}}
    return {"field": field, "type": "nominal", "title": None, "axis": {"labelExpr": _SHORT}} | order


def told_from_each_other(names: Sequence[str]) -> list[str]:
    """The same names, those that come again with their number: two rows of one name would be one."""
    seen = Counter[str]()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def intervals(shares: Sequence[tuple[str, Share]], title: str, legend: tuple[str, str], colour: str) -> Spec:
    """Shares as dots, each on the interval in which the true one lies."""
    names = told_from_each_other([name for name, _ in shares])
    rows = [
        {"name": name, "share": one.value, "low": one.between[0], "high": one.between[1]}
        for name, (_, one) in zip(names, shares, strict=True)
        if one.value is not None
    ]
    seen, between = ({"datum": name, "scale": told_apart({name: colour})} for name in legend)
    stroke = {"legend": {"symbolType": "stroke", "symbolSize": 300, "symbolStrokeWidth": 3}}
    line = {"stroke": between | stroke, "x": across("low", title), "x2": {"field": "high"}}
    dot = {"fill": seen | {"legend": {"symbolStrokeWidth": 0}}, "x": across("share", title)}
    return {
        "data": {"values": rows},
        "encoding": {"y": rows_of("name", names)},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5}, "encoding": line},
            {"mark": {"type": "point", "size": 60, "opacity": 1, "stroke": "transparent"}, "encoding": dot},
        ],
    }


def bars(
    rows: Sequence[tuple[str, str, float | None]], axis: Spec, colours: Mapping[str, str], *, beside: bool = True
) -> Spec:
    """A bar for each row of a name, a series and a value; those of one name beside each other, or one alone."""
    shown = [name for name, *_ in rows] if beside else told_from_each_other([name for name, *_ in rows])
    told = [
        {"name": name, "series": series, "value": value} for name, (_, series, value) in zip(shown, rows, strict=True)
    ]
    names = list(dict.fromkeys(shown))
    encoding: Spec = {"y": rows_of("name", names), "x": axis}
    encoding["color"] = {"field": "series", "type": "nominal", "scale": told_apart(colours)}
    if beside:
        encoding["yOffset"] = {"field": "series", "sort": list(colours)}
    mark = {"type": "bar", "invalid": "filter"} | ({} if beside else {"height": 13})
    return {"data": {"values": told}, "mark": mark, "encoding": encoding}
