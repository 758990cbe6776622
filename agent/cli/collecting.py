"""insights collect: read what is due of today's numbers, shop after shop; run again at any time, it goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import Headed, Step  # noqa: TC001 - typer reads them
from agent.cli.applying import AtOnce, deliver
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.timestamps import read_day
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.insight import Collected
    from agent.domain.roster import Shop
    from agent.wiring import House

Shops = Annotated[list[str] | None, typer.Argument(metavar="[SHOP]...", help="Default: all that are due.")]


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command()(collect)


def collect(
    shops: Shops = None,
    days: Annotated[
        list[str] | None, typer.Option("--day", metavar="YYYY-MM-DD", help="This single day too; again for more.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, max=100_000, help="At most so many shops; 0: all.")] = 0,
    anew: Annotated[bool, typer.Option("--anew", help="Also what is read for today already.")] = False,
    concurrency: AtOnce = 0,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Read the reports of shops and their accounts, every number twice; nothing is pressed, half a page is none."""
    rooms = house(headed=headed, step=step)
    asked = [rooms.shop(one) for one in shops or ()] or list(rooms.roster.shops)
    wanted = tuple(map(_day, days or ()))
    return go(_collect(rooms, asked, wanted, limit=limit, anew=anew, concurrency=concurrency))


def _first(later: Sequence[Collected]) -> datetime | None:
    return min((one.due_at for one in later if one.due_at), default=None)


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise MendInput(Code.E_USAGE, why="day_form", value=legible(text, 40)) from None


async def _collect(
    rooms: House, shops: Sequence[Shop], days: tuple[date, ...], *, limit: int, anew: bool, concurrency: int
) -> int:
    from agent.cli.collected import Told  # noqa: PLC0415 - it knows flows
    from agent.flows.collecting import Collection  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415 - same
    from agent.wiring.collecting import hears  # noqa: PLC0415 - same
    from agent.wiring.rounds import at_once  # noqa: PLC0415 - same

    async with desks(rooms, "insights collect", rooms.clock_portal()) as made:
        heard = await hears(rooms, made)
        work = Collection(made.ledger, made.clock, made.desk, Told(), days, anew=anew or bool(days), heard=heard)
        exit_ = await work.run(shops, limit, concurrency or at_once(rooms.settings))
        later = await work.put_off(shops)
        await deliver(rooms, made)
    if later:
        told = {"put_off": [one.shop for one in later]}
        show.result(told, [words()("numbers.put_off", count=len(later), moment=show.moment(_first(later)))])
    elif not work.exits:
        show.result({"shops": 0}, [words()("numbers.nothing_due")])
    return exit_
