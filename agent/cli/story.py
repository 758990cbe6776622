"""show: the story of one run, for a person who must decide what to do; from the ledger, with or without evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.telling import tell_story
from agent.domain.ledger import Outcome
from agent.domain.story import Story, about, without_press

if TYPE_CHECKING:
    from agent.adapters.report.document import Document
    from agent.domain.ledger import Event
    from agent.wiring import House


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command("show")(show_run)


def show_run(run: Annotated[str, typer.Argument(metavar="RUN", help="A run's id, or the beginning of it.")]) -> int:
    """Tell the story of one run: what was known, decided, pressed and seen, how it ended, and what came of it."""
    return go(_show_run(house(), run))


async def _show_run(rooms: House, beginning: str) -> int:
    from agent.adapters.report import folder  # noqa: PLC0415 - only a story needs the evidence of a run
    from agent.adapters.report.view import RunView  # noqa: PLC0415 - same
    from agent.flows.story import story  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger() as book:
        told = await story(beginning, book)
    document = _document(told, rooms)
    kept = folder.read(Path(document["evidence"])) if document.get("evidence") else {}
    document |= {name: kept.get(name, []) for name in ("sent", "stopped")} | {"pictures": _pictures(kept)}
    if CALL.get().json:
        show.result(_as_object(told, document, kept=bool(kept)))
        return 0
    tell_story(told, RunView(document, words()), kept=bool(kept))
    return 0


def _document(told: Story, rooms: House) -> Document:
    """What the run left; of one that was killed, what its claims say."""
    from agent.adapters.report.document import of_row, with_rules  # noqa: PLC0415 - only a story needs it

    if told.row:
        return of_row(told.row, rooms.roster.shop(told.row.shop))
    first = told.claims[0]
    shop = rooms.roster.shop(first.key.shop)
    place = {"id": first.key.shop, "name": shop.name if shop else first.key.shop, "region": shop.region if shop else ""}
    named = {"handle": first.handle, "id": first.key.account}
    subject = {"account": named} if first.key.kind.of_an_account else {"about": first.handle}
    own = {"action": first.key.kind, "outcome": Outcome.UNKNOWN, "started_at": first.claimed_at.isoformat()}
    told_of = {"run": told.run, "shop": place | {"zone": shop.zone if shop else "UTC"}}
    return told_of | subject | own | with_rules(dict(told.grounds))


def _pictures(kept: Document) -> list[str]:
    return [name for one in kept.get("evidence", ()) for name in (one.get("picture"), one.get("outline")) if name]


def _as_object(told: Story, document: Document, *, kept: bool) -> dict[str, Any]:
    claims = [
        {
            "intent": one.intent,
            "kind": one.key.kind,
            "handle": one.handle,
            "account": one.key.account,
            "claimed_at": one.claimed_at,
            "by_this_run": told.pressed(one),
            "run": one.run,
            "state_now": one.state,
            "by_hand": about(one),
        }
        for one in told.claims
    ]
    own = {"recorded": told.row is not None, "evidence_kept": kept, "claims": claims, "by_hand": _by_hand(told)}
    return document | own | {"during": [*map(_event, told.during)], "since": [*map(_event, told.since)]}


def _event(event: Event) -> dict[str, Any]:
    return {"at": event.at, "kind": event.kind, "run": event.run} | {"data": event.data}


def _by_hand(told: Story) -> list[str]:
    """The answers to whoever thinks of pressing by hand, the newest press last."""
    outcome = told.row.outcome if told.row else Outcome.UNKNOWN
    return [str(about(one)) for one in told.claims] or [str(without_press(outcome))]
