"""The page on which a shop's numbers stand, or all shops': one file of HTML without a script that loads nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from agent.adapters.report import report

if TYPE_CHECKING:
    from jinja2 import Environment

    from agent.adapters.pictures.views import AllView, ShopView

_HERE: Final = Path(__file__).parent
_REPORT: Final = Path(report.__file__).parent


def shop_page(view: ShopView) -> str:
    """The page of one shop."""
    return _templates().get_template("numbers_of_shop.html").render(view=view, say=view.say)


def all_page(view: AllView) -> str:
    """The page of all shops."""
    return _templates().get_template("numbers_of_all.html").render(view=view, say=view.say)


@cache
def _templates() -> Environment:
    made = report.environment(_HERE, _REPORT)
    css = [(folder / name).read_text("utf-8") for folder, name in ((_REPORT, "report.css"), (_HERE, "page.css"))]
    made.globals["css"] = Markup("\n".join(css))  # noqa: S704 - our own files
    return made
