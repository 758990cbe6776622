"""worker: do what is due as it becomes due, here or shared with other machines, until it is stopped."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.applying import AtOnce, deliver, take_roster
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import tell
from agent.errors import CompanionError, TryLater
from agent.ports import DueShop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.cli.progress import Progress
    from agent.domain.identity import ShopId
    from agent.ports import Engine
    from agent.wiring import Desks, House


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(worker)


def worker(
    concurrency: AtOnce = 0,
    fleet: Annotated[bool, typer.Option("--fleet", help="Share the work by the ledger's PostgreSQL.")] = False,
    pause: Annotated[float, typer.Option("--pause", min=0.2, max=3600, help="Seconds between two looks.")] = 15,
) -> int:
    """Work until stopped: each visit when it is due; any number of workers on any number of machines with --fleet."""
    from agent.wiring import rounds  # noqa: PLC0415 - flows are loaded by those who need them

    rooms = house()
    engine = rounds.engine(rooms, fleet=fleet)
    print(words()("ui.worker_begins"), file=sys.stderr)
    return go(_work(rooms, engine, concurrency or rounds.at_once(rooms.settings), timedelta(seconds=pause)))


async def _work(rooms: House, engine: Engine, at_once: int, pause: timedelta) -> int:
    from agent.cli.progress import Progress  # noqa: PLC0415 - it draws, and knows flows
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    async with desks(rooms, "worker", rooms.clock_portal(), unwatched=True) as made:
        work = _Work(rooms, made, Progress(rooms.roster))
        await engine.run(work.due, work.visit, at_once, pause)
    return 0


class _Work:
    """What a worker does: say where something is due, and do it there."""

    def __init__(self, rooms: House, made: Desks, progress: Progress) -> None:
        """Take the tools; nothing is done yet."""
        self._rooms = rooms
        self._made = made
        self._progress = progress
        self._fatal: CompanionError | None = None

    async def due(self) -> Sequence[DueShop]:
        """The shops where something is due; what only has to be waited for is none."""
        if self._fatal:
            raise self._fatal
        await deliver(self._rooms, self._made)
        try:
            await take_roster(self._rooms, self._made.ledger)
            jobs = await self._made.ledger.jobs(due_by=self._made.clock.now())
        except TryLater as error:
            tell(error)
            return []
        shops = (self._rooms.roster.shop(one) for one in dict.fromkeys(one.shop for one in jobs))
        return [DueShop(one.id, one.login) for one in shops if one]

    async def visit(self, shop: ShopId) -> None:
        """Do what is due at a shop; what the machine or the ledger lacks ends the worker."""
        try:
            await self._round(shop)
        except CompanionError as error:
            tell(error)
            self._fatal = None if isinstance(error, TryLater) else error

    async def _round(self, shop: ShopId) -> None:
        from agent.flows.round import Round  # noqa: PLC0415 - flows are loaded by those who need them
        from agent.wiring.rounds import collects, rhythm  # noqa: PLC0415 - same

        rooms, made = self._rooms, self._made
        due = await made.ledger.jobs(shop, due_by=made.clock.now())
        work = Round(rooms.roster, made.ledger, made.clock, made.desk, rhythm(rooms.settings), self._progress)
        work.collects = collects(rooms, made)
        await work.run(due, 1)
        self._fatal = work.stopped_by
