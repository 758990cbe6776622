"""A shop's numbers as a job of the rounds: once for each of its days, and going on where an earlier run stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.due import after, after_reading
from agent.domain.ledger import Outcome
from agent.domain.record import Record
from agent.domain.shop_days import begins, day_of
from agent.flows.collecting import Collecting
from agent.flows.ends import Ended

if TYPE_CHECKING:
    from agent.domain.due import Rhythm
    from agent.domain.jobs import Job
    from agent.domain.roster import Shop
    from agent.flows.collecting import Collection
    from agent.flows.insights import Gathered

# How long a portal takes until yesterday's numbers stand still is not public: nobody asks right after midnight.
_SETTLES: Final = timedelta(hours=2)
_A_DAY: Final = timedelta(days=1)


class Unheard(Collecting):
    """A round tells its own ends."""

    def ended(self, shop: Shop, record: Record, gathered: Gathered | None) -> None:
        """Not told."""


async def read_daily(shop: Shop, job: Job, work: Collection, rhythm: Rhythm) -> Ended:
    """Read what is due of a shop; where somebody else has read it, or has put it off, the job only waits."""
    now = work.clock.now()
    today = day_of(now, shop.zone)
    tomorrow = begins(today + _A_DAY, shop.zone) + _SETTLES
    if not await work.due([shop]):
        stand = await work.stand(shop, today)
        waits = after_reading(job, (stand.due_at if stand else None) or tomorrow)
        return Ended(waits, Record(shop, None, None, Outcome.NOTHING_TO_DO))
    read = await work.visit(shop)
    stands = after_reading(job, tomorrow) if read.gathered else after(job, read.record, work.clock.now(), rhythm)
    return Ended(stands, read.record, read.run, read.folder)
