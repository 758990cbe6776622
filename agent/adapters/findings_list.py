"""The task list for creators as a page: the posts that a content check objects to, each with its link and reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from agent.adapters.report.report import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from agent.adapters.report.told import Say

_FOLDER = Path(__file__).parent / "report"


def as_page(heads: Sequence[str], rows: Sequence[tuple[str, ...]], say: Say) -> str:
    """One HTML file that loads nothing; whatever a portal wrote is text in it, and a link where it is a web one."""
    return _templates().get_template("findings.html").render(heads=heads, rows=rows, say=say)


@cache
def _templates() -> Environment:
    templates = environment(_FOLDER)
    templates.globals["css"] = Markup((_FOLDER / "report.css").read_text("utf-8"))  # noqa: S704 - our own file
    return templates
