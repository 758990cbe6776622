"""showcase list, backup, stale: what an account shows, read whole from its creator's own page; nothing is pressed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from agent.cli import show
from agent.cli.acts import Headed, Step, a_target
from agent.cli.call import CALL, a_place
from agent.cli.goods import OneShop, Wish, accounts_of, assortments_of
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import tell
from agent.domain.identity import Target, folded, legible
from agent.domain.stale import replaced, stale
from agent.errors import EXIT, Code, CompanionError, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.assortment import Assortment
    from agent.domain.roster import Shop
    from agent.domain.showcase import ShowcaseSeen
    from agent.domain.stale import StaleItem
    from agent.ports import Desk
    from agent.wiring import Desks, House

    Looking: TypeAlias = Callable[[Desk], Awaitable[ShowcaseSeen]]
    Telling: TypeAlias = Callable[[ShowcaseSeen, Target, Desk], Awaitable[None]]

Accounts = Annotated[list[str] | None, typer.Argument(metavar="[HANDLE]...", help="These accounts; default: all.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--file", parser=a_place, metavar="FILE", help="An assortment: .csv, .xlsx or .toml; default: the roster's."
    ),
]
STOPS = {
    EXIT[one]
    for one in (
        *(Code.E_OUTCOME_UNKNOWN, Code.E_EFFECT_MISMATCH, Code.E_CHALLENGE, Code.E_WRONG_SHOP),
        *(Code.E_LEDGER_CORRUPT, Code.E_BROWSER_MISSING),
    )
}  # of one account: nothing is begun at the next one; a creator who is not logged in stops no other


def join(group: typer.Typer) -> None:
    """Offer this module's commands."""
    group.command("list")(list_)
    group.command()(backup)
    group.command("stale")(stale_)


def list_(shop: OneShop, handles: Accounts = None, headed: Headed = False, step: Step = False) -> int:
    """All products that accounts show, counted."""
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    return go(_each(rooms, asked, handles or (), partial(_listed, asked.zone)))


def backup(shop: OneShop, handles: Accounts = None, headed: Headed = False, step: Step = False) -> int:
    """Keep a complete copy of what accounts show; `restore` puts it back."""
    rooms = house(headed=headed, step=step)
    return go(_each(rooms, rooms.shop(shop), handles or (), _kept, keep=True))


