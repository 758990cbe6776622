"""accept-risks: what working on a real portal may cost, shown, accepted by a named person, and taken back again."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.ledger import Outcome
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from agent.domain.ledger import Acceptance
    from agent.wiring import House
    from agent.words import Risks


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command("accept-risks")(accept_risks)


def accept_risks(
    by: Annotated[str, typer.Option("--by", help="The name of the person who accepts.")] = "",
    show_: Annotated[bool, typer.Option("--show", help="Show the text, and who accepted it; change nothing.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the acceptance back.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")] = "",
) -> int:
    """Show the risks of working on a real portal, and record that a named person accepts them."""
    by, reason = by.strip(), reason.strip()
    if (show_ and withdraw) or (withdraw and not (by and reason)):
        raise MendInput(Code.E_USAGE, why="withdraw_form")
    text = _text()
    if show_:
        return go(_show(house(), text))
    if withdraw:
        return go(_withdraw(house(), by, reason))
    if not CALL.get().json:
        print(text.text, file=sys.stderr)
    return go(_accept(house(), text, by or _asked()))


def _text() -> Risks:
    from agent.words import risks  # noqa: PLC0415 - only here

    return risks(CALL.get().language)


def _asked() -> str:
    """The name that a person at the terminal gives; without one nothing is accepted."""
    by = ""
    if CALL.get().may_ask:
        print(words()("ui.your_name"), file=sys.stderr, end=" ", flush=True)
        by = sys.stdin.readline().strip()
    if not by:
        raise Refused(Code.G_RISKS_NOT_ACCEPTED, detail="no_name_given")
    return by


async def _accept(rooms: House, text: Risks, by: str) -> int:
    async with rooms.ledger() as book:
        await book.accept_risks(text.version, text.text_hash, text.language, by)
        given = await book.risks_accepted()
    moment = show.moment(given.at if given else None)
    told = {"accepted_by": by, "accepted": _object(given), "risks": text.text}
    show.result(told, [words()("ui.accepted_by", by=by, moment=moment)])
    return 0


async def _show(rooms: House, text: Risks) -> int:
    async with rooms.ledger() as book:
        given = await book.risks_accepted()
    valid = given is not None and given.version == text.version
    own = {"risks": text.text, "version": text.version, "text_hash": text.text_hash, "language": text.language}
    told = own | {"accepted": _object(given), "in_force": valid}
    show.result(told, [*text.text.splitlines(), _standing(given, text)])
    return 0


def _standing(given: Acceptance | None, text: Risks) -> str:
    if given is None:
        return words()("ui.risks_open")
    key = "ui.accepted_by" if given.version == text.version else "ui.risks_changed"
    return words()(key, by=given.by, moment=show.moment(given.at))


async def _withdraw(rooms: House, by: str, reason: str) -> int:
    async with rooms.ledger() as book:
        given = await book.risks_accepted()
        if given is not None:
            await book.withdraw_risks(by, reason)
    if given is None:
        show.result({"outcome": Outcome.NOTHING_TO_DO, "accepted": None}, [words()("ui.risks_open")])
        return 0
    told = {"outcome": Outcome.DONE, "accepted": None, "withdrawn_by": by, "reason": reason}
    show.result(told, [words()("ui.risks_withdrawn", by=by)])
    return 0


def _object(given: Acceptance | None) -> dict[str, object] | None:
    if given is None:
        return None
    return asdict(given) | {"at": given.at.isoformat()}
