"""replace: one channel account of a shop takes the place of another; an interrupted replacement is taken up again."""

from __future__ import annotations

import asyncio
from dataclasses import replace as changed
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import Headed, ShopWord, Step, a_target, tell_error
from agent.cli.approving import call_for
from agent.cli.call import CALL
from agent.cli.durations import a_duration
from agent.cli.loop import go, interrupted
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.unlink import Confirm, ConfirmLast, WithoutBackup, must_name, names_last
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, Record, ReplaceRequest, UnlinkRequest
from agent.domain.unlinking import Way
from agent.errors import Code, CompanionError, MendInput, Submitted

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.identity import Target
    from agent.wiring import House

Wait = Annotated[
    str,
    typer.Option("--wait", metavar="T", help="Wait out the times, and for the yes to NEW, this long: 90s, 20m, 48h."),
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(replace)


def replace(
    shop: ShopWord,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The handle of the account that leaves.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The handle of the account that comes.")],
    account_id: Annotated[str, typer.Option("--id", help="The leaving account's id, where it is known.")] = "",
    new_id: Annotated[str, typer.Option("--new-id", help="The coming account's id, where it is known.")] = "",
    confirm: Confirm = "",
    confirm_last: ConfirmLast = "",
    without_backup: WithoutBackup = "",
    wait: Wait = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Check NEW, keep the showcase of OLD and unlink it, then invite NEW; run again, it goes on where it stopped."""
    leaves, comes = _two(a_target(old, account_id), a_target(new, new_id))
    must_name(leaves, confirm, dry_run=dry_run)
    follow = a_duration(wait) if wait else None
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    last = names_last(asked, confirm_last)
    unlink = UnlinkRequest(asked, leaves, Way.SELLER, last, without_backup.strip(), dry_run)
    bind = BindRequest(asked, comes, asked.wanted(comes.handle), dry_run)
    return go(_replace(rooms, ReplaceRequest(unlink, bind), follow))


def _two(leaves: Target, comes: Target) -> tuple[Target, Target]:
    """Nobody takes their own place."""
    same_id = leaves.account_id is not None and leaves.account_id == comes.account_id
    if same_id or leaves.handle.casefold() == comes.handle.casefold():
        raise MendInput(Code.E_USAGE, why="same_account")
    return leaves, comes


async def _replace(rooms: House, request: ReplaceRequest, follow: timedelta | None) -> int:
    """Go as far as it goes; what only time heals is waited for without a browser, as long as the caller says."""
    from agent.flows.replace import cut_short  # noqa: PLC0415 - flows are loaded by those who need them

    clock = rooms.clock(rooms.portal(rooms.roster.login_of(request.old.shop)))
    until = clock.now() + follow if follow else None
    asked = changed(request, new=changed(request.new, wait_until=until))
    record, run, folder = await _once(rooms, asked)
    while until and record.not_before and clock.now() < record.not_before <= until and not interrupted():
        _tell_waiting(record)
        try:
            await clock.sleep(record.not_before - clock.now())
            record, run, folder = await _once(rooms, changed(asked, before=record))
        except asyncio.CancelledError:
            if record.submitted is Submitted.NO:
                raise
            break  # what was sent is told, and the same command goes on
        except CompanionError as error:
            record = cut_short(record, error)
    _tell(record, run, folder)
    return record.exit


async def _once(rooms: House, request: ReplaceRequest) -> tuple[Record, str, str]:
    """One run: its record, its id and the folder of its report."""
    from agent.flows.replace import replace as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    old = request.old
    async with desks(rooms, "replace", rooms.portal(rooms.roster.login_of(old.shop))) as made:
        desk = await made.desk(old.shop)
        record, folder = await recorded(old.shop, old.target, Kind.UNLINK, desk, partial(flow, request, desk))
        await call_for(rooms, made, record)
    return record, desk.who.run, folder


def _tell_waiting(told: Record) -> None:
    if not CALL.get().json:
        print(words()("ui.replace_waits", moment=show.moment(told.not_before, told.shop.zone)), flush=True)


def _tell(told: Record, run: str, folder: str) -> None:
    """Both halves in the order in which they happen, how far it has come, and what to do."""
    if CALL.get().json:
        show.result(show.as_object(told, run, folder))
    else:
        _in_words(told, folder)
    tell_error(next((part for part in told.parts if part.code), told))


def _in_words(told: Record, folder: str) -> None:
    say = words()
    old, new = (part.target.handle if part.target else "" for part in told.parts)
    print(legible(f"{say(f'outcome.{told.outcome}')}: @{old} → @{new} · {told.shop.name}"))
    for part in told.parts:
        for line in _half(part):
            print(f"  {line}")
    moment = show.moment(told.not_before, told.shop.zone)
    named = {"old": f"@{old}", "new": f"@{new}", "shop": told.shop.id}
    print(legible(f"  {say(f'progress.{told.progress}', moment=moment, **named)}", 600))
    show.kept_at(folder)
    show.hand_on(told)


def _half(part: Record) -> list[str]:
    """How it ended for one of the two."""
    say, handle = words(), part.target.handle if part.target else ""
    allowed = part.kind is Kind.BIND and part.outcome is Outcome.PLANNED
    ended = say("ui.check_passed") if allowed else say(f"outcome.{part.outcome}")
    return [legible(f"@{handle}: {ended}{show.linked(part)}"), *(f"  {line}" for line in show.because(part))]
