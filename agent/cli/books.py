"""status, history, ledger, forget: what the memory holds, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.standing import tell_status
from agent.errors import Code, MendInput, Refused, RestoreState

if TYPE_CHECKING:
    from agent.domain.ledger import RunRow
    from agent.domain.roster import Shop
    from agent.wiring import House

ledger = typer.Typer(help="The ledger: check, back up, restore, copy to a server.", no_args_is_help=True)
forget = typer.Typer(help="Forget a person's data.", no_args_is_help=True)

OneShop = Annotated[str, typer.Argument(metavar="[SHOP]", help="Id or name of a shop; default: all.")]


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.command()(status)
    app.command()(history)
    app.add_typer(ledger, name="ledger")
    app.add_typer(forget, name="forget")


def status(shop: OneShop = "") -> int:
    """What is linked, invited and open, as the ledger remembers it, and whether a login rests."""
    rooms = house()
    return go(tell_status(rooms, [rooms.shop(shop)] if shop else list(rooms.roster.shops)))


def history(
    shop: OneShop = "", limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="How many.")] = 50
) -> int:
    """The newest runs first."""
    rooms = house()
    return go(_history(rooms, rooms.shop(shop) if shop else None, limit))


async def _history(rooms: House, shop: Shop | None, limit: int) -> int:
    async with rooms.ledger() as book:
        runs = await book.runs(shop.id if shop else None, limit)
    if CALL.get().json:
        for one in runs:
            show.result(_run_object(one))
        return 0
    say = words()
    heads = [say(f"ui.{key}") for key in ("time", "command", "shop", "account", "outcome", "run")]
    names = {one.id: one.name for one in rooms.roster.shops}
    show.table(heads, [_run_cells(one, names.get(one.shop, one.shop)) for one in runs])
    return 0


def _run_cells(run: RunRow, shop: str) -> tuple[str, ...]:
    parts: Any = run.detail.get("parts", ())
    handles = [part["account"]["handle"] for part in parts] or [run.handle]
    handle = " → ".join(f"@{one}" for one in handles if one) or str(run.detail.get("about", ""))
    outcome = f"{words()(f'outcome.{run.outcome}')} ({run.exit})"
    return show.moment(run.started_at), run.command, shop, handle, outcome, run.run


def _run_object(run: RunRow) -> dict[str, object]:
    return run.detail | {
        "run": run.run,
        "command": run.command,
        "shop": run.shop,
        "handle": run.handle,
        "outcome": run.outcome,
        "exit": run.exit,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at.isoformat(),
        "evidence": run.evidence,
    }


@ledger.command()
def check() -> int:
    """Check the file, fold all events again and compare."""
    return go(_check(house()))


async def _check(rooms: House) -> int:
    async with rooms.ledger() as book:
        differences, newest = book.check(), await book.events(limit=1)
    if differences:
        raise RestoreState(Code.E_LEDGER_CORRUPT, path=rooms.ledger_url, detail="; ".join(differences[:3]))
    count = newest[0].seq if newest else 0
    show.result({"differences": [], "events": count}, [words()("ui.ledger_ok", count=count)])
    return 0


@ledger.command()
def backup(
    target: Annotated[Path, typer.Argument(parser=a_place, metavar="FILE", help="A file that does not exist yet.")],
) -> int:
    """Write a verified copy of the ledger."""
    return go(_backup(house(), target))


async def _backup(rooms: House, target: Path) -> int:
    async with rooms.ledger() as book:
        book.backup(target)
    show.result({"backup": str(target)}, [words()("ui.backed_up", path=target)])
    return 0


@ledger.command()
def restore(
    source: Annotated[Path, typer.Argument(parser=a_place, metavar="FILE", help="A copy that `backup` made.")],
    confirm: Annotated[str, typer.Option("--confirm", help="The copy's file name once more.")] = "",
) -> int:
    """Put a verified copy in the ledger's place; the present one is kept aside."""
    if not source.is_file():
        raise MendInput(Code.E_INPUT, file=source, why="file_missing")
    if confirm != source.name:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {source.name}")
    kept = house().restore_ledger(source)
    show.result({"restored": str(source), "kept": kept}, [words()("ui.restored", path=source, kept=kept)])
    return 0


@ledger.command()
def copy(
    to: Annotated[str, typer.Option("--to", metavar="URL", help="A PostgreSQL database; default: ledger.url.")] = "",
) -> int:
    """Copy this machine's ledger and sealed sessions to PostgreSQL and compare them; the old ones stay as they are."""
    from agent.wiring.moving import move_ledger  # noqa: PLC0415

    rooms = house()
    moved, say = move_ledger(rooms, to), words()
    told = {"events": moved.copied.events, "sessions": moved.copied.sessions}
    lines = [
        say("ui.copied_before" if moved.copied.before else "ui.copied", target=moved.target, **told),
        say("ui.copied_next", target=moved.target),
        say("ui.copied_then", source=moved.source, path=rooms.key_file),
    ]
    show.result(told | {"copied": moved.target, "source": moved.source, "before": moved.copied.before}, lines)
    return 0


@ledger.command()
def release(
    intent: Annotated[str, typer.Argument(metavar="INTENT", help="A claim's id: without effect, or undone since.")],
    reason: Annotated[str, typer.Option("--reason", help="How it is known that it was not used up.")] = "",
    confirm: Annotated[str, typer.Option("--confirm", help="The claim's id once more.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who gives it back; default: the user's name.")] = "",
) -> int:
    """Give back an unlink that changed nothing, or that the portal has undone; only a person may, with a reason."""
    if not reason.strip():
        raise MendInput(Code.E_USAGE, why="release_form")
    if confirm != intent:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {intent}")
    return go(_release(house(), intent, by, reason))


async def _release(rooms: House, intent: str, by: str, reason: str) -> int:
    from agent.domain.identity import Intent  # noqa: PLC0415
    from agent.wiring import user  # noqa: PLC0415

    async with rooms.ledger() as book:
        claim = await book.release(Intent(intent), by.strip() or user(), reason)
    line = words()("ui.released", handle=claim.handle)
    show.result({"intent": claim.intent, "state": claim.state}, [line])
    return 0


@forget.command()
def creator(
    handle: Annotated[str, typer.Argument(metavar="HANDLE")],
    confirm: Annotated[str, typer.Option("--confirm", help="The handle once more.")] = "",
) -> int:
    """Take a creator's name, session, texts and pictures out of everything that is kept."""
    if confirm != handle:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {handle}")
    return go(_forget(house(), handle))


async def _forget(rooms: House, handle: str) -> int:
    from agent.adapters.matches import Matches  # noqa: PLC0415 - only here
    from agent.cli.acts import a_target  # noqa: PLC0415
    from agent.domain.identity import principal_of_creator, unnumbered  # noqa: PLC0415

    target = a_target(handle)
    matches = Matches(rooms.state / "match").forget(target.handle)
    rows = folders = 0
    async with rooms.ledger() as book:
        account = await book.pinned(target.handle)
        rows = await book.forget(account or unnumbered(target.handle))
        if account is None and not matches and not rows:
            raise MendInput(Code.E_INPUT, why="nobody_known", value=target.handle)
    if account:
        rooms.vault().forget(principal_of_creator(account))
    if account or rows:
        folders = rooms.forget_evidence(account or unnumbered(target.handle), target.handle)
    told = {"rows": rows, "runs": folders, "matches": matches}
    show.result(told, [words()("ui.forgotten", count=rows + folders + matches)])
    return 0
