"""Results on stdout: tables for a terminal, one JSON object (or JSON Lines) for a machine."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo

from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain import plain
from agent.domain.identity import legible
from agent.domain.permit import Kind
from agent.domain.reason import article_order
from agent.domain.story import settled_as
from agent.domain.verdict import Effect
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from agent.adapters.report.view import RunView
    from agent.domain.letters import Letter
    from agent.domain.record import Record
    from agent.domain.verdict import Verdict

SIGNS = {Effect.ALLOW: "✓", Effect.WARN: "!", Effect.REFUSE: "✗", Effect.NOT_ASKED: "·"}
COLOURS = {Effect.ALLOW: "green", Effect.WARN: "yellow", Effect.REFUSE: "red", Effect.NOT_ASKED: "dim"}


def result(value: dict[str, Any], lines: Iterable[str] = ()) -> None:
    """Print one result: the object for a machine, in ASCII that no code page can spoil, the lines for a person."""
    if CALL.get().json:
        print(json.dumps({"schema_version": 1} | value, default=str))
        return
    for line in lines:
        print(legible(line, 2000))


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], styles: Sequence[str] = ()) -> None:
    """Print a table for a person; on a pipe it is as wide as it needs to be, or as whoever reads it says."""
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
    if not console.is_terminal and "COLUMNS" not in os.environ:
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


def measured(verdict: Verdict) -> str:
    """What was measured, and whose word it is where a person said so."""
    said = f" ({words()(f'told_by.{verdict.told_by}')})" if verdict.told_by else ""
    return f"{verdict.measured}{said}"


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
            f"{SIGNS[one.effect]} {why(one) or say(f'effect.{one.effect}')}",
            measured(one),
            say(f"rule.{one.rule.name}.name") if one.rule else "",
            one.rule.chosen.source if one.rule else "",
            moment(one.not_before, zone),
        )
        for one in ordered(shown)
    ]
    table(heads, rows, [COLOURS[one.effect] for one in ordered(shown)])


def record(told: Record, run: str, folder: str, headline: str = "") -> None:
    """How one request ended, under a headline of its own or the outcome's."""
    if CALL.get().json:
        result(as_object(told, run, folder))
        return
    say = words()
    print(legible(f"{headline or say(f'outcome.{told.outcome}')}: {told.whom} → {told.shop.name}{linked(told)}"))
    for line in because(told):
        print(f"  {line}")
    if told.letter:
        print(legible(f"  {_letter(told.letter, told.shop.zone)}", 600))
    kept_at(folder)
    hand_on(told)


def _letter(one: Letter, zone: str) -> str:
    """The portal's number of an appeal or a ticket, and how it stands."""
    say = words()
    state = say(f"appeal_state.{one.state}") if one.kind is Kind.APPEAL else say(f"ticket_state.{one.state}")
    return say("ui.letter", number=one.number, state=state if one.state else "", moment=moment(one.sent_at, zone))


def linked(told: Record) -> str:
    """How the link stands after this, where that is known."""
    return f" · {words()(f'link.{told.link}')}" if told.link else ""


def because(told: Record) -> list[str]:
    """Why it ended so, what to do about it, and what the portal said."""
    say, view = words(), _view(told)
    lines = [f"✗ {view.why(one, one.get('measured', ''))} {view.remedy(one)}" for one in view.objections]
    if told.not_before:
        lines.append(f"{say('ui.not_before')}: {moment(told.not_before, told.shop.zone)}")
    if told.code is Code.E_OUTCOME_UNKNOWN and told.settled and told.kind:
        answer = settled_as(told.kind, told.settled.state)
        lines.append(f"{say('ui.story_by_hand')} {say(f'by_hand.{answer}', intent=told.settled.intent)}")
    if told.note and not told.products:  # each product has its own beside it
        lines.append(f"{say('ui.portal_says')}: “{told.note}”")
    return [legible(line, 600) for line in lines]


def kept_at(folder: str) -> None:
    """Where the evidence is, if any was kept."""
    if folder:
        print(f"  {words()('ui.evidence')}: {folder}")


def hand_on(told: Record, to: TextIO | None = None) -> None:
    """What a person passes on after this: ready to be copied, hence as it is and on lines of its own."""
    for text in _view(told).hand_on.values():
        print("\n" + "\n".join(legible(line, 600) for line in text.splitlines()), file=to)


def hand_on_early(told: Record) -> None:
    """The same while the run still waits for it: no result yet, so not among those on stdout."""
    hand_on(told, sys.stderr)


def _view(told: Record) -> RunView:
    from agent.adapters.report.view import RunView  # noqa: PLC0415 - only a run that has ended pays for it

    return RunView(plain.of_record(told), words())


def as_object(told: Record, run: str, folder: str) -> dict[str, Any]:
    """The record as the public JSON object."""
    own = {"evidence": folder, "hand_on": _view(told).hand_on}
    return {"run": run, **_as_object(plain.flat(plain.of_record(told))), **own}


def _as_object(data: dict[str, Any]) -> dict[str, Any]:
    """Facts stay with the story of a run (`companion show`): here they would hide the answer."""
    settled = data["settled"] or {"intent": None, "looks": 0}
    own = {"shop": data["shop"]["id"], "intent": settled["intent"], "looks": settled["looks"]}
    parts = {"parts": [_as_object(one) for one in data["parts"]]} if "parts" in data else {}
    return {name: one for name, one in data.items() if name not in {"settled", "facts"}} | own | parts
