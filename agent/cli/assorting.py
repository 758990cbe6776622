"""showcase plan: the days on which assortments are added, by quota; nothing is opened and nothing pressed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.goods import Accounts, Files, OneShop, Wish, assortments_of
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.identity import legible
from agent.errors import Code, MendInput, TryLater

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.assortment import Day
    from agent.domain.roster import Shop
    from agent.flows.spreading import Spread
    from agent.ports import Clock
    from agent.wiring import House

_ENDINGS: Final = (".csv", ".xlsx", ".json")
_DAYS_SHOWN: Final = 14
_FIRST_SHOWN: Final = 3


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command()(plan)


def plan(
    shop: OneShop,
    handles: Accounts = None,
    files: Files = None,
    products: Annotated[
        Path | None,
        typer.Option("--products", parser=a_place, metavar="FILE", help="The shop's product list: others are refused."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", parser=a_place, metavar="FILE", help="Save it: .csv, .xlsx or .json, a new file."
        ),
    ] = None,
) -> int:
    """Spread what is wanted over days by the quota, in the shop's zone, counting what today has used already."""
    if output and output.suffix.lower() not in _ENDINGS:
        raise MendInput(Code.E_USAGE, why="plan_form", known=", ".join(_ENDINGS), value=legible(output.name, 60))
    rooms = house()
    return go(_plan(rooms, Wish(rooms.shop(shop), handles or (), files or (), products), output))


async def _plan(rooms: House, wish: Wish, output: Path | None) -> int:
    from agent.flows.spreading import seen_before, spreads  # noqa: PLC0415 - flows are loaded by those who need them

    clock, shop = _clock(rooms, wish.shop), wish.shop
    async with rooms.ledger(clock) as book:
        known = await seen_before(shop, book)
        quota = (await rooms.rules(shop, book)).showcase_adds_per_day.value
        if not quota:
            raise MendInput(Code.E_INPUT, why="no_quota", value=shop.name)
        made = await spreads(assortments_of(rooms, wish, known), shop, book, quota, clock.now())
    told = _as_object(made, shop, quota)
    if output:
        _write(output, made, told)
    if CALL.get().json:
        show.result(told)
        return 0
    for one in made:
        _tell(one, shop, quota)
    if output:
        print(legible(words()("ui.plan_written", path=output), 600))
    return 0


def _clock(rooms: House, shop: Shop) -> Clock:
    """The practice portal's clock where it is there, because its days are those that count; else the machine's."""
    portal = rooms.portal(rooms.roster.login_of(shop))
    try:
        return rooms.clock(portal)
    except TryLater:
        return rooms.clock()


def _write(output: Path, made: Sequence[Spread], told: dict[str, Any]) -> None:
    from agent.adapters.files import create_private  # noqa: PLC0415 - only where a plan is saved
    from agent.adapters.tables import write_table  # noqa: PLC0415 - same

    if output.suffix.lower() != ".json":
        write_table(output, [_sheet(made)])
        return
    if output.exists():
        raise MendInput(Code.E_INPUT, file=output, why="exists")
    create_private(output, json.dumps({"schema_version": 1} | told, indent=1).encode())


def _sheet(made: Sequence[Spread]) -> NewSheet:
    """Every product with its day: an assortment again, for whoever reads it back."""
    say = words()
    heads = [say(f"head.{key}") for key in ("handle", "position", "product", "priority")]
    rows = (
        (one.assortment.handle, one.assortment.position, each.product_id, each.told_priority, day.day)
        for one in made
        for day in one.days
        for each in day.adds
    )
    return NewSheet(say("sheet.assortment"), (*map(Heading, heads), Heading(say("ui.day"), dates=True)), tuple(rows))


def _tell(one: Spread, shop: Shop, quota: int) -> None:
    say, wanted = words(), one.assortment
    print()
    position = f" ({wanted.position})" if wanted.position else ""
    print(legible(f"@{wanted.handle}{position}", 200))
    for text in _remarks(one, shop, quota):
        print(legible(f"  {text}", 600))
    if one.days:
        heads = [say(f"ui.{key}") for key in ("day", "from", "products_count", "first_of_them")]
        show.table(heads, [_cells(day, shop.zone) for day in one.days[:_DAYS_SHOWN]])
    if len(one.days) > _DAYS_SHOWN:
        print(legible(f"  {say('ui.days_more', count=len(one.days) - _DAYS_SHOWN, day=one.days[-1].day)}"))


def _remarks(one: Spread, shop: Shop, quota: int) -> Iterator[str]:
    say, there = words(), len(one.assortment.wanted) - one.adds
    if one.present is None:
        yield say("ui.showcase_unseen", wanted=len(one.assortment.wanted))
    else:
        seen = show.moment(one.seen_at, shop.zone)
        yield say("ui.showcase_seen", wanted=len(one.assortment.wanted), there=there, moment=seen)
    yield say("ui.showcase_days", adds=one.adds, days=len(one.days), quota=quota, used=one.used_today, zone=shop.zone)
    if one.surplus:
        yield say("ui.showcase_surplus", count=len(one.surplus))


def _cells(day: Day, zone: str) -> tuple[str, ...]:
    first = ", ".join(one.product_id for one in day.adds[:_FIRST_SHOWN])
    more = ", …" if len(day.adds) > _FIRST_SHOWN else ""
    return str(day.day), show.moment(day.starts_at, zone), str(len(day.adds)), first + more


def _as_object(made: Sequence[Spread], shop: Shop, quota: int) -> dict[str, Any]:
    return {"shop": shop.id, "zone": shop.zone, "quota": quota, "accounts": [_account(one) for one in made]}


def _account(one: Spread) -> dict[str, Any]:
    return {
        "handle": one.assortment.handle,
        "account": one.account,
        "position": one.assortment.position,
        "wanted": len(one.assortment.wanted),
        "present": None if one.present is None else len(one.present),
        "seen_at": one.seen_at.isoformat() if one.seen_at else None,
        "used_today": one.used_today,
        "surplus": list(one.surplus),
        "days": [
            {
                "day": str(day.day),
                "starts_at": day.starts_at.isoformat(),
                "products": [each.product_id for each in day.adds],
            }
            for day in one.days
        ],
    }
