"""Draws Vega-Lite specifications as SVG; the only module that knows what draws them.

The SVG has no script, no style and no address in it: colours are attributes, and all other ink is the page's own text
colour, so that it is legible on paper, by day and by night.
"""

from __future__ import annotations

import re
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from markupsafe import Markup, escape

from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Mapping

Spec: TypeAlias = dict[str, Any]

# Okabe and Ito's colours for everybody (2008), those that are told apart on white and on black.
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
COLOURS: Final = (BLUE, ORANGE, GREEN, PURPLE, VERMILLION, SKY)
INK: Final = "currentColor"
WIDE: Final = 360  # as wide as a telephone, and half of a sheet of A4
_ROLES: Final = re.compile(r' (?:role="graphics-\w+"|aria-roledescription="[^"]*")')
_MOST: Final = 2_000
_VERSION: Final = "6.4"
_ROOM: Final = {"left": 14, "right": 14, "top": 6, "bottom": 4}  # a reader's font may be wider than the one measured
_LONGEST: Final = 170  # of a name beside an axis, in the same units
_QUIET: Final = {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": 500}
_CONFIG: Final[Spec] = {
    "aria": False,  # it would speak English
    "font": "Arial, sans-serif",  # as wide everywhere; what it lacks, a reader's own fonts have
    "view": {"stroke": None},
    "axis": {
        **_QUIET,
        "domainColor": INK,
        "tickColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.14,
        "labelLimit": _LONGEST,
    },
    "legend": {**_QUIET, "orient": "bottom", "title": None, "columns": 1, "labelLimit": 320, "rowPadding": 3}
    | {"layout": {"bottom": {"direction": "vertical", "anchor": "start", "margin": 4}}},
    "text": {"color": INK, "fontSize": 11},
}


def warm_up() -> None:
    """Start what draws, which takes most of a second once, beside whatever comes first; nobody waits for it here."""
    Thread(target=_first, name="pictures", daemon=True).start()


def _first() -> None:
    with suppress(MendInput):  # it is an extra, and whoever really draws is told
        drawn({"data": {"values": [{}]}, "mark": "point"}, "")


def drawn(spec: Spec, told: str, *, high: int = 210) -> Markup:
    """The picture, with what it shows in words; raises MendInput(E_USAGE) where the extra that draws is missing."""
    try:
        from vl_convert import vegalite_to_svg  # noqa: PLC0415 - heavy, and an extra
    except ImportError:
        raise MendInput(Code.E_USAGE, why="no_pictures") from None
    frame: Spec = {"width": WIDE, "height": high, "padding": _ROOM, "background": None, "config": _CONFIG}
    fit = {"autosize": {"type": "fit", "contains": "padding"}}
    svg = vegalite_to_svg(_legible(frame | fit | spec), vl_version=_VERSION, allowed_base_urls=[])
    named = f'class="picture" role="img" aria-label="{escape(legible(told, _MOST))}"'
    # Its parts say that they are pictures too, each without a name.
    whole = _ROLES.sub("", svg).replace('class="marks"', named, 1)
    return Markup(whole)  # noqa: S704 - the library escapes what it is given


def _legible(part: Any) -> Any:  # noqa: ANN401 - JSON-able data comes in every shape
    """The same with every text legible: control and direction signs of somebody's name show as escapes."""
    match part:
        case str():
            return legible(part, _MOST)
        case dict():
            return {key: _legible(value) for key, value in part.items()}
        case list() | tuple():
            return [_legible(value) for value in part]
        case _:
            return part


def told_apart(names: Mapping[str, str]) -> Spec:
    """A scale that gives each name its colour, in their order."""
    return {"domain": list(names), "range": list(names.values())}
