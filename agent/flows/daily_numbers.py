"""A shop's numbers as a job of the rounds: once for each of its days, and going on where an earlier run stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.due import after, after_reading
from agent.domain.ledger import Outcome
from agent.domain.record import Record
from agent.domain.shop_days import begins, day_of
from agent.flows.collecting import Collecting
from agent.flows.ends import Ended

if TYPE_CHECKING:
    from datetime import date, datetime

    from agent.domain.due import Rhythm
    from agent.domain.jobs import Job
    from agent.domain.roster import Shop
    from agent.flows.collecting import Collection
    from agent.flows.insights import Gathered

# How long a portal takes until yesterday's numbers stand still is not public: nobody asks right after midnight.
_SETTLES: Final = timedelta(hours=2)
_A_DAY: Final = timedelta(days=1)


class Untold(Collecting):
    """A round tells its own ends."""

    def ended(self, shop: Shop, record: Record, gathered: Gathered | None) -> None:
        """Not told."""


async def read_daily(shop: Shop, job: Job, work: Collection, rhythm: Rhythm) -> Ended:
    """Read what is due of a shop; where somebody else has read it, or has put it off, the job only waits."""
    today = day_of(work.clock.now(), shop.zone)
    if waits := await _waits(shop, job, work, today):
        return Ended(waits, Record(shop, None, None, Outcome.NOTHING_TO_DO))
    read = await work.visit(shop)
    if read.gathered:
        return Ended(after_reading(job, _tomorrow(shop, today)), read.record, read.run, read.folder)
    tried = after(job, read.record, work.clock.now(), rhythm)
    stand = await work.stand(shop, today)
    if stand and stand.due_at and tried.due_at:
        tried = replace(tried, due_at=max(tried.due_at, stand.due_at))
    return Ended(tried, read.record, read.run, read.folder)


async def _waits(shop: Shop, job: Job, work: Collection, today: date) -> Job | None:
    """The job where nothing is to be read now: too early, read by somebody, or put off, which keeps its trouble."""
    opens = begins(today, shop.zone) + _SETTLES
    if work.clock.now() < opens:
        return replace(job, due_at=opens)
    if await work.due([shop]):
        return None
    stand = await work.stand(shop, today)
    if stand and stand.due_at:
        return replace(job, due_at=stand.due_at)
    return after_reading(job, _tomorrow(shop, today))


def _tomorrow(shop: Shop, today: date) -> datetime:
    return begins(today + _A_DAY, shop.zone) + _SETTLES
