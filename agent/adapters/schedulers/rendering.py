"""Fills the files of one scheduler; the exit codes in them are those of `domain.scheduling`, never written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from agent.adapters.schedulers import quoting
from agent.adapters.schedulers.rounds import At
from agent.domain.scheduling import Scheduler, Then, exits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from agent.adapters.schedulers.rounds import Round

_NAMES: Final[Mapping[Scheduler, tuple[str, ...]]] = {
    Scheduler.CRON: ("companion.cron",),
    Scheduler.SYSTEMD: ("companion.service", "companion.timer"),
    Scheduler.TASKSCHEDULER: ("companion.xml",),
    Scheduler.LAUNCHD: ("channel-companion.plist",),
    Scheduler.K8S: ("companion-cronjob.yaml",),
}


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name and text, and the bytes that its scheduler reads."""

    name: str
    text: str

    @property
    def content(self) -> bytes:
        """UTF-8; for Windows' Task Scheduler UTF-16 with its declaration."""
        if not self.name.endswith(".xml"):
            return self.text.encode()
        return f'<?xml version="1.0" encoding="UTF-16"?>\n{self.text}'.replace("\n", "\r\n").encode("utf-16")


def rendered(kind: Scheduler, of: Round) -> tuple[File, ...]:
    """The files of one scheduler for a round."""
    values = {"round": of, "when": of.when, "daily": isinstance(of.when, At), "codes": _codes()}
    return tuple(File(_named(name, of), _templates().get_template(name).render(values)) for name in _NAMES[kind])


def _named(name: str, of: Round) -> str:
    """Two commands of ours may stand beside each other at one scheduler."""
    return name.replace("companion", f"companion{of.suffix}")


def _codes() -> dict[str, tuple[int, ...]]:
    """Exit codes by what they ask for; `not_again` are all that must not be tried at once."""
    return {one.value: exits(one) for one in Then} | {"not_again": exits(Then.NEXT_ROUND, Then.PERSON)}


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(("xml", "plist")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    templates.filters |= {
        "line": quoting.rest_of_line,
        "unit": quoting.in_unit,
        "exec": quoting.in_exec,
        "cron": quoting.in_crontab,
        "windows": quoting.on_windows,
        "yaml": quoting.in_yaml,
        "seconds": _seconds,
    }
    return templates


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