def stale_(
    shop: OneShop,
    handles: Accounts = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Unchanged for so many days.")] = 30,
    files: Files = None,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """What stands unchanged for long or is sold out, and which wanted product could come in its place today."""
    rooms = house(headed=headed, step=step)
    wish = Wish(rooms.shop(shop), handles or (), files or ())
    wanted = {one.handle: one for one in assortments_of(rooms, wish)} if files or _names_a_file(wish) else {}

    async def told(seen: ShowcaseSeen, target: Target, desk: Desk) -> None:
        await _stale(seen, desk, wish.shop, timedelta(days=days), wanted.get(target.handle))

    return go(_each(rooms, wish.shop, handles or (), told))


def _names_a_file(wish: Wish) -> bool:
    """Whether the roster says what one of these accounts is to show."""
    meant = {folded(one) for one in wish.handles} or {folded(one.handle) for one in wish.shop.accounts}
    return any(one.showcase for one in wish.shop.accounts if folded(one.handle) in meant)


def targets_of(shop: Shop, handles: Sequence[str]) -> list[Target]:
    """The accounts that are meant, each once; by default all that the roster names for the shop."""
    if not handles:
        return [Target(one.handle, one.account_id) for one in accounts_of(Wish(shop))]
    known = {folded(one.handle): one.account_id for one in shop.accounts}
    meant = {folded(one): a_target(one, known.get(folded(one)) or "") for one in handles}
    return list(meant.values())


async def _each(rooms: House, shop: Shop, handles: Sequence[str], tells: Telling, *, keep: bool = False) -> int:
    from agent.flows.showcase import shown  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    exits = list[int]()
    async with desks(rooms, "showcase", rooms.portal(rooms.roster.login_of(shop))) as made:
        for target in targets_of(shop, handles):
            exits.append(await _one(made, shop, target, partial(shown, shop, target, keep=keep), tells))
            if exits[-1] in STOPS:
                break
    return worst(exits)


async def _one(made: Desks, shop: Shop, target: Target, look: Looking, tells: Telling) -> int:
    try:
        desk = await made.desk(shop)
        await tells(await look(desk), target, desk)
    except CompanionError as error:
        tell(error)
        return error.exit
    return 0


async def _listed(zone: str, seen: ShowcaseSeen, target: Target, desk: Desk) -> None:
    _ = target, desk
    if CALL.get().json:
        show.result(_as_object(seen))
        return
    say = words()
    _headline(seen)
    heads = [say(f"ui.{key}") for key in ("product", "title", "shop", "stock", "added")]
    rows = (
        (
            one.product_id,
            one.title,
            one.shop_name,
            "" if one.stock is None else str(one.stock),
            show.moment(one.added_at, zone),
        )
        for one in seen.items.rows
    )
    show.table(heads, rows)


async def _kept(seen: ShowcaseSeen, target: Target, desk: Desk) -> None:
    _ = target
    told = {"account": seen.account_id, "handle": seen.handle, "kept": len(seen.items.rows)}
    moment = show.moment(desk.clock.now())
    line = words()("ui.showcase_copied", handle=seen.handle, count=len(seen.items.rows), moment=moment)
    show.result(told, [line])


def _headline(seen: ShowcaseSeen) -> None:
    today = f"{seen.today.used}/{seen.today.most}" if seen.today else ""
    print(legible(words()("ui.showcase_holds", handle=seen.handle, count=len(seen.items.rows), today=today), 200))


def _as_object(seen: ShowcaseSeen) -> dict[str, Any]:
    return {
        "account": {"handle": seen.handle, "id": seen.account_id},
        "count": len(seen.items.rows),
        "complete": seen.items.complete,
        "added_today": asdict(seen.today) if seen.today else None,
        "products": [asdict(one) | {"added_at": plain_moment(one.added_at)} for one in seen.items.rows],
    }


def plain_moment(at: Any) -> str | None:  # noqa: ANN401 - a moment or none
    """A moment as machines read it."""
    return at.isoformat() if at else None


async def _stale(seen: ShowcaseSeen, desk: Desk, shop: Shop, after: timedelta, wanted: Assortment | None) -> None:
    from agent.flows.observe_showcase import Room, counted  # noqa: PLC0415 - flows are loaded by those who need them

    present = {one.product_id for one in seen.items.rows}
    missing = [one.product_id for one in wanted.missing(present)] if wanted else []
    used = await counted(shop, seen.account_id, desk)
    room = Room(used, used, seen.today).left(desk.rules.showcase_adds_per_day.value)
    found = replaced(stale(seen.items.rows, desk.clock.now(), after), missing, room)
    if CALL.get().json:
        account = {"handle": seen.handle, "id": seen.account_id}
        show.result({"account": account, "stale": [_stale_object(one) for one in found]})
        return
    say = words()
    _headline(seen)
    if not found:
        print(say("ui.nothing_stale"))
        return
    heads = [say(f"ui.{key}") for key in ("product", "title", "why", "added", "instead")]
    show.table(heads, [_stale_cells(one, shop.zone) for one in found])


def _stale_cells(one: StaleItem, zone: str) -> tuple[str, ...]:
    why = ", ".join(words()(f"stale.{reason}") for reason in one.why)
    return one.item.product_id, one.item.title, why, show.moment(one.item.added_at, zone), one.instead


def _stale_object(one: StaleItem) -> dict[str, Any]:
    item = one.item
    told = {"product": item.product_id, "title": item.title, "stock": item.stock, "why": list(one.why)}
    return told | {"added_at": plain_moment(item.added_at), "instead": one.instead or None}
