"""What a showcase is still to get: kept before the first press, so that neither a full day nor a crash forgets it.

The rest is a job: each visit looks what is there, adds what is missing as far as the day allows, and keeps the rest.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.due import after_filling
from agent.domain.identity import Target
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record, ShowcaseRequest
from agent.domain.shelf import Later, ShelfState
from agent.errors import Code
from agent.flows.ends import Ended
from agent.flows.run import recorded
from agent.flows.showcase import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.due import Rhythm
    from agent.domain.record import ProductEnd
    from agent.domain.roster import Shop
    from agent.ports import Desk, Ledger

_OVER = frozenset({Outcome.DONE, Outcome.ALREADY, Outcome.REJECTED})


async def go_on(shop: Shop, job: Job, desk: Desk, rhythm: Rhythm) -> Ended:
    """Add what is left of what a showcase is to get; where nothing is, the job is over without a visit."""
    state = await _kept(shop, Target(job.handle), desk.ledger)
    if state is None or not state.rest:
        over = Record(shop, Target(job.handle), Kind.SHOWCASE_ADD, Outcome.NOTHING_TO_DO)
        return Ended(replace(job, state=JobState.DONE, due_at=None, code=None), over)
    request = ShowcaseRequest(shop, Target(job.handle, state.account), state.rest, spreads=True, instead=True)
    record, folder = await recorded(shop, request.target, Kind.SHOWCASE_ADD, desk, partial(fill, request, desk))
    rest = _rest(state, record, by_hand=False)
    ended = after_filling(job, record, rest, desk.clock.now(), rhythm)
    await desk.ledger.want(replace(state, rest=rest), ended)
    return Ended(ended, record, desk.who.run, folder)


async def put_off(request: ShowcaseRequest, record: Record, desk: Desk, rhythm: Rhythm) -> Later | None:
    """After a run that somebody called for: keep what waits for another day, and answer when it goes on."""
    if request.dry_run or not request.spreads or not record.products:
        return None
    state = await _kept(request.shop, record.target or request.target, desk.ledger)
    job = await _job(state, desk.ledger) if state else None
    if state is None or job is None or not state.rest:
        return None
    rest = _rest(state, record, by_hand=True)
    ended = after_filling(job, record, rest, desk.clock.now(), rhythm)
    await desk.ledger.want(replace(state, rest=rest), ended)
    return _later(state, rest, ended) if rest else None


async def later(shop: Shop, ledger: Ledger) -> list[Later]:
    """What the showcases of a shop's accounts are still to get."""
    jobs = {one.handle: one for one in await ledger.jobs(shop.id) if one.task is Task.SHOWCASE}
    states = [one for one in await ledger.shelves(shop.id) if one.rest and one.handle in jobs]
    return [_later(one, one.rest, jobs[one.handle]) for one in states]


async def give_up(shop: Shop, target: Target, ledger: Ledger) -> int:
    """Forget what a showcase is still to get; answers how many products that were."""
    state = await _kept(shop, target, ledger)
    job = await _job(state, ledger) if state else None
    if state is None or job is None or not state.rest:
        return 0
    await ledger.want(replace(state, rest=()), replace(job, state=JobState.DONE, due_at=None, code=None, tries=0))
    return len(state.rest)


def _later(state: ShelfState, rest: Sequence[str], job: Job) -> Later:
    return Later(state.handle, len(rest), job.due_at, job.state, job.code)


async def _kept(shop: Shop, target: Target, ledger: Ledger) -> ShelfState | None:
    """What is known of one account's showcase; of two that had the same name, what is not got yet."""
    named = [one for one in await ledger.shelves(shop.id) if target.account_id in {None, one.account}]
    named = [one for one in named if target.account_id or one.handle == target.handle]
    return max(named, key=lambda one: len(one.rest), default=None)


async def _job(state: ShelfState, ledger: Ledger) -> Job | None:
    wanted = (Task.SHOWCASE, state.handle)
    return next((one for one in await ledger.jobs(state.shop) if (one.task, one.handle) == wanted), None)


def _rest(state: ShelfState, record: Record, *, by_hand: bool) -> tuple[str, ...]:
    over = {one.product_id for one in record.products if _is_over(one, by_hand=by_hand)}
    return tuple(one for one in state.rest if one not in over)


def _is_over(end: ProductEnd, *, by_hand: bool) -> bool:
    """Whether no later day changes anything; whoever called for a run is told what a guard refuses, and calls again."""
    told = by_hand and end.outcome is Outcome.REFUSED and end.due is None and end.code is not Code.G_QUOTA
    return end.kind is Kind.SHOWCASE_ADD and (end.outcome in _OVER or told)
