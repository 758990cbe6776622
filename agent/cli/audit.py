"""audit, watch: what the portal's content check holds against accounts' posts, as a task list for their creators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.acts import Headed, Step, a_target
from agent.cli.approving import call_for
from agent.cli.audit_telling import keep_list, may_write, tell_audit, tell_rested, tell_watch
from agent.cli.call import a_place
from agent.cli.durations import a_duration
from agent.cli.loop import go
from agent.cli.reminding import dated
from agent.cli.rooms import house
from agent.domain.content_audit import AuditRequest
from agent.domain.permit import Kind
from agent.errors import Code, MendInput, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.wiring import Desks, House

_MOST_RUNS = 200  # of one shop in one day

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", parser=a_place, metavar="FILE", help="Write the task list: .html, .csv or .xlsx, a new file."
    ),
]


@dataclass(frozen=True, slots=True)
class _Captions:
    """Captions to be looked through by lists of words, without a portal."""

    file: Path
    market: str
    out: Path | None


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for command in (audit, watch):
        app.command()(command)


def audit(
    shop: Annotated[str, typer.Argument(metavar="[SHOP]", help="Id or name of a shop of the roster.")] = "",
    handle: Annotated[str, typer.Argument(metavar="[HANDLE]", help="The account's handle, with or without @.")] = "",
    account_id: Annotated[str, typer.Option("--id", help="The account's id, where it is known.")] = "",
    captions: Annotated[
        Path | None,
        typer.Option(
            "--captions", parser=a_place, metavar="FILE", help="Only look through captions: .txt, .csv, .xlsx."
        ),
    ] = None,
    market: Annotated[str, typer.Option("--market", metavar="CC", help="With --captions: a country like MX.")] = "",
    out: Out = None,
    show: Annotated[bool, typer.Option("--show", help="Begin no check, only read what there is.")] = False,
    wait: Annotated[
        str, typer.Option("--wait", metavar="T", help="How long the check is waited for: 90s, 20m.")
    ] = "10m",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Let the portal check an account's posts, and list what its creator should look at; nothing is ever deleted."""
    may_write(out)
    if captions:
        return _look_through(_Captions(captions, market, out), shop)
    if not shop or not handle or market:
        raise MendInput(Code.E_USAGE, why="audit_form")
    patience, target = a_duration(wait), a_target(handle, account_id)
    rooms = house(headed=headed, step=step)
    return go(_audit(rooms, AuditRequest(rooms.shop(shop), target, patience, not show, dry_run), out))


def _look_through(asked: _Captions, shop: str) -> int:
    from agent.cli.screening import look_through  # noqa: PLC0415 - pydantic is heavy

    rooms = house(empty=not shop)
    market = rooms.shop(shop).region if shop and not asked.market else asked.market
    return look_through(asked.file, market, asked.out, rooms)


async def _audit(rooms: House, request: AuditRequest, out: Path | None) -> int:
    from agent.flows.audit import audit as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    shop = request.shop
    async with desks(rooms, "audit", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        work = partial(flow, request, desk)
        record, folder = await recorded(shop, request.target, Kind.CONTENT_CHECK, desk, work)
        await call_for(rooms, made, record)
    tell_audit(record, desk.who.run, folder)
    keep_list([record], out)
    return record.exit


def watch(
    shops: Annotated[list[str] | None, typer.Argument(metavar="[SHOP]...", help="Default: all shops.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also those that were looked after today.")] = False,
    out: Out = None,
    headed: Headed = False,
) -> int:
    """Look after every linked account, once a day: content checks, links, violations, standing; tells what is new."""
    may_write(out)
    rooms = house(headed=headed)
    chosen = [rooms.shop(one) for one in shops or ()] or list(rooms.roster.shops)
    return go(_watch(rooms, chosen, out, again=again))


async def _watch(rooms: House, shops: Sequence[Shop], out: Path | None, *, again: bool) -> int:
    """One shop after the other; one that cannot be read is left for the next run, which goes on there."""
    from agent.cli.applying import deliver  # noqa: PLC0415 - rounds are not for every command
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    async with desks(rooms, "watch", rooms.clock_portal(), unwatched=not rooms.headed) as made:
        chosen = [shop for shop in shops if again or not await _rests(shop, made)]
        records = [await _watched(shop, made) for shop in chosen]
        await deliver(rooms, made)
    keep_list(records, out)
    return worst([one.exit for one in records])


async def _rests(shop: Shop, made: Desks) -> bool:
    from agent.flows.watch import looked_after  # noqa: PLC0415 - flows are loaded by those who need them

    rests = looked_after(await made.ledger.runs(shop.id, _MOST_RUNS), made.clock.now())
    if rests:
        tell_rested(shop)
    return rests


async def _watched(shop: Shop, made: Desks) -> Record:
    from agent.flows.deadlines import remind  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415
    from agent.flows.watch import watch as flow  # noqa: PLC0415

    desk = await made.desk(shop)
    record, folder = await recorded(shop, None, None, desk, partial(flow, shop, desk))
    if record.health:
        await remind(shop, desk.rules, dated(made.ledger), record.health.standing)
    tell_watch(record, desk.who.run, folder)
    return record
