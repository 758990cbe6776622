"""Keep what a showcase is to get before the first of it is pressed: a crash and a full day are then the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.jobs import Job, JobState, Task
from agent.domain.shelf import ShelfState, to_get

if TYPE_CHECKING:
    from agent.domain.record import ShowcaseRequest
    from agent.flows.shelf import Shelf


async def keep_wish(request: ShowcaseRequest, shelf: Shelf) -> None:
    """Keep what is missing, with a job that is due at once; whoever ends the run puts it off, a crash does not."""
    ledger, shop, account = shelf.desk.ledger, request.shop.id, shelf.account
    before = next((one.rest for one in await ledger.shelves(shop) if one.account == account), ())
    rest = to_get(request, before, shelf.present)
    if request.dry_run or rest == before:
        return
    state, due = (JobState.OPEN, shelf.desk.clock.now()) if rest else (JobState.DONE, None)
    job = Job(shop, Task.SHOWCASE, shelf.target.handle, state, due)
    await ledger.want(ShelfState(shop, account, shelf.target.handle, rest=rest), job)
