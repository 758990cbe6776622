"""deadlines: everything with a date over all shops, and a calendar of it; the portal is not asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from agent.cli import show
from agent.cli.approving import clock_of
from agent.cli.call import CALL, a_place
from agent.cli.health import ShopOrAll  # noqa: TC001 - typer reads it at run time
from agent.cli.loop import go
from agent.cli.reminding import dated, remind_all
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.deadline import Matter
from agent.domain.identity import legible
from agent.domain.plain import iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from agent.domain.deadline import Deadline
    from agent.domain.roster import Shop
    from agent.wiring import House

_BEFORE: Final = timedelta(hours=1)  # so long an appointment stands before the moment at which a time ends


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(deadlines)


def deadlines(
    shop: ShopOrAll = "",
    ics: Annotated[
        Path | None, typer.Option("--ics", metavar="FILE", parser=a_place, help="Write them as an iCalendar file too.")
    ] = None,
) -> int:
    """Show everything with a date: appeals, invitations, waiting times, reviews, and presses that wait for a yes."""
    rooms = house()
    return go(_deadlines(rooms, [rooms.shop(shop)] if shop else list(rooms.roster.shops), ics))


async def _deadlines(rooms: House, shops: Sequence[Shop], ics: Path | None) -> int:
    from agent.flows.deadlines import deadlines_of, reviews_of  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger(clock_of(rooms)) as book:
        now = book.clock.now()
        of = [await deadlines_of(one, await rooms.rules(one, book), dated(book)) for one in shops]
        reviews = [(one, await reviews_of(one, await rooms.rules(one, book), dated(book))) for one in shops]
        await remind_all(rooms, book)
    found = sorted((one for told in of for one in told), key=lambda one: (one.at, one.shop.id, one.matter))
    if ics:
        _write(ics, found, now)
    if CALL.get().json:
        for one in found:
            show.result(_object(one))
        for shop, undated in reviews:
            for each in undated:
                show.result({"shop": shop.id, "matter": Matter.REVIEW, "at": None, "about": f"@{each.handle}"})
        return 0
    if found:
        _tell(found)
    elif not any(undated for _, undated in reviews):
        print(words()("compliance.no_deadlines"))
    for shop, undated in reviews:
        for each in undated:
            sent = show.moment(each.sent_at, shop.zone)
            print(legible(words()("compliance.in_review", handle=each.handle, shop=shop.name, moment=sent), 600))
    return 0


def _tell(found: Sequence[Deadline]) -> None:
    heads = [words()(f"compliance.{key}") for key in ("when", "shop", "matter", "about_what", "whose_date", "reminder")]
    show.table(heads, [_cells(one) for one in found])


def _cells(one: Deadline) -> tuple[str, ...]:
    say = words()
    whose = say("compliance.date_ours" if one.ours else "compliance.date_portal")
    remind = show.moment(one.remind_by, one.shop.zone)
    return show.moment(one.at, one.shop.zone), one.shop.name, say(f"matter.{one.matter}"), one.about, whose, remind


def _object(one: Deadline) -> dict[str, object]:
    return {
        "shop": one.shop.id,
        "matter": one.matter,
        "at": iso(one.at),
        "about": one.about,
        "whose": "ours" if one.ours else "portal",
        "remind_by": iso(one.remind_by),
        "later_reading": iso(one.later),
        "calendar_unknown": list(one.unknown),
    }


def _write(path: Path, found: Sequence[Deadline], now: datetime) -> None:
    """A calendar that, taken in again, changes its appointments and doubles none."""
    from agent.adapters.calendars import Appointment, as_calendar  # noqa: PLC0415 - only here
    from agent.adapters.files import write_private  # noqa: PLC0415 - only here

    say = words()
    stands = [
        Appointment(
            key=f"channel-companion/deadline/{one.shop.id}/{one.matter}/{one.about}",
            begins=at - _BEFORE,
            ends=at,
            title=f"{say(f'matter.{one.matter}')}: {one.about} · {one.shop.name}",
            about=say(
                "compliance.deadline_about",
                moment=show.moment(one.at, one.shop.zone),
                whose=say("compliance.date_ours" if one.ours else "compliance.date_portal"),
            ),
        )
        for one in found
        for at in [min(one.at, one.remind_by or one.at)]
    ]
    write_private(path, as_calendar(stands, now))
