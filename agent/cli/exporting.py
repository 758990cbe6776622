"""export: have the portal make a file of its reports, keep it with its hash, and take its numbers in."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final

import typer

from agent.cli import show
from agent.cli.acts import Headed, ShopWord, Step, tell_record
from agent.cli.approving import call_for
from agent.cli.durations import a_duration
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.exporting import ExportRequest, Module
from agent.domain.identity import legible
from agent.domain.insight import ExportFile, Of, Page, Reading, Span, Wanted
from agent.domain.permit import Kind
from agent.domain.shop_days import day_of
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from pathlib import Path

    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.flows.exporting import Exported
    from agent.wiring import Desks, House

_SPANS: Final = {"1": Span.DAY, "7": Span.LAST_7, "28": Span.LAST_28}
_LATELY: Final = timedelta(days=1)  # what pages showed longer ago may have been corrected since
_KNOWN: Final = {Module.CREATORS: (Of.ACCOUNT, Page.CREATORS), Module.LIVES: (Of.LIVE, Page.LIVES)}

Days = Annotated[str, typer.Option("--days", metavar="1|7|28", help="Yesterday, or the last 7 or 28 full days.")]
Wait = Annotated[str, typer.Option("--wait", metavar="T", help="How long the file is waited for: 90s, 10m.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")]


def add_to(app: typer.Typer) -> None:
    """Offer this module's command."""
    app.command()(export)


def export(
    module: Annotated[Module, typer.Argument(help="Which part of the reports.")],
    shop: ShopWord,
    days: Days = "28",
    wait: Wait = "10m",
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Have a file made, asked for once whatever happens; keep it, and take its numbers in."""
    if days not in _SPANS:
        raise MendInput(Code.E_USAGE, why="days_form", value=legible(days, 20))
    rooms = house(headed=headed, step=step)
    return go(_export(rooms, rooms.shop(shop), module, _SPANS[days], a_duration(wait, "--wait"), dry_run=dry_run))


async def _export(rooms: House, shop: Shop, module: Module, span: Span, wait: timedelta, *, dry_run: bool) -> int:
    from agent.domain.compass import window  # noqa: PLC0415 - only here
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring.exports import is_kept  # noqa: PLC0415 - openpyxl is heavy

    async with desks(rooms, "export", rooms.portal(rooms.roster.login_of(shop))) as made:
        asked = window(span, day_of(made.clock.now(), shop.zone))
        request = ExportRequest(shop, module, asked, dry_run)
        kept = [one for one in await made.ledger.exports(shop.id) if (one.module, one.last) == (module, asked.last)]
        same = next((one for one in kept if one.first == asked.first), None)
        if same and is_kept(same):
            _tell_kept(same)
            return 0
        return await _made(rooms, made, request, wait)


async def _made(rooms: House, made: Desks, request: ExportRequest, wait: timedelta) -> int:
    from agent.flows.exporting import export as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415

    desk = await made.desk(request.shop)
    got: list[Exported] = []

    async def run() -> Record:
        got.append(await flow(request, desk, wait))
        return got[-1].record

    record, folder = await recorded(request.shop, None, Kind.EXPORT, desk, run)
    await call_for(rooms, made, record)
    tell_record(record, desk.who.run, folder)
    if got and got[-1].content:
        await _keep(rooms, made, request, got[-1])
    return record.exit


async def _keep(rooms: House, made: Desks, request: ExportRequest, got: Exported) -> None:
    """First the file, as it came; then its numbers, all or none."""
    from agent.wiring.exports import keep_file, readings_in  # noqa: PLC0415 - openpyxl is heavy

    shop, window, now = request.shop, request.window, made.clock.now()
    path = keep_file(rooms, request, got)
    readings = readings_in(rooms, request, path, now)
    await _require_whole(made, request, readings, path)
    await made.ledger.keep_readings(readings)
    digest, rows = sha256(got.content).hexdigest(), len(readings)
    file = ExportFile(got.task, shop.id, request.module, window.first, window.last, digest, str(path), now, rows)
    await made.ledger.keep_export(file)
    _tell_kept(file)


async def _require_whole(made: Desks, request: ExportRequest, readings: list[Reading], path: Path) -> None:
    """Whoever the pages of the same days have shown must have a line in the file, with what they showed lately."""
    from agent.domain.export_rows import contradicted, missing  # noqa: PLC0415 - only here

    if request.module not in _KNOWN:
        return
    of, page = _KNOWN[request.module]
    window = request.window
    since = window.last if of is Of.ACCOUNT else window.first
    known = await made.ledger.readings(Wanted((request.shop.id,), (of,), (), (page,), since, window.last))
    same = [one for one in known if of is Of.LIVE or one.window == window]
    if gone := missing(readings, same):
        raise MendInput(Code.E_INPUT, file=path, why="file_partial", value=legible(", ".join(gone), 80))
    lately = [one for one in same if one.read_at > made.clock.now() - _LATELY]
    if others := contradicted(readings, lately):
        raise MendInput(Code.E_INPUT, file=path, why="file_contradicts", value=legible(", ".join(others), 80))


def _tell_kept(file: ExportFile) -> None:
    told = {"task": file.task, "file": file.path, "sha256": file.sha256, "rows": file.rows, "module": file.module}
    line = words()("numbers.file_kept", path=file.path, rows=file.rows, hash=file.sha256[:12])
    show.result(told | {"first": file.first, "last": file.last}, [line])
