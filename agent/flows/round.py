"""One round over all shops: what is due is done, several logins at once, and each job learns when it is due again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.due import UNDONE, after, line_of, no_longer, undone
from agent.domain.identity import Handle, RunId, Target
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import IN_FORCE, Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, Record, UnlinkRequest
from agent.domain.telling import deadlines_of, news_of
from agent.domain.unlinking import Way
from agent.errors import EXIT, Code, CompanionError, Refused
from agent.flows.bind import bind
from agent.flows.deliver import tell
from agent.flows.ends import Confirmed, Ended
from agent.flows.links import has_ended
from agent.flows.overview import Standing, look_over
from agent.flows.run import failed, recorded
from agent.flows.showcase_rest import go_on
from agent.flows.together import together
from agent.flows.unlink import unlink, unsettled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.due import Rhythm
    from agent.domain.identity import LoginId
    from agent.domain.roster import Candidate, Roster, Shop
    from agent.flows.ends import Key, Told
    from agent.ports import Clock, Desk, Ledger

_STOPS = {EXIT[one] for one in (Code.E_OUTCOME_UNKNOWN, Code.E_EFFECT_MISMATCH, Code.E_WRONG_SHOP)}
_STOPS_THE_LOGIN = {EXIT[one] for one in (Code.E_CHALLENGE, Code.E_SESSION_EXPIRED, Code.E_BUSY)}
_STOPS_ALL = {EXIT[one] for one in (Code.E_INTERNAL, Code.E_BROWSER_MISSING, Code.E_LEDGER_MISSING)}
_UNDOES = {
    Task.LINK: frozenset({None}),
    Task.UNLINK: IN_FORCE,
}
_KIND = {Task.LINK: Kind.BIND, Task.UNLINK: Kind.UNLINK, Task.SHOWCASE: Kind.SHOWCASE_ADD}


@dataclass
class Round:
    """Everything that one round works with; `told` hears of it as it goes on.

    `asked` are jobs that a person asked for by name: they are done whether they are due or not. `stopped_by` is what
    the machine or the ledger lacks, where that ended the round early. `collects` reads a shop's numbers of the day.
    """

    roster: Roster
    ledger: Ledger
    clock: Clock
    desk: Callable[[Shop], Awaitable[Desk]]
    rhythm: Rhythm
    told: Told
    confirmed: Confirmed = field(default_factory=Confirmed)
    asked: frozenset[Key] = frozenset()
    collects: Callable[[Shop, Job], Awaitable[Ended]] | None = None
    ended: list[Ended] = field(default_factory=list)
    stopped_by: CompanionError | None = None
    _resting: set[LoginId] = field(default_factory=set)

    async def run(self, due: Sequence[Job], at_once: int) -> Sequence[Ended]:
        """Do what is due; one visit per login at a time, at most so many at once."""
        shops = await self._by_shop(due)
        await together(shops, lambda shop: self._shop(shop, shops[shop]), at_once)
        return self.ended

    async def _by_shop(self, due: Sequence[Job]) -> dict[Shop, list[Job]]:
        """The due jobs of each shop, in the order in which they became due; those of shops that are gone end."""
        shops: dict[Shop, list[Job]] = defaultdict(list)
        gone = list[Job]()
        for one in due:
            shop = self.roster.shop(one.shop)
            shops[shop].append(one) if shop else gone.append(one)
        if gone:
            await self.ledger.set_jobs(list(no_longer(gone)))
        return shops

    async def _shop(self, shop: Shop, due: Sequence[Job]) -> None:
        for visit in self._visits(shop, due):
            if self.stopped_by or shop.login in self._resting:
                return
            exit_ = await visit()
            if exit_ in _STOPS_THE_LOGIN:
                self._resting.add(shop.login)
            if exit_ == EXIT[Code.E_BUSY]:
                await self._put_off(shop)
            if exit_ in _STOPS:
                return

    async def _put_off(self, shop: Shop) -> None:
        """Somebody else works with the login, and may be doing just this: all of it has time."""
        now = self.clock.now()
        due = [one for one in await self.ledger.jobs(shop.id, due_by=now) if one.state is not JobState.DONE]
        await self.ledger.set_jobs([replace(one, due_at=now + self.rhythm.pause) for one in due])

    def _visits(self, shop: Shop, due: Sequence[Job]) -> list[Callable[[], Awaitable[int]]]:
        """The visits of one shop: first the look that many jobs may share, then one for each other job."""
        looks = [partial(self._look, shop)] if any(map(_wants_a_look, due)) else []
        return [*looks, *(partial(self._job, shop, one.task, one.handle) for one in due if one.task is not Task.LOOK)]

    async def _look(self, shop: Shop) -> int:
        """Look over a shop, and let every job of it learn from that."""
        record, run, folder = await self._visit_to_look(shop)
        now, jobs = self.clock.now(), await self.ledger.jobs(shop.id)
        look = next((one for one in jobs if one.task is Task.LOOK), None)
        if look:
            await self._keep(Ended(after(look, record, now, self.rhythm), record, run, folder))
        if not record.code:
            standing = await Standing.of(shop, self.ledger)
            await tell(self.ledger, deadlines_of(shop, standing.invitations, now))
            await self._learn(standing, [one for one in jobs if one.handle])
        return record.exit

    async def _visit_to_look(self, shop: Shop) -> tuple[Record, RunId | None, str]:
        desk = await self._desk(shop)
        if isinstance(desk, CompanionError):
            return failed(shop, None, None, desk), None, ""
        self.told.begins(shop, Handle(""))
        record, folder = await recorded(shop, None, None, desk, partial(self._looked, shop, desk))
        return record, desk.who.run, folder

    async def _looked(self, shop: Shop, desk: Desk) -> Record:
        await look_over(shop, desk, settle=True)
        return Record(shop, None, None, Outcome.DONE)

    async def _learn(self, standing: Standing, jobs: Sequence[Job]) -> None:
        for job in jobs:
            line = line_of(standing.shop, job)
            if line is None:
                continue
            target = Target(line.handle, line.account_id)
            known = standing.as_record(target, _KIND[job.task], self.clock.now())
            again = standing.ran_out(target) <= line.resend
            reached = after(job, known, self.clock.now(), self.rhythm, again=again) if known else job
            if job.state is JobState.DONE and (known is None or known.link in _UNDOES[job.task]):
                link = standing.link(target)
                if job.task is Task.UNLINK and link and await has_ended(link.shop, link.account, self.ledger):
                    continue
                await self._keep(Ended(undone(job), _as_undone(standing.shop, target, job)))
            elif known and reached != job and (JobState.DONE in {job.state, reached.state} or _is_told(job, known)):
                await self._keep(Ended(reached, _to_be_sent_again(known) if reached.state is JobState.OPEN else known))

    async def _job(self, shop: Shop, task: Task, handle: Handle) -> int:
        """One visit for one job, as it stands now: another run, or the look, may have been faster."""
        job = await self._still_due(shop, task, handle)
        if job and task is Task.SHOWCASE:
            return await self._shelf(shop, job)
        if job and task is Task.COLLECT:
            return await self._numbers(shop, job)
        line = line_of(shop, job) if job else None
        if job is None or line is None:
            return 0
        desk = await self._desk(shop)
        target = Target(line.handle, line.account_id)
        if isinstance(desk, CompanionError):
            return await self._keep(self._refused(job, failed(shop, target, _KIND[task], desk)))
        self.told.begins(shop, handle)
        flow = partial(self._act, shop, line, task, desk)
        record, folder = await recorded(shop, target, _KIND[task], desk, flow)
        standing = await Standing.of(shop, self.ledger)
        again = standing.ran_out(target) <= line.resend
        learnt = after(job, record, self.clock.now(), self.rhythm, again=again)
        return await self._keep(Ended(_confirmable(learnt), record, desk.who.run, folder))

    async def _shelf(self, shop: Shop, job: Job) -> int:
        """One visit for what a showcase is still to get."""
        desk = await self._desk(shop)
        if isinstance(desk, CompanionError):
            return await self._keep(self._refused(job, failed(shop, Target(job.handle), _KIND[job.task], desk)))
        self.told.begins(shop, job.handle)
        return await self._keep(await go_on(shop, job, desk, self.rhythm))

    async def _numbers(self, shop: Shop, job: Job) -> int:
        """One visit for what a shop's reports show of its day."""
        if self.collects is None:
            return 0
        self.told.begins(shop, job.handle)
        try:
            ended = await self.collects(shop, job)
        except CompanionError as error:  # of this machine: told of the job like any other, and no visit is torn
            ended = self._refused(job, failed(shop, None, None, error))
        return await self._keep(ended)

    async def _still_due(self, shop: Shop, task: Task, handle: Handle) -> Job | None:
        now = self.clock.now()
        for one in await self.ledger.jobs(shop.id):
            if (one.task, one.handle) == (task, handle):
                due = one.due_at is not None and one.due_at <= now
                return one if due or (one.shop, task, handle) in self.asked else None
        return None

    async def _act(self, shop: Shop, line: Candidate, task: Task, desk: Desk) -> Record:
        target = Target(line.handle, line.account_id)
        if task is Task.LINK:
            return await bind(BindRequest(shop, target, line, via=line.via), desk)
        last = shop.id in self.confirmed.last
        request = UnlinkRequest(shop, target, Way.SELLER, last, self.confirmed.without_backup)
        if line.handle in self.confirmed.handles:
            return await unlink(request, desk)
        if earlier := await unsettled(request, desk):  # what was pressed on an earlier word needs none to be looked up
            return earlier
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {line.handle}")

    async def _desk(self, shop: Shop) -> Desk | CompanionError:
        try:
            return await self.desk(shop)
        except CompanionError as error:
            return error

    def _refused(self, job: Job, record: Record) -> Ended:
        return Ended(after(job, record, self.clock.now(), self.rhythm), record)

    async def _keep(self, ended: Ended) -> int:
        """Write down how a job stands now, tell it, and say what it means for what comes after it."""
        await self.ledger.set_jobs([ended.job])
        now = self.clock.now()
        await tell(self.ledger, news_of(ended.record, ended.run or RunId(""), now, ended.job, ended.folder))
        self.ended.append(ended)
        self.told.ended(ended)
        code = ended.record.code
        if code and ended.record.exit in _STOPS_ALL:
            self.stopped_by = CompanionError(code, ended.record.submitted, **ended.record.error)
        return 0 if code is Code.E_APPROVAL_WANTED else ended.record.exit  # that one press waits, nothing else


