"""One self-contained HTML file for a run or for many: no script, nothing loaded from anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from agent.adapters.report.batch import BatchView
from agent.adapters.report.view import RunView
from agent.domain.identity import legible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.adapters.report.document import Document, Shot
    from agent.adapters.report.told import Say

_HERE = Path(__file__).parent
_LONGEST = 4_000


def render(document: Document, shots: Sequence[Shot], say: Say) -> str:
    """The report of one run, from its document and its shots."""
    return _templates().get_template("run.html").render(run=RunView(document, say, shots=tuple(shots)), say=say)


def render_batch(entries: Sequence[tuple[Document, Sequence[Shot]]], say: Say) -> str:
    """The report of many runs: a table of all of them, each one's own report folded in below."""
    views = tuple(RunView(document, say, shots=tuple(shots)) for document, shots in entries)
    return _templates().get_template("batch.html").render(batch=BatchView(views, say), say=say)


def environment(*folders: Path) -> Environment:
    """The templates of these folders, into which any text may be put: escaped, and legible."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def _templates() -> Environment:
    templates = environment(_HERE)
    templates.globals["css"] = Markup((_HERE / "report.css").read_text("utf-8"))  # noqa: S704 - our own file
    return templates


def _printed(value: object) -> object:
    """Whatever is printed is legible: direction marks and control characters of a portal's text show as escapes."""
    if value is None:
        return ""
    return legible(value, _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value
