"""A picture of lines over powers of two, as SVG: no library, and nothing to install."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10

_WIDTH, _HEIGHT, _LEFT, _TOP, _PLOT, _RISE = 760, 320, 64, 44, 500, 220
_COLOURS = ("#0b6e69", "#c2571a", "#4b5bb5", "#8a2f62", "#5c6b1f")
_TICKS = 4


@dataclass(frozen=True)
class Line:
    """One line of a chart: a value for each place on the axis, and the place that is ringed, if any."""

    name: str
    values: Sequence[float]
    ringed: int | None = None


@dataclass(frozen=True)
class Chart:
    """Lines over the same places."""

    title: str
    axis: str
    places: Sequence[int]
    lines: Sequence[Line]

    @property
    def top(self) -> float:
        """A round number that no value goes over."""
        most = max(value for line in self.lines for value in line.values)
        step = 10 ** int(log10(max(most, 1)))
        return float(ceil(most / step * 2) * step / 2)

    def x(self, at: int) -> float:
        return _LEFT + _PLOT * at / max(len(self.places) - 1, 1)

    def y(self, value: float) -> float:
        return _TOP + _RISE * (1 - value / self.top)


def drawn(charts: Sequence[Chart]) -> str:
    """The picture, one chart below the other."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT * len(charts)}" role="img"'
    style = "<style>text{font:13px sans-serif;fill:#222}.h{font-weight:bold}.g{stroke:#ddd}.e{text-anchor:end}</style>"
    parts = (
        f'<g transform="translate(0 {_HEIGHT * number})">{"".join(_chart(one))}</g>'
        for number, one in enumerate(charts)
    )
    paper = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head} aria-label="{escape(charts[0].title)}">{style}{paper}{"".join(parts)}</svg>\n'


def _chart(chart: Chart) -> Iterator[str]:
    yield f'<text class="h" x="{_LEFT}" y="22">{escape(chart.title)}</text>'
    for number in range(_TICKS + 1):
        value = chart.top * number / _TICKS
        y = chart.y(value)
        yield f'<line class="g" x1="{_LEFT}" x2="{_LEFT + _PLOT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="e" x="{_LEFT - 8}" y="{y + 4:.1f}">{value:g}</text>'
    for at, place in enumerate(chart.places):
        yield f'<text x="{chart.x(at) - 4:.1f}" y="{_TOP + _RISE + 20}">{place}</text>'
    yield f'<text x="{_LEFT}" y="{_TOP + _RISE + 42}">{escape(chart.axis)}</text>'
    for line, colour in zip(chart.lines, _COLOURS, strict=False):
        yield from _line(chart, line, colour)
    yield from _legend(chart)


def _line(chart: Chart, line: Line, colour: str) -> Iterator[str]:
    points = [(chart.x(at), chart.y(value)) for at, value in enumerate(line.values)]
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
    if line.ringed is not None:
        x, y = points[line.ringed]
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="none" stroke="{colour}" stroke-width="2"/>'


def _legend(chart: Chart) -> Iterator[str]:
    """The names at the ends of their lines, pushed apart where lines end together."""
    ends = sorted(zip(chart.lines, _COLOURS, strict=False), key=lambda one: chart.y(one[0].values[-1]))
    below = 0.0
    for line, colour in ends:
        below = max(below + 16, chart.y(line.values[-1]) + 4)
        yield f'<text x="{_LEFT + _PLOT + 14}" y="{below:.1f}" style="fill:{colour}">{escape(line.name)}</text>'
