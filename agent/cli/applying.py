"""apply: do what is due now in every shop, and say when the rest is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import a_target
from agent.cli.call import a_place
from agent.cli.loop import go
from agent.cli.reminding import remind_all
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import Handle, ShopId
from agent.domain.jobs import Job, JobState, Task
from agent.errors import Code, Refused, worst

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.jobs import Tally
    from agent.flows.ends import Confirmed, Ended, Key
    from agent.wiring import Desks, House

Shops = Annotated[list[str] | None, typer.Option("--shop", help="Only this shop; may be given again.")]
AtOnce = Annotated[
    int, typer.Option("--concurrency", min=0, max=64, help="Visits at the same time; 0: as the machine allows.")
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(apply)


def apply(
    file: Annotated[
        Path | None,
        typer.Argument(parser=a_place, metavar="[FILE]", help="A plan that `plan -o` saved; default: what is due."),
    ] = None,
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
    from agent.flows.ends import Confirmed  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring.rounds import at_once  # noqa: PLC0415 - same

    rooms = house(headed=headed)
    only = [rooms.shop(one).id for one in shops or ()]
    confirmed = Confirmed(
        frozenset(a_target(one).handle for one in confirm or ()),
        frozenset(rooms.shop(one).id for one in confirm_last or ()),
        without_backup.strip(),
    )
    return go(_apply(rooms, _Wish(file, only, confirmed, concurrency or at_once(rooms.settings))))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a call asks for: a saved plan or what is due, all shops or these."""

    file: Path | None
    only: Collection[ShopId]
    confirmed: Confirmed
    at_once: int


async def _apply(rooms: House, wish: _Wish) -> int:
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    watchdog = rooms.watchdog()
    async with desks(rooms, "apply", rooms.clock_portal(), unwatched=not rooms.headed) as made:
        await watchdog.began()
        await take_roster(rooms, made.ledger)
        began = made.clock.now()
        asked = await _of_plan(rooms, made, wish) if wish.file else await _confirmed(made, wish)
        jobs = await made.ledger.jobs(due_by=None if asked else began)
        due = [one for one in jobs if _key(one) in asked or (not wish.file and one.due_at and one.due_at <= began)]
        due = [one for one in due if not wish.only or one.shop in wish.only]
        ended = await _round(rooms, made, due, wish, asked) if due else ()
        tally = await _tally(ended, made, began)
        await deliver(rooms, made, tally)
        await watchdog.ended(tally)
    _tell(tally)
    return tally.exit


def _key(job: Job) -> Key:
    return job.shop, job.task, job.handle


async def _confirmed(made: Desks, wish: _Wish) -> frozenset[Key]:
    """The unlinks that a person has confirmed just now are done whatever they waited for."""
    if not wish.confirmed.handles:
        return frozenset()
    jobs = (one for one in await made.ledger.jobs() if one.task is Task.UNLINK and one.state is not JobState.DONE)
    return frozenset(_key(one) for one in jobs if one.handle in wish.confirmed.handles)


async def _of_plan(rooms: House, made: Desks, wish: _Wish) -> frozenset[Key]:
    """What a saved plan presses, once it is proven that everything stands as it did."""
    from agent.flows.saved_plan import Stood, require_fresh  # noqa: PLC0415 - only where a plan was saved
    from agent.planfile import read_plan  # noqa: PLC0415 - pydantic is heavy

    assert wish.file  # noqa: S101 - tells the type checker what the caller has asked
    kept = read_plan(wish.file)
    over = kept.made_at + timedelta(hours=rooms.settings.rounds.plan_lasts_hours)
    if made.clock.now() > over:
        raise Refused(Code.G_PLAN_STALE, detail="plan_old", value=show.moment(over))
    if kept.roster != rooms.roster_digest():
        raise Refused(Code.G_PLAN_STALE, detail="roster_changed")
    shops = [one for one in kept.shops if any(line.step.presses for line in one.accounts)]
    planned = {rooms.shop(one.id): Stood(one.state, one.rules) for one in shops}
    await require_fresh(planned, made.ledger, made.desk, wish.at_once)
    return frozenset(
        (ShopId(one.id), line.task, Handle(line.handle)) for one in shops for line in one.accounts if line.step.presses
    )


async def deliver(rooms: House, made: Desks, tally: Tally | None = None) -> None:
    """Tell people what they have to hear, where the settings name a channel; it fails and holds up no round."""
    await remind_all(rooms, made.ledger)
    if not rooms.settings.notify.channels:
        return
    import socket  # noqa: PLC0415 - only where there is a channel

    from agent.domain.telling import summary_of  # noqa: PLC0415 - same
    from agent.flows import deliver as flow  # noqa: PLC0415 - same
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - same

    await flow.tell(made.ledger, summary_of(tally, socket.gethostname()) if tally else ())
    await flow.deliver(made.ledger, notifier_of(rooms), made.clock)


async def take_roster(rooms: House, ledger: SqlLedger) -> None:
    """Let the jobs follow the roster, where its file is not the one that they stand on."""
    digest = rooms.roster_digest()
    if digest == await ledger.roster_taken():
        return
    from agent.domain.due import no_longer, wanted  # noqa: PLC0415 - a roster that is as it was pays nothing
    from agent.wiring.rounds import rhythm  # noqa: PLC0415 - same

    known, now, often = await ledger.jobs(), ledger.clock.now(), rhythm(rooms.settings)
    jobs = list[Job]()
    for shop in rooms.roster.shops:
        jobs += wanted(shop, [one for one in known if one.shop == shop.id], now, often)
    shops = {one.id for one in rooms.roster.shops}
    jobs += no_longer(one for one in known if one.shop not in shops)
    await ledger.set_jobs(jobs, digest)


async def _round(rooms: House, made: Desks, due: Sequence[Job], wish: _Wish, asked: frozenset[Key]) -> Sequence[Ended]:
    from agent.cli.progress import Progress  # noqa: PLC0415 - it draws, and knows flows
    from agent.flows.round import Round  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring.rounds import collects, rhythm  # noqa: PLC0415 - same

    often = rhythm(rooms.settings)
    with Progress(rooms.roster) as progress:
        work = Round(rooms.roster, made.ledger, made.clock, made.desk, often, progress, wish.confirmed, asked)
        work.collects = collects(rooms, made)
        return await work.run(due, wish.at_once)


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
