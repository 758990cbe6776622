"""insights compare, report and gpm: what was collected, held against itself and the industry, and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.call import a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.roster import Shop
    from agent.wiring import House
    from agent.wiring.numbers import Numbers

AnyShop = Annotated[str, typer.Argument(metavar="[SHOP]", help="Id or name of a shop; default: all.")]
_FORMS = (".html", ".pdf")


def join(group: typer.Typer) -> None:
    """Offer these commands."""
    group.command()(compare)
    group.command()(report)
    group.command()(gpm)


def compare(
    shop: AnyShop = "",
    around: Annotated[
        str, typer.Option("--around", metavar="PROMO", help="Before, during and after a promotion: name or number.")
    ] = "",
) -> int:
    """Seven days against 28 with what a change is worth, LIVEs by conversion, accounts side by side."""
    from agent.cli.compared import tell_all, tell_around, tell_shop  # noqa: PLC0415 - only here

    rooms = house()
    if around and not shop:
        raise MendInput(Code.E_USAGE, why="around_of_a_shop")
    shops = _meant(rooms, shop)
    if around:
        return go(_with(rooms, lambda numbers: tell_around(numbers, shops[0], around)))
    return go(_with(rooms, lambda numbers: tell_shop(numbers, shops[0]) if shop else tell_all(numbers, shops)))


def report(
    output: Annotated[
        Path, typer.Option("-o", "--output", parser=a_place, metavar="FILE", help="A new .html or .pdf.")
    ],
    shop: AnyShop = "",
) -> int:
    """Write the numbers with their pictures as one file that loads nothing."""
    from agent.adapters.pictures.drawing import warm_up  # noqa: PLC0415 - only here

    if output.suffix not in _FORMS:
        raise MendInput(Code.E_USAGE, why="report_form", value=output.suffix, known=", ".join(_FORMS))
    if output.exists():
        raise MendInput(Code.E_INPUT, file=output, why="exists")
    warm_up()
    from agent.cli.picturing import write_report  # noqa: PLC0415 - jinja2 is heavy, and is loaded meanwhile

    rooms = house()
    shops = _meant(rooms, shop)
    return go(_with(rooms, lambda numbers: write_report(numbers, shops, output, one=bool(shop))))


def gpm(shop: AnyShop = "") -> int:
    """GPM of accounts and LIVEs against the industry's mean; whoever is below is told to the channels once a day."""
    from agent.cli.gpm import tell_gpm  # noqa: PLC0415 - only here

    rooms = house()
    shops = _meant(rooms, shop)
    return go(_with(rooms, lambda numbers: tell_gpm(numbers, shops)))


def _meant(rooms: House, word: str) -> Sequence[Shop]:
    return [rooms.shop(word)] if word else rooms.roster.shops


async def _with(rooms: House, work: Callable[[Numbers], Awaitable[None]]) -> int:
    from agent.wiring.boards import Board, FollowedClock  # noqa: PLC0415 - jinja2 is heavy
    from agent.wiring.numbers import Numbers  # noqa: PLC0415 - same

    clock = FollowedClock(rooms)
    async with rooms.ledger(clock) as book:
        await work(await Numbers.of_house(Board(rooms, book, book, clock)))
    return 0
