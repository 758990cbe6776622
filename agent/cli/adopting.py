"""adopt: take a shop with a past into the ledger, what the portal does not show declared by a named person."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.acts import Headed, ShopWord, a_target
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.taken import tell_answer
from agent.domain.adoption import AdoptRequest, Missing
from agent.domain.declared import Subject, Wish, a_moment
from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.adoption import AdoptAnswer
    from agent.wiring import Desks, House

_YES = {"y", "yes", "是", "s", "si", "sí"}
Declared = Annotated[
    list[str] | None,
    typer.Option("--declare-unlink", metavar="HANDLE@DATE", help="An earlier unlink; date of the shop's zone."),
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(adopt)


def adopt(
    shop: ShopWord,
    unlinks: Annotated[
        int | None, typer.Option("--declare-unlinks", min=0, max=99, metavar="N", help="All earlier unlinks, counted.")
    ] = None,
    unlinked: Declared = None,
    linked: Annotated[
        list[str] | None,
        typer.Option("--declare-link", metavar="HANDLE@DATE", help="An earlier link; date of the shop's zone."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who declares, and who takes the shop in.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken in; write nothing.")] = False,
    headed: Headed = False,
) -> int:
    """Take in what a shop's links, invitations and counters show, and what happened before, changing nothing there."""
    rooms = house(headed=headed)
    asked = rooms.shop(shop)
    wishes = (*_wishes(Subject.UNLINK, unlinked or (), asked.zone), *_wishes(Subject.LINK, linked or (), asked.zone))
    request = AdoptRequest(asked, by.strip(), wishes, unlinks, dry_run)
    if _declares(request) and not request.by and not _may_ask():
        raise MendInput(Code.E_USAGE, why="adopt_form")
    return go(_adopt(rooms, request))


def _wishes(subject: Subject, told: Sequence[str], zone: str) -> Iterator[Wish]:
    for one in told:
        handle, at, moment = one.removeprefix("@").partition("@")
        if not at:
            raise MendInput(Code.E_INPUT, why="declaration_form", value=legible(one, 60))
        yield Wish(subject, a_target(handle).handle, a_moment(moment, zone))


def _declares(request: AdoptRequest) -> bool:
    return bool(request.wishes) or request.unlinks is not None


def _may_ask() -> bool:
    """Whether a person follows along; who wants an object has a program read it."""
    return CALL.get().may_ask and not CALL.get().json


async def _adopt(rooms: House, request: AdoptRequest) -> int:
    from agent.wiring import desks, user  # noqa: PLC0415

    async with desks(rooms, "adopt", rooms.portal(rooms.roster.login_of(request.shop))) as made:
        if _may_ask() and not request.dry_run:
            request = await asked(made, request)
        answer = await _run(made, replace(request, by=request.by or user()))
    tell_answer(answer, request.shop)
    return 0


async def _run(made: Desks, request: AdoptRequest) -> AdoptAnswer:
    from agent.flows.adopt import adopt as flow  # noqa: PLC0415 - flows are loaded by those who need them

    return await flow(request, await made.desk(request.shop))


async def asked(made: Desks, request: AdoptRequest) -> AdoptRequest:
    """What a person at the terminal adds, having seen what would be taken in; only shown once more after a no."""
    answer = await _run(made, replace(request, dry_run=True))
    request = replace(request, wishes=(*request.wishes, *_dates(answer, request)), unlinks=_count(answer, request))
    if _declares(request) and not request.by:
        request = replace(request, by=_line(words()("ui.your_name")))
        if not request.by:
            raise MendInput(Code.E_USAGE, why="adopt_form")
    answer = await _run(made, replace(request, dry_run=True))
    if not answer.taken.is_news:
        return request
    with redirect_stdout(sys.stderr):
        tell_answer(answer, request.shop)
    return replace(request, dry_run=_line(words()("ui.adopt_sure")).lower() not in _YES)


def _dates(answer: AdoptAnswer, request: AdoptRequest) -> Iterator[Wish]:
    for gap in answer.gaps:
        if gap.missing is Missing.LINK_DATE and gap.handle:
            told = _line(words()("ui.adopt_since", handle=gap.handle))
            if told:
                yield Wish(Subject.LINK, gap.handle, a_moment(told, request.shop.zone))


def _count(answer: AdoptAnswer, request: AdoptRequest) -> int | None:
    """How many unlinks there were, where neither the portal nor this command line says so."""
    untold = any(one.missing is Missing.UNLINKS_LEFT for one in answer.gaps)
    told = _line(words()("ui.adopt_unlinks")) if untold and request.unlinks is None else ""
    if told and not (told.isascii() and told.isdigit() and len(told) <= 2):  # noqa: PLR2004 - as --declare-unlinks
        raise MendInput(Code.E_INPUT, why="not_a_count", value=legible(told, 20))
    return int(told) if told else request.unlinks


def _line(question: str) -> str:
    print(question, file=sys.stderr, end=" ", flush=True)
    return sys.stdin.readline().strip()
