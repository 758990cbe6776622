"""ticket: open a ticket at the portal's customer service from a prepared text, or see what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import show
from agent.cli.acts import Headed, ShopWord, Step, a_target, tell_record
from agent.cli.appealing import Files, limits_of
from agent.cli.approving import call_for
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.ticket_text import evidence, of_run, prepared
from agent.cli.unlink import must_name
from agent.domain.identity import folded, legible
from agent.domain.permit import Kind
from agent.domain.plain import iso
from agent.domain.ticket import TicketMatter, TicketRequest, mark_of
from agent.errors import Code, MendInput
from agent.tomlfile import search_path
from agent.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.cli.ticket_text import Evidence
    from agent.domain.identity import AccountId, Target
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.domain.ticket import Notice, TicketRow
    from agent.domain.upload import Upload
    from agent.flows.tickets import TicketsTold
    from agent.ports import Ledger
    from agent.wiring import House

_MATTERS = ", ".join(one.replace("_", "-") for one in TicketMatter)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was said on the command line."""

    target: Target
    matter: TicketMatter
    run: str
    language: str
    paths: Sequence[Path]
    picture: bool
    again: bool
    dry_run: bool


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(ticket)


def ticket(
    shop: ShopWord,
    about: Annotated[str, typer.Option("--about", metavar="MATTER", help=f"One of {_MATTERS}.")] = "",
    account: Annotated[str, typer.Option("--account", metavar="HANDLE", help="The account that it is about.")] = "",
    account_id: Annotated[str, typer.Option("--id", help="The account's id, where the ledger does not know it.")] = "",
    run: Annotated[
        str, typer.Option("--run", metavar="RUN", help="Whose evidence it tells; default: the newest.")
    ] = "",
    language: Annotated[str, typer.Option("--in", metavar="zh|en|es", help="The language that it is written in.")] = "",
    file: Files = None,
    picture: Annotated[
        bool, typer.Option("--picture", help="Attach that run's last picture, personal data covered.")
    ] = False,
    confirm: Annotated[str, typer.Option("--confirm", metavar="HANDLE", help="The account's handle once more.")] = "",
    again: Annotated[bool, typer.Option("--again", help="One more, after the last one was resolved.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only look at the tickets and what was answered.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Open one ticket for one matter, never a second; or see what customer service says."""
    if status:
        rooms = house(headed=headed)
        return go(_status(rooms, rooms.shop(shop)))
    matter = about.replace("-", "_")
    if matter not in set(TicketMatter) or not account:
        raise MendInput(Code.E_USAGE, why="ticket_form", known=_MATTERS)
    if language and language not in LANGUAGES:
        raise MendInput(Code.E_USAGE, why="lang_form", known=", ".join(LANGUAGES))
    target = a_target(account, account_id)
    must_name(target, confirm, dry_run=dry_run)
    rooms = house(headed=headed, step=step)
    wish = _Wish(target, TicketMatter(matter), run, language, file or (), picture, again, dry_run)
    return go(_ticket(rooms, rooms.shop(shop), wish))


async def _ticket(rooms: House, shop: Shop, wish: _Wish) -> int:
    from agent.flows.run import recorded  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.ticketing import ticket as flow  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    async with rooms.ledger() as ledger:
        rules = await rooms.rules(shop, ledger)
        request = await _request(shop, wish, ledger, rules)
    async with desks(rooms, "ticket", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        record, folder = await recorded(shop, request.target, Kind.TICKET, desk, partial(flow, request, desk))
        await call_for(rooms, made, record)
    if not CALL.get().json:
        print("\n".join(legible(line, 600) for line in request.text.splitlines()))
    tell_record(record, desk.who.run, folder)
    return record.exit


async def _request(shop: Shop, wish: _Wish, ledger: Ledger, rules: Rules) -> TicketRequest:
    """The text and the files, before anything is opened; raises MendInput(E_INPUT) for what must not be sent."""
    found = await _evidence(shop, wish, ledger)
    target = replace(wish.target, account_id=await _number(shop, wish.target, found, ledger))
    say = Words.load(search_path(CALL.get().config), wish.language) if wish.language else words()
    text = prepared(wish.matter, target, shop, found, say, rules.letter_length.value)
    return TicketRequest(shop, target, wish.matter, text, wish.again, wish.dry_run, _files(wish, found, rules))


def _files(wish: _Wish, found: Evidence, rules: Rules) -> tuple[Upload, ...]:
    from agent.adapters.report.folder import last_picture  # noqa: PLC0415 - only where something is sent
    from agent.uploads.reading import read_uploads  # noqa: PLC0415 - same

    kept = last_picture(Path(found.folder)) if wish.picture and found.folder else None
    if wish.picture and kept is None:
        raise MendInput(Code.E_INPUT, why="no_run_picture", value=legible(wish.run or f"@{wish.target.handle}", 80))
    return read_uploads((*wish.paths, *([kept] if kept else ())), limits_of(rules))


async def _evidence(shop: Shop, wish: _Wish, ledger: Ledger) -> Evidence:
    if not wish.run:
        return evidence(await ledger.runs(shop.id, limit=500), wish.target, wish.matter, shop)
    row = await ledger.run(wish.run)
    if row is None or row.shop != shop.id:
        raise MendInput(Code.E_INPUT, why="no_such_run", value=legible(wish.run, 80))
    if folded(row.handle) != folded(wish.target.handle):  # its id and its picture would be somebody else's
        raise MendInput(Code.E_INPUT, why="run_of_another", value=row.run, known=row.handle)
    return of_run(row, shop)


async def _number(shop: Shop, target: Target, found: Evidence, ledger: Ledger) -> AccountId | None:
    """The account's id: as it was given, else as roster, evidence or ledger know it; None where nobody does."""
    line, handle = shop.wanted(target.handle), target.handle
    linked = [one.account for one in await ledger.links(shop.id) if folded(one.handle) == folded(handle)]
    claims = [one for one in await ledger.claims(shop=shop.id) if folded(one.handle) == folded(handle)]
    asked = [one.key.account for one in claims if one.key.kind is Kind.TICKET]  # a matter is one however it is spelt
    known = (target.account_id, line and line.account_id, found.account, await ledger.pinned(handle), *linked, *asked)
    return next((one for one in known if one), None)


async def _status(rooms: House, shop: Shop) -> int:
    from agent.flows.tickets import tickets  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    async with desks(rooms, "ticket", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        claims = [one for one in await desk.ledger.claims(shop=shop.id) if one.key.kind is Kind.TICKET]
        told = await tickets(shop, desk)
    _tell(shop, told, {mark_of(one.key): one for one in claims})
    return 0


def _tell(shop: Shop, told: TicketsTold, ours: dict[str, Claim]) -> None:
    """Every ticket, with the matter of those that we opened, and what the notification center has that nobody read."""
    say, rows, news = words(), told.tickets.rows, [one for one in told.notices if not one.read]
    mine = {one.ticket_id: claim for one in rows for mark, claim in ours.items() if mark in one.text}
    if CALL.get().json:
        listed = [_as_object(one, told, mine) for one in rows]
        complete = {"shop": shop.id, "complete": told.tickets.complete}
        show.result(complete | {"tickets": listed, "notices": [_as_notice(one) for one in news]})
        return
    heads = [say(f"ui.{key}") for key in ("id", "ticket_about", "sent", "status", "service_answer")]
    show.table(heads, [_as_row(one, told, mine, shop) for one in rows])
    for one in news:
        print(legible(f"! {show.moment(one.at, shop.zone)}  {one.title} {one.text}", 600))


def _as_row(one: TicketRow, told: TicketsTold, mine: dict[str, Claim], shop: Shop) -> tuple[str, ...]:
    say, claim = words(), mine.get(one.ticket_id)
    about = f"{say(f'ticket_about.{_matter(claim)}')}: {claim.whom}" if claim else one.text
    state = say(f"ticket_state.{one.state}") if one.state else ""
    return one.ticket_id, about, show.moment(one.opened_at, shop.zone), state, told.answers.get(one.ticket_id, "")


def _as_object(one: TicketRow, told: TicketsTold, mine: dict[str, Claim]) -> dict[str, Any]:
    claim = mine.get(one.ticket_id)
    about = {"matter": _matter(claim), "account": claim.handle, "intent": claim.intent} if claim else {"text": one.text}
    own = {"id": one.ticket_id, "state": one.state, "opened": iso(one.opened_at), "last": iso(one.last_at)}
    return own | about | {"answer": told.answers.get(one.ticket_id, "")}


def _as_notice(one: Notice) -> dict[str, Any]:
    return {"id": one.id, "title": one.title, "text": one.text, "at": iso(one.at)}


def _matter(claim: Claim) -> TicketMatter:
    return TicketMatter(claim.key.item.partition("/")[0])