def _wants_a_look(job: Job) -> bool:
    """Whether the list of a shop tells what this job waits for; who waits for a moment goes and acts then.

    What is still to be added, and a shop's numbers, look for themselves.
    """
    if job.task in {Task.SHOWCASE, Task.COLLECT}:
        return False
    unknown = job.state is JobState.NEEDS_PERSON and job.code is Code.E_OUTCOME_UNKNOWN
    return job.task is Task.LOOK or job.note == UNDONE or unknown or (job.state is JobState.WAITING and not job.code)


def _is_told(job: Job, known: Record) -> bool:
    """Whether a look is what a job waits for: of a link that is to end it tells no more than that it has not.

    What nobody knows is told of any job: a run that was killed may have pressed on a word that the job still waits for.
    """
    unknown = known.code is Code.E_OUTCOME_UNKNOWN
    return unknown or (_wants_a_look(job) and (job.task is Task.LINK or known.code is not None))


def _to_be_sent_again(known: Record) -> Record:
    """An invitation that ran out and may be followed by another one is no trouble."""
    return replace(known, outcome=Outcome.NOT_DONE, code=None)


def _as_undone(shop: Shop, target: Target, job: Job) -> Record:
    mismatch, told = Code.E_EFFECT_MISMATCH, {"detail": "undone_link" if job.task is Task.LINK else "undone_unlink"}
    return Record(shop, target, _KIND[job.task], Outcome.NEEDS_PERSON, code=mismatch, error=told)


def _confirmable(job: Job) -> Job:
    """What only waits for a person's word is not asked again and again."""
    waits = job.code is Code.G_NOT_CONFIRMED
    return replace(job, state=JobState.NEEDS_PERSON, due_at=None) if waits else job
