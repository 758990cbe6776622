"""health, violations: where shops stand, what is held against them and their linked accounts, and until when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.acts import Headed, tell_error
from agent.cli.approving import clock_of
from agent.cli.health_told import tell_health, tell_violations
from agent.cli.loop import go
from agent.cli.reminding import dated
from agent.cli.rooms import house
from agent.errors import CompanionError, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.domain.violation import HealthSeen
    from agent.wiring import Desks, House

    Tell = Callable[[Shop, House, SqlLedger, HealthSeen | None], Awaitable[None]]

ShopOrAll = Annotated[str, typer.Argument(metavar="[SHOP]", help="Id or name of a shop; without one, all.")]
AsKept = Annotated[bool, typer.Option("--kept", help="As it was last read, without a browser.")]


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for command in (health, violations):
        app.command()(command)


def health(shop: ShopOrAll = "", kept: AsKept = False, headed: Headed = False) -> int:
    """Read where a shop stands: score, rating or points, its lines, and how it went."""
    return _told(shop, tell_health, kept=kept, headed=headed)


def violations(
    shop: ShopOrAll = "",
    kept: AsKept = False,
    every: Annotated[bool, typer.Option("--all", help="Those that are over, too.")] = False,
    headed: Headed = False,
) -> int:
    """List what is held against a shop and its linked accounts, and until when it may be appealed."""

    async def told(one: Shop, rooms: House, book: SqlLedger, seen: HealthSeen | None) -> None:
        del seen
        await tell_violations(one, rooms, book, every=every)

    return _told(shop, told, kept=kept, headed=headed)


def _told(word: str, told: Tell, *, kept: bool, headed: bool) -> int:
    rooms = house(headed=headed)
    shops = [rooms.shop(word)] if word else list(rooms.roster.shops)
    return go(_kept(rooms, shops, told) if kept else _read(rooms, shops, told))


async def _kept(rooms: House, shops: Sequence[Shop], told: Tell) -> int:
    async with rooms.ledger(clock_of(rooms)) as book:
        for shop in shops:
            await told(shop, rooms, book, None)
    return 0


async def _read(rooms: House, shops: Sequence[Shop], told: Tell) -> int:
    """Each shop in turn; one that cannot be read keeps nobody from the others."""
    from agent.cli.applying import deliver  # noqa: PLC0415 - rounds are not for every command
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    exits = list[int]()
    async with desks(rooms, "health", rooms.clock_portal()) as made:
        for shop in shops:
            record = await _look(shop, made)
            exits.append(record.exit)
            if record.health:
                await told(shop, rooms, made.ledger, record.health)
            else:
                tell_error(record)
        await deliver(rooms, made)
    return worst(exits)


async def _look(shop: Shop, made: Desks) -> Record:
    """One run; what people should hear of it goes into the outbox."""
    from agent.flows.deadlines import remind  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.health import read_health  # noqa: PLC0415 - same
    from agent.flows.run import failed, recorded  # noqa: PLC0415 - same

    try:
        desk = await made.desk(shop)
    except CompanionError as error:
        return failed(shop, None, None, error)
    record, _ = await recorded(shop, None, None, desk, partial(read_health, shop, desk))
    if record.health:
        await remind(shop, desk.rules, dated(made.ledger), record.health.standing)
    return record
