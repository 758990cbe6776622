"""showcase stale: what nobody touches, clicks on or can buy, and what could come in its place; nothing is pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import show
from agent.cli.acts import Headed, Step  # noqa: TC001 - typer reads them
from agent.cli.call import CALL
from agent.cli.goods import OneShop, Wish, assortments_of
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.shelves import Accounts, Files, each, headline, plain_moment
from agent.cli.speech import words
from agent.domain.identity import folded
from agent.domain.insight import Metric
from agent.domain.shop_days import day_of
from agent.domain.stale import clicks_of, files_of_clicks, replaced, stale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.assortment import Assortment
    from agent.domain.identity import Handle, Target
    from agent.domain.roster import Shop
    from agent.domain.showcase import ShowcaseSeen
    from agent.domain.stale import Clicks, StaleItem
    from agent.ports import Desk
    from agent.wiring import House


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command("stale")(stale_)


def stale_(
    shop: OneShop,
    handles: Accounts = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Unchanged for so many days.")] = 30,
    files: Files = None,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """What is sold out, not clicked on or long unchanged, and which wanted product could come in its place today."""
    rooms = house(headed=headed, step=step)
    wish = Wish(rooms.shop(shop), handles or (), files or ())
    wanted = {one.handle: one for one in assortments_of(rooms, wish)} if files or _names_a_file(wish) else {}

    return go(_found(rooms, wish, timedelta(days=days), wanted))


async def _found(rooms: House, wish: Wish, after: timedelta, wanted: Mapping[Handle, Assortment]) -> int:
    clicks = await _clicks(rooms, wish.shop)

    async def told(seen: ShowcaseSeen, target: Target, desk: Desk) -> None:
        missing = await _missing_today(seen, desk, wish.shop, wanted.get(target.handle))
        _tell(seen, wish.shop, replaced(stale(seen.items.rows, desk.clock.now(), after, clicks), *missing), clicks)

    return await each(rooms, wish.shop, wish.handles, told)


def _names_a_file(wish: Wish) -> bool:
    """Whether the roster says what one of these accounts is to show."""
    meant = {folded(one) for one in wish.handles} or {folded(one.handle) for one in wish.shop.accounts}
    return any(one.showcase for one in wish.shop.accounts if folded(one.handle) in meant)


async def _clicks(rooms: House, shop: Shop) -> Clicks | None:
    async with rooms.ledger() as kept:
        files = files_of_clicks(shop.id, day_of(kept.clock.now(), shop.zone))
        return clicks_of(await kept.readings(files), shop.zone)


async def _missing_today(
    seen: ShowcaseSeen, desk: Desk, shop: Shop, wanted: Assortment | None
) -> tuple[list[str], int]:
    """What is wanted and not there, and how many of them today's quota leaves room for."""
    from agent.flows.observe_showcase import Room, counted  # noqa: PLC0415 - flows are loaded by those who need them

    present = {one.product_id for one in seen.items.rows}
    missing = [one.product_id for one in wanted.missing(present)] if wanted else []
    used = await counted(shop, seen.account_id, desk)
    return missing, Room(used, used, seen.today).left(desk.rules.showcase_adds_per_day.value)


def _tell(seen: ShowcaseSeen, shop: Shop, found: list[StaleItem], clicks: Clicks | None) -> None:
    if CALL.get().json:
        account = {"handle": seen.handle, "id": seen.account_id}
        told = {"clicks_of": _source(clicks), "stale": [_stale_object(one) for one in found]}
        show.result({"account": account} | told)
        return
    say = words()
    headline(seen)
    if not found:
        print(say("ui.nothing_stale"))
    else:
        heads = [say(f"ui.{key}") for key in ("product", "title", "why", "added")]
        counted = say(f"metric.{clicks.metric if clicks else Metric.CLICKS}")
        show.table([*heads, counted, say("ui.instead")], [_cells(one, shop.zone) for one in found])
    if clicks:
        counted = say(f"metric.{clicks.metric}")
        print(say("ui.clicks_of", metric=counted, first=clicks.window.first, last=clicks.window.last))
    else:
        print(say("ui.clicks_unknown", shop=shop.name))
    if any(one.instead for one in found):
        print(say("ui.stale_next"))


def _cells(one: StaleItem, zone: str) -> tuple[str, ...]:
    why = ", ".join(words()(f"stale.{reason}") for reason in one.why)
    clicks = "-" if one.clicks is None else str(one.clicks)
    return one.item.product_id, one.item.title, why, show.moment(one.item.added_at, zone), clicks, one.instead


def _source(clicks: Clicks | None) -> dict[str, str] | None:
    if clicks is None:
        return None
    days = {"first": str(clicks.window.first), "last": str(clicks.window.last)}
    return days | {"metric": str(clicks.metric), "read_at": clicks.read_at.isoformat()}


def _stale_object(one: StaleItem) -> dict[str, Any]:
    item = one.item
    told = {"product": item.product_id, "title": item.title, "stock": item.stock, "why": list(one.why)}
    return told | {"added_at": plain_moment(item.added_at), "clicks": one.clicks, "instead": one.instead or None}
