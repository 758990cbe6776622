"""When a job is due again: what the roster asks for becomes jobs, and each visit says when the next one makes sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from agent.domain.identity import Handle
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import LinkState, Outcome
from agent.domain.roster import Collect, Wanted
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import timedelta

    from agent.domain.record import Record
    from agent.domain.roster import Candidate, Shop

NOT_WANTED: Final = "not_wanted"
UNDONE: Final = "undone"
_BROKEN = range(1, 6)
_TRY_LATER = range(10, 20)
_NEEDS_PERSON = range(20, 30)
_STUCK: Final = frozenset({*_BROKEN, *_TRY_LATER, *_NEEDS_PERSON})
_GOOD: Final = frozenset({Outcome.DONE, Outcome.ALREADY})
_OF: Final = {Wanted.LINKED: Task.LINK, Wanted.UNLINKED: Task.UNLINK}
_AIM: Final = {Task.LINK: LinkState.LINKED, Task.UNLINK: LinkState.UNLINKED}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often is looked at what waits, and at whole shops; how long is waited after what came to nothing."""

    look_again: timedelta
    look_over: timedelta
    pause: timedelta
    longest_pause: timedelta

    def after(self, tries: int) -> timedelta:
        """The pause after so many visits in a row that came to nothing, doubled each time."""
        doubled = 1 << min(max(tries - 1, 0), 20)
        return min(self.pause * doubled, self.longest_pause)


def wanted(shop: Shop, known: Sequence[Job], now: datetime, rhythm: Rhythm) -> list[Job]:
    """A shop's jobs as its lines ask for them; what no line asks for any more ends, and undoes nothing."""
    before = {(one.task, one.handle): one for one in known}
    asked = {_key(line): line for line in shop.asked_for}
    jobs = [_asked(shop, key, line, before.get(key), now) for key, line in asked.items()]
    look = before.get((Task.LOOK, Handle("")))
    first = Job(shop.id, Task.LOOK, Handle(""), JobState.WAITING, now + rhythm.look_over)
    dropped = [one for one in known if one.handle and (one.task, one.handle) not in asked and not _stays(one, shop)]
    return [look or first, *_numbers(shop, before.get((Task.COLLECT, Handle(""))), now), *jobs, *no_longer(dropped)]


def _numbers(shop: Shop, before: Job | None, now: datetime) -> Iterator[Job]:
    """The job of reading a shop's numbers, which ends where the roster does not ask for it any more."""
    if shop.collect is Collect.NO:
        yield from no_longer([before] if before else [])
    else:
        fresh = Job(shop.id, Task.COLLECT, Handle(""), JobState.OPEN, now)
        yield fresh if before is None or before.note == NOT_WANTED else before


def _stays(job: Job, shop: Shop) -> bool:
    """What is still to be added was asked for by no line; only one that lets the account go ends it."""
    line = shop.wanted(job.handle)
    return job.task is Task.SHOWCASE and (line is None or line.wanted is not Wanted.UNLINKED)


def no_longer(jobs: Iterable[Job]) -> Iterator[Job]:
    """Jobs that nothing asks for any more: over, whatever they were."""
    for one in jobs:
        yield replace(one, state=JobState.DONE, due_at=None, note=NOT_WANTED)


def line_of(shop: Shop, job: Job) -> Candidate | None:
    """The roster's line that a job stands on; None where no line asks for it any more."""
    return next((one for one in shop.asked_for if _key(one) == (job.task, job.handle)), None)


def task_of(line: Candidate) -> Task:
    """What a line asks for."""
    return _OF[line.wanted]


def _key(line: Candidate) -> tuple[Task, Handle]:
    return task_of(line), line.handle


def _asked(shop: Shop, key: tuple[Task, Handle], line: Candidate, before: Job | None, now: datetime) -> Job:
    """The job of one line: a changed line is a new try, unless what it asks for is done."""
    print_ = sha256(repr(line).encode()).hexdigest()[:12]
    if before is None or before.note == NOT_WANTED or (before.line != print_ and before.state is not JobState.DONE):
        return Job(shop.id, *key, JobState.OPEN, now, line=print_)
    return replace(before, line=print_)


