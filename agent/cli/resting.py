"""resume: a login that rests after a challenge presses again before its time only because a named person says so."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.ledger import Outcome
from agent.errors import Code, MendInput, TryLater

if TYPE_CHECKING:
    from datetime import datetime

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.roster import Login, Shop
    from agent.wiring import House


@dataclass(frozen=True, slots=True)
class Pause:
    """How long a login rests: since the challenge, and until the longest rest that one of its shops asks for."""

    login: Login
    since: datetime
    until: datetime


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(resume)


def resume(
    whose: Annotated[str, typer.Argument(metavar="SHOP|LOGIN", help="Whose login rests after a challenge.")],
    by: Annotated[str, typer.Option("--by", help="Who ends the rest.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is safe to press again.")] = "",
) -> int:
    """End a login's rest after a challenge before its time; only a named person may, with a reason."""
    rooms = house()
    return go(_resume(rooms, login_of(rooms, whose), by.strip(), reason.strip()))


def login_of(rooms: House, word: str) -> Login:
    """The login that a word names, itself or by one of its shops; MendInput(E_INPUT) for none, and for two."""
    roster = rooms.roster
    shop = roster.shop(word)
    named = {one.id: one for one in roster.logins if word in (one.id, one.name)}
    named |= {shop.login: roster.login_of(shop)} if shop else {}
    if len(named) == 1:
        return next(iter(named.values()))
    known = ", ".join([*(one.name for one in roster.shops), *(one.name for one in roster.logins)])
    raise MendInput(Code.E_INPUT, why="names_two" if named else "no_shop_no_login", value=word, known=known)


async def _resume(rooms: House, login: Login, by: str, reason: str) -> int:
    async with rooms.ledger(rooms.clock(rooms.portal(login))) as book:
        pause = await pause_of(login, rooms, book)
        if pause is None:
            show.result(_object(login, Outcome.NOTHING_TO_DO), [words()("ui.no_rest", login=login.name)])
            return 0
        if not by or not reason:
            raise MendInput(Code.E_USAGE, why="resume_form")
        await book.resume(login.id, by, reason)
    told = {"by": by, "reason": reason, **as_object(pause)}
    line = words()("ui.resumed", login=login.name, by=by, moment=show.moment(pause.until), note=reason)
    show.result(_object(login, Outcome.DONE) | told, [line])
    return 0


def _object(login: Login, outcome: Outcome) -> dict[str, object]:
    return {"login": login.id, "outcome": outcome}


async def pause_of(login: Login, rooms: House, book: SqlLedger) -> Pause | None:
    """The rest that this login keeps now; None where it may press."""
    since = await book.last_challenge(login.id)
    if since is None:
        return None
    shops = [one for one in rooms.roster.shops if one.login == login.id]
    rests = [(await rooms.rules(shop, book)).challenge_pause.value for shop in shops]
    until = since + max(rests, default=timedelta())  # whose shops are all gone from the roster presses nothing
    return Pause(login, since, until) if _now(login, rooms) < until else None


def _now(login: Login, rooms: House) -> datetime:
    """The login's time; where a practice portal is silent whose clock is followed, this machine's will do to tell."""
    with suppress(TryLater):
        return rooms.clock(rooms.portal(login)).now()
    return rooms.clock().now()


def as_object(pause: Pause) -> dict[str, object]:
    """A rest as JSON-able data."""
    return {"login": pause.login.id, "challenged_at": pause.since.isoformat(), "until": pause.until.isoformat()}


def told(pause: Pause, shop: Shop) -> str:
    """A rest in words, and who may end it."""
    until = show.moment(pause.until, shop.zone)
    return words()("ui.rests", login=pause.login.name, moment=until, shop=shop.id)
