"""Results on stdout: tables for a terminal, one JSON object (or JSON Lines) for a machine."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain import plain
from agent.domain.identity import legible
from agent.domain.reason import article_order
from agent.domain.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from agent.domain.record import Record
    from agent.domain.verdict import Verdict

_SIGNS = {Effect.ALLOW: "✓", Effect.WARN: "!", Effect.REFUSE: "✗", Effect.NOT_ASKED: "·"}
_COLOURS = {Effect.ALLOW: "green", Effect.WARN: "yellow", Effect.REFUSE: "red", Effect.NOT_ASKED: "dim"}


def result(value: dict[str, Any], lines: Iterable[str] = ()) -> None:
    """Print one result: the object for a machine, the lines for a person."""
    if CALL.get().json:
        print(json.dumps({"schema_version": 1} | value, ensure_ascii=False, default=str))
        return
    for line in lines:
        print(legible(line, 2000))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], styles: Sequence[str] = ()) -> None:
    """Print a table for a person; on a pipe it is as wide as it needs to be."""
    from rich.console import Console  # noqa: PLC0415 - only commands that draw a table pay for it
    from rich.table import Table  # noqa: PLC0415 - same
    from rich.text import Text  # noqa: PLC0415 - same

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        drawn.add_column(head, overflow="fold")
    for number, row in enumerate(rows):
        style = styles[number] if number < len(styles) else ""
        drawn.add_row(*(Text(legible(cell, 400)) for cell in row), style=style)
    console = Console(file=sys.stdout, highlight=False, markup=False)
    if not console.is_terminal:
        console.width = 200
    console.print(drawn)


def moment(at: datetime | None, zone: str = "") -> str:
    """A moment in the operator's zone, and in the shop's where that differs."""
    if at is None:
        return ""
    here = at.astimezone()
    told = here.strftime("%Y-%m-%d %H:%M %Z")
    if not zone:
        return told
    there = at.astimezone(ZoneInfo(zone))
    return told if there.utcoffset() == here.utcoffset() else f"{told} ({there.strftime('%m-%d %H:%M')} {zone})"


def why(verdict: Verdict) -> str:
    """One sentence: why this guard objects."""
    return words()(f"reason.{verdict.reason}.why", measured=verdict.measured) if verdict.reason else ""


def ordered(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Refusals first, in the source article's order, then warnings, then the rest."""
    rank = {Effect.REFUSE: 0, Effect.WARN: 1, Effect.NOT_ASKED: 2, Effect.ALLOW: 3}
    return sorted(verdicts, key=lambda one: (rank[one.effect], article_order(one.reason) if one.reason else 0))


def verdicts(shown: Sequence[Verdict], zone: str) -> None:
    """The table of what every guard said."""
    say = words()
    heads = [say(f"ui.{key}") for key in ("guard", "verdict", "measured", "rule", "source", "not_before")]
    rows = [
        (
            say(f"guard.{one.guard}"),
            f"{_SIGNS[one.effect]} {why(one) or say(f'effect.{one.effect}')}",
            one.measured,
            say(f"rule.{one.rule.name}.name") if one.rule else "",
            one.rule.chosen.source if one.rule else "",
            moment(one.not_before, zone),
        )
        for one in ordered(shown)
    ]
    table(heads, rows, [_COLOURS[one.effect] for one in ordered(shown)])


def record(told: Record, run: str, folder: str, headline: str = "") -> None:
    """How one request ended, under a headline of its own or the outcome's."""
    if CALL.get().json:
        result(as_object(told, run, folder))
        return
    say, target = words(), told.target
    handle = f"@{target.handle}" if target else ""
    state = f" · {say(f'link.{told.link}')}" if told.link else ""
    print(legible(f"{headline or say(f'outcome.{told.outcome}')}: {handle} → {told.shop.name}{state}"))
    if told.decision and told.decision.refusals:
        for one in ordered(told.decision.refusals):
            print(legible(f"  ✗ {why(one)} {say(f'reason.{one.reason}.next')}", 600))
        if told.not_before:
            print(f"  {say('ui.not_before')}: {moment(told.not_before, told.shop.zone)}")
    if told.reason:
        print(legible(f"  ✗ {say(f'reason.{told.reason}.why')} {say(f'reason.{told.reason}.next')}", 600))
    if told.note:
        print(legible(f"  {say('ui.portal_says')}: “{told.note}”"))
    if folder:
        print(f"  {say('ui.evidence')}: {folder}")


def as_object(told: Record, run: str, folder: str) -> dict[str, Any]:
    """The record as the public JSON object."""
    data = plain.of_record(told)
    settled = data.pop("settled") or {"intent": None, "looks": 0}
    own = {"shop": told.shop.id, "intent": settled["intent"], "looks": settled["looks"], "evidence": folder}
    return {"run": run, **data, **own, "verdicts": plain.on_one_line(data["verdicts"])}