def after(job: Job, record: Record, now: datetime, rhythm: Rhythm, *, again: bool = False) -> Job:
    """How a job stands after a visit; `again` says that an invitation which ran out may be followed by another one."""
    said = replace(job, code=record.code, note=record.note[:200], tries=0)
    if record.link and record.link is _AIM.get(job.task) and record.outcome in _GOOD:
        return replace(said, state=JobState.DONE, due_at=None)
    if record.outcome in _GOOD and not record.code:
        return replace(said, state=JobState.WAITING, due_at=_next_look(job, record, now, rhythm))
    if record.not_before:
        return replace(said, state=JobState.WAITING, due_at=max(record.not_before, now))
    if record.code is Code.E_APPROVAL_WANTED:  # whoever decides before that lets it be due at once
        return replace(said, state=JobState.WAITING, due_at=datetime.fromisoformat(record.error["expires_at"]))
    if record.outcome is Outcome.REJECTED:
        return _rejected(said, record, now, again=again)
    return _ended_otherwise(said, job, record, now, rhythm)


def _next_look(job: Job, record: Record, now: datetime, rhythm: Rhythm) -> datetime:
    if job.task is Task.LOOK:
        return now + rhythm.look_over
    ends = record.invitation.expires_at if record.invitation else None
    return min(ends, now + rhythm.look_again) if ends and ends > now else now + rhythm.look_again


def _rejected(said: Job, record: Record, now: datetime, *, again: bool) -> Job:
    """What ran out unanswered may be sent again; a no is a no until a person changes the line."""
    if record.ran_out and again:
        return replace(said, state=JobState.OPEN, due_at=now)
    return replace(said, state=JobState.REFUSED, due_at=None)


def _ended_otherwise(said: Job, job: Job, record: Record, now: datetime, rhythm: Rhythm) -> Job:
    tries = job.tries + 1
    if record.outcome is Outcome.CANCELLED:
        return job
    if record.error.get("why") == "approval_denied":
        return replace(said, state=JobState.REFUSED, due_at=None)
    if record.exit in _TRY_LATER:
        return replace(said, state=JobState.OPEN, due_at=now + rhythm.after(tries), tries=tries)
    if record.exit in _NEEDS_PERSON:
        return replace(said, state=JobState.NEEDS_PERSON, due_at=now + rhythm.look_again)
    if record.exit in _BROKEN:
        return replace(said, state=JobState.FAILED, due_at=now + rhythm.after(tries), tries=tries)
    return replace(said, state=JobState.REFUSED, due_at=now + rhythm.look_over)


def after_filling(job: Job, record: Record, rest: Collection[str], now: datetime, rhythm: Rhythm) -> Job:
    """How a showcase's job stands: over where nothing is left, else due when the day lets the next product through."""
    if not rest:
        return replace(job, state=JobState.DONE, due_at=None, tries=0, code=None, note="")
    dues = [one.due for one in record.products if one.due and one.product_id in rest]
    barred = record.outcome is Outcome.REFUSED and not dues
    if record.products and record.exit not in _STUCK and not barred:
        due = max(min(dues, default=now), now)
        return replace(job, state=JobState.WAITING, due_at=due, tries=0, code=None, note="")
    return after(job, record, now, rhythm)


def after_reading(job: Job, due: datetime) -> Job:
    """How the job of a shop's numbers stands when they are read: due again on the shop's next day."""
    return replace(job, state=JobState.WAITING, due_at=due, tries=0, code=None, note="")


def undone(job: Job) -> Job:
    """What was reached once is so no longer, and not by this job: a person decides whether it is still wanted."""
    return replace(job, state=JobState.NEEDS_PERSON, due_at=None, code=Code.E_EFFECT_MISMATCH, note=UNDONE)
