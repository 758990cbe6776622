"""appeal: send an appeal against a violation, with its reason and files, or look how one stands."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import Headed, ShopWord, Step, tell_record
from agent.cli.approving import call_for
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.appeal import AppealRequest
from agent.domain.identity import parse_id, shown
from agent.domain.permit import Kind
from agent.domain.plain import iso
from agent.domain.upload import UploadLimits
from agent.domain.violation import AppealState
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.appeal import AppealsSeen, SentAppeal
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.wiring import House

ReasonFile = Annotated[
    Path | None,
    typer.Option("--reason-file", metavar="FILE", parser=a_place, help="A text file with the reason."),
]
Files = Annotated[
    list[Path] | None,
    typer.Option("--file", metavar="FILE", parser=a_place, help="A proof: PNG, JPG or PDF; again for more."),
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(appeal)


def appeal(
    shop: ShopWord,
    violation: Annotated[str, typer.Argument(metavar="VIOLATION", help="Its number, as `violations` shows it.")],
    reason_file: ReasonFile = None,
    file: Files = None,
    confirm: Annotated[str, typer.Option("--confirm", metavar="VIOLATION", help="The number once more.")] = "",
    status: Annotated[bool, typer.Option("--status", help="Only look how the appeals against it stand.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything; upload and send nothing.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Appeal against a violation, at most once for each try whatever happens; or see what became of it."""
    try:
        number = parse_id(violation)
    except ValueError:
        raise MendInput(Code.E_INPUT, why="not_an_id", value=shown(violation)) from None
    if status:
        rooms = house(headed=headed)
        return go(_status(rooms, rooms.shop(shop), number))
    if reason_file is None or not file:
        raise MendInput(Code.E_USAGE, why="appeal_form")
    if confirm != number and not dry_run:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {number}")
    rooms = house(headed=headed, step=step)
    return go(_appeal(rooms, rooms.shop(shop), number, (reason_file, *file), dry_run=dry_run))


async def _appeal(rooms: House, shop: Shop, violation: str, paths: Sequence[Path], *, dry_run: bool) -> int:
    from agent.flows.appealing import appeal as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    request = replace(await _read(rooms, shop, violation, paths), dry_run=dry_run)
    async with desks(rooms, "appeal", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        record, folder = await recorded(shop, None, Kind.APPEAL, desk, partial(flow, request, desk))
        await call_for(rooms, made, record)
    tell_record(record, desk.who.run, folder)
    return record.exit


async def _read(rooms: House, shop: Shop, violation: str, paths: Sequence[Path]) -> AppealRequest:
    """The reason and the files, before anything is opened: raises MendInput(E_INPUT) for what must not be sent."""
    from agent.uploads.reading import read_reason, read_uploads  # noqa: PLC0415 - only where something is sent

    async with rooms.ledger() as ledger:
        rules = await rooms.rules(shop, ledger)
    files = read_uploads(paths[1:], limits_of(rules))
    return AppealRequest(shop, violation, read_reason(paths[0]), files)


def limits_of(rules: Rules) -> UploadLimits:
    """How many files of what size may go with an appeal or a ticket."""
    return UploadLimits(rules.proof_files.value, rules.proof_kilobytes.value * 1000)


async def _status(rooms: House, shop: Shop, violation: str) -> int:
    from agent.flows.violation import appeals  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    async with desks(rooms, "appeal", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        seen = await appeals(shop, violation, desk)
    _tell(shop, seen, desk.rules)
    return 0


def _tell(shop: Shop, seen: AppealsSeen, rules: Rules) -> None:
    """How the tries stand, and whether one more is taken."""
    say, state = words(), seen.state
    tries = [_as_object(one) for one in seen.tries]
    told = {"shop": shop.id, "violation": seen.violation, "state": state, "until": iso(seen.until), "tries": tries}
    line = f"{seen.violation}: {say(f'appeal_state.{state}') if state else say('ui.untold')}"
    show.result(told | {"taken": seen.draft is not None}, [line, f"  {_next(shop, seen, rules)}"])
    if seen.tries and not CALL.get().json:
        heads = [say(f"ui.{key}") for key in ("id", "sent", "status", "appeal_decided", "service_answer")]
        show.table(heads, [_as_row(one, shop) for one in seen.tries])


def _next(shop: Shop, seen: AppealsSeen, rules: Rules) -> str:
    """Whether one more is taken: the page's word; the rule only tells what else is written about it."""
    say, tries, most = words(), len(seen.tries), rules.appeal_tries
    if seen.draft is not None:
        return say("ui.appeal_taken", number=tries + 1, most=most.value, until=show.moment(seen.until, shop.zone))
    if seen.state is AppealState.IN_PROGRESS:
        return say("ui.appeal_waits")
    window = rules.second_appeal_window
    return say("ui.appeal_over", tries=tries, most=most.value, days=window.value.days, source=window.chosen.source)


def _as_object(one: SentAppeal) -> dict[str, object]:
    times: dict[str, object] = {"sent": iso(one.sent_at), "decided": iso(one.decided_at)}
    return {"id": one.id, "state": one.state, **times, "files": len(one.files), "answer": one.answer}


def _as_row(one: SentAppeal, shop: Shop) -> tuple[str, ...]:
    say = words()
    state = say(f"appeal_state.{one.state}") if one.state else ""
    times = (show.moment(at, shop.zone) for at in (one.sent_at, one.decided_at))
    sent, decided = times
    return one.id, sent, state, decided, one.answer
