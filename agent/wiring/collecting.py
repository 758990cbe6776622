"""Who reads shops' numbers in the rounds, and who hears of a GPM below the industry's when they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.due import after
from agent.domain.gpm_news import below_the_mean
from agent.errors import CompanionError
from agent.flows.collecting import Collection
from agent.flows.daily_numbers import Untold, read_daily
from agent.flows.deliver import tell
from agent.flows.ends import Ended
from agent.flows.run import failed
from agent.wiring.boards import Board
from agent.wiring.numbers import Numbers
from agent.wiring.rounds import rhythm

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.jobs import Job
    from agent.domain.roster import Shop
    from agent.wiring.desks import Desks
    from agent.wiring.house import House


async def hears(rooms: House, made: Desks) -> Callable[[Shop], Awaitable[None]]:
    """Puts into the outbox who is below the industry's mean; raises MendInput(E_CONFIG) for the operator's files."""
    numbers = await Numbers.of_house(Board(rooms, made.ledger, made.ledger, made.clock))
    _ = numbers.means  # a file that cannot be read is told before any page is opened

    async def heard(shop: Shop) -> None:
        await tell(made.ledger, below_the_mean(await numbers.of(shop)))

    return heard


async def read(rooms: House, made: Desks, shop: Shop, job: Job) -> Ended:
    """Read what is due of a shop's numbers."""
    often = rhythm(rooms.settings)
    try:
        heard = await hears(rooms, made)
    except CompanionError as error:
        record = failed(shop, None, None, error)
        return Ended(after(job, record, made.clock.now(), often), record)
    work = Collection(made.ledger, made.clock, made.desk, Untold(), heard=heard)
    return await read_daily(shop, job, work, often)
