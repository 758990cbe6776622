"""apply: do what is due now in every shop, and say when the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import a_target
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.jobs import Job
from agent.errors import worst

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.identity import Handle, ShopId
    from agent.domain.jobs import Tally
    from agent.flows.round import Confirmed, Ended
    from agent.wiring import Desks, House

Shops = Annotated[list[str] | None, typer.Option("--shop", help="Only this shop; may be given again.")]
AtOnce = Annotated[
    int, typer.Option("--concurrency", min=0, max=64, help="Visits at the same time; 0: as the machine allows.")
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(apply)


def apply(
    shops: Shops = None,
    concurrency: AtOnce = 0,
    confirm: Annotated[
        list[str] | None, typer.Option("--confirm", metavar="HANDLE", help="An account that may be let go.")
    ] = None,
    confirm_last: Annotated[
        list[str] | None, typer.Option("--confirm-last", metavar="SHOP", help="A shop whose last unlink this may be.")
    ] = None,
    without_backup: Annotated[
        str, typer.Option("--without-backup", metavar="REASON", help="Do without copies of showcases, and why.")
    ] = "",
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
) -> int:
    """Do what is due now, several shops at once; run again at any time, it looks first."""
    from agent.flows.round import Confirmed  # noqa: PLC0415 - flows are loaded by those who need them

    rooms = house(headed=headed)
    only = [rooms.shop(one).id for one in shops or ()]
    confirmed = Confirmed(
        frozenset(a_target(one).handle for one in confirm or ()),
        frozenset(rooms.shop(one).id for one in confirm_last or ()),
        without_backup.strip(),
    )
    return go(_apply(rooms, only, confirmed, concurrency))


async def _apply(rooms: House, only: Collection[ShopId], confirmed: Confirmed, at_once: int) -> int:
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    async with desks(rooms, "apply", rooms.clock_portal(), unwatched=not rooms.headed) as made:
        began = made.clock.now()
        await take_roster(rooms, made.ledger)
        due = await _due(made, only, confirmed.handles)
        ended = await _round(rooms, made, due, confirmed, at_once) if due else ()
        tally = await _tally(ended, made, began)
    _tell(tally)
    return tally.exit


async def take_roster(rooms: House, ledger: SqlLedger) -> None:
    """Let the jobs follow the roster, where its file is not the one that they stand on."""
    digest = rooms.roster_digest()
    if digest == await ledger.roster_taken():
        return
    from agent.domain.due import no_longer, wanted  # noqa: PLC0415 - a roster that is as it was pays nothing

    known, now, rhythm = await ledger.jobs(), ledger.clock.now(), rooms.rhythm()
    jobs = list[Job]()
    for shop in rooms.roster.shops:
        jobs += wanted(shop, [one for one in known if one.shop == shop.id], now, rhythm)
    shops = {one.id for one in rooms.roster.shops}
    jobs += no_longer(one for one in known if one.shop not in shops)
    await ledger.set_jobs(jobs, digest)


async def _due(made: Desks, only: Collection[ShopId], confirmed: Collection[Handle]) -> list[Job]:
    from agent.flows.round import due_now  # noqa: PLC0415 - flows are loaded by those who need them

    due = list(await made.ledger.jobs(due_by=made.clock.now()))
    if confirmed:
        due += [one for one in due_now(await made.ledger.jobs(), confirmed) if one not in due]
    return [one for one in due if not only or one.shop in only]


async def _round(rooms: House, made: Desks, due: Sequence[Job], confirmed: Confirmed, at_once: int) -> Sequence[Ended]:
    from agent.cli.progress import Progress  # noqa: PLC0415 - it draws, and knows flows
    from agent.flows.round import Round  # noqa: PLC0415 - flows are loaded by those who need them

    with Progress(rooms.roster) as progress:
        work = Round(rooms.roster, made.ledger, made.clock, made.desk, rooms.rhythm(), progress, confirmed)
        return await work.run(due, at_once or rooms.at_once())


async def _tally(ended: Sequence[Ended], made: Desks, began: datetime) -> Tally:
    from collections import Counter  # noqa: PLC0415

    from agent.domain.jobs import Tally  # noqa: PLC0415

    outcomes = Counter(one.record.outcome for one in ended)
    jobs = Counter(one.state for one in await made.ledger.jobs()) if ended else {}
    return Tally(
        began, made.clock.now(), worst([one.exit for one in ended]), outcomes, jobs, await made.ledger.next_due()
    )


def _tell(tally: Tally) -> None:
    say = words()
    next_due = show.moment(tally.next_due)
    summary = {
        "exit": tally.exit,
        "outcomes": tally.outcomes,
        "jobs": tally.jobs,
        "next_due": tally.next_due,
        "began_at": tally.began_at,
        "ended_at": tally.ended_at,
    }
    head = say("ui.round_ended", count=sum(tally.outcomes.values())) if tally.outcomes else say("ui.nothing_due")
    show.result({"summary": summary}, [head, *([say("ui.next_due", moment=next_due)] if next_due else [])])
