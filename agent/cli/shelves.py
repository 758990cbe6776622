"""showcase list, backup: what an account shows, read whole from its creator's own page; nothing is pressed."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from agent.cli import show
from agent.cli.acts import Headed, Step, a_target
from agent.cli.call import CALL, a_place
from agent.cli.goods import OneShop, Wish, accounts_of
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import tell
from agent.domain.identity import Target, folded, legible
from agent.errors import EXIT, Code, CompanionError, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.roster import Shop
    from agent.domain.showcase import ShowcaseSeen
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


def list_(shop: OneShop, handles: Accounts = None, headed: Headed = False, step: Step = False) -> int:
    """All products that accounts show, counted."""
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    return go(each(rooms, asked, handles or (), partial(_listed, asked.zone)))


def backup(shop: OneShop, handles: Accounts = None, headed: Headed = False, step: Step = False) -> int:
    """Keep a complete copy of what accounts show; `restore` puts it back."""
    rooms = house(headed=headed, step=step)
    return go(each(rooms, rooms.shop(shop), handles or (), _kept, keep=True))


def targets_of(shop: Shop, handles: Sequence[str]) -> list[Target]:
    """The accounts that are meant, each once; by default all that the roster names for the shop."""
    if not handles:
        return [Target(one.handle, one.account_id) for one in accounts_of(Wish(shop))]
    known = {folded(one.handle): one.account_id for one in shop.accounts}
    meant = {folded(one): a_target(one, known.get(folded(one)) or "") for one in handles}
    return list(meant.values())


async def each(rooms: House, shop: Shop, handles: Sequence[str], tells: Telling, *, keep: bool = False) -> int:
    """Read one showcase after the other and tell each; the gravest exit code of them.

    What is wrong with one account is told and stops no other, unless it is wrong with all.
    """
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
    headline(seen)
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


def headline(seen: ShowcaseSeen) -> None:
    """Whose showcase it is, how much stands in it, and today's counter."""
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
