"""showcase rest: what showcases are still to get, and when that goes on; without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.goods import OneShop  # noqa: TC001 - typer reads the annotation at run time
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.shelves import Accounts, targets_of
from agent.cli.speech import words
from agent.domain.identity import Target

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.domain.identity import Handle
    from agent.domain.roster import Shop
    from agent.domain.shelf import Later
    from agent.wiring import House


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command()(rest)


def rest(
    shop: OneShop,
    handles: Accounts = None,
    drop: Annotated[bool, typer.Option("--drop", help="Give it up: nothing more is added of itself.")] = False,
) -> int:
    """What showcases are still to get, and when `apply` or a worker goes on with it."""
    rooms = house()
    asked = rooms.shop(shop)
    return go(_rest(rooms, asked, [one.handle for one in targets_of(asked, handles)] if handles else (), drop=drop))


async def _rest(rooms: House, shop: Shop, handles: Collection[Handle], *, drop: bool) -> int:
    from agent.flows.showcase_rest import give_up, later  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger() as book:
        found = [one for one in await later(shop, book) if not handles or one.handle in handles]
        if drop:
            for one in found:
                await give_up(shop, Target(one.handle), book)
    _tell(found, shop, dropped=drop)
    return 0


def _tell(found: Sequence[Later], shop: Shop, *, dropped: bool) -> None:
    from agent.planfile import later_object  # noqa: PLC0415 - pydantic is heavy

    if CALL.get().json:
        show.result({"shop": shop.id, "dropped": dropped, "showcases": [later_object(one) for one in found]})
        return
    say = words()
    lines = [say("ui.rest_dropped", handle=one.handle, count=one.count) for one in found if dropped]
    lines = lines or [told_later(one, shop.zone) for one in found] or [say("ui.rest_none")]
    show.result({}, lines)


def told_later(one: Later, zone: str) -> str:
    """One account's rest in a line."""
    say = words()
    due = show.moment(one.due_at, zone) or say(f"job.{one.state}")
    return say("ui.rest_of", handle=one.handle, count=one.count, moment=due)
