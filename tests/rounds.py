"""Rounds over a fake portal: a roster of one shop, its jobs in the real ledger, and what each round did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fakes import ACCOUNT, ALICE, LOGIN, SHOP
from flow_bench import Bench, finished

from agent.domain.due import Rhythm, wanted
from agent.domain.identity import Handle, ShopId
from agent.domain.jobs import Job, Task
from agent.domain.ledger import InvitationState
from agent.domain.roster import Candidate, Consent, Roster, Shop, Wanted
from agent.flows.ends import Confirmed, Ended, Key, Told
from agent.flows.plan import Planner
from agent.flows.round import Round

HOUR = timedelta(hours=1)
RHYTHM = Rhythm(HOUR, 24 * HOUR, timedelta(minutes=1), HOUR)
LINE = Candidate(ALICE.handle, ACCOUNT, Consent(owned=True))
LEAVES = replace(LINE, wanted=Wanted.UNLINKED)


class Silent(Told):
    """Nobody listens."""

    def begins(self, shop: Shop, handle: Handle) -> None:
        """Not told."""

    def ended(self, one: Ended) -> None:
        """Not told."""


class Rounds(Bench):
    """An operator who wants something of one shop, and a scheduler that starts one round after another."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.wants(LINE)

    def wants(self, *lines: Candidate) -> None:
        """The roster says this from now on."""
        self.shop = replace(SHOP, accounts=lines)
        known = self.ask("jobs", self.shop.id)
        self.ask("set_jobs", wanted(self.shop, known, self.clock.now(), RHYTHM))

    def round(self, *, confirmed: Confirmed = Confirmed(), asked: frozenset[Key] = frozenset()) -> Sequence[Ended]:  # noqa: B008 - frozen
        """What is due, or asked for by name."""
        self.clock.moment += timedelta(seconds=1)
        due = [one for one in self.ask("jobs") if (one.due_at and one.due_at <= self.clock.now()) or key(one) in asked]
        roster = Roster((LOGIN,), (self.shop,))

        async def desk(_: Shop) -> Any:
            return self.desk()

        work = Round(roster, self.ledger, self.clock, desk, RHYTHM, Silent(), confirmed, asked)
        return finished(work.run(due, 2))

    def plan(self) -> Any:
        """The plan of the shop."""

        async def desk(_: Shop) -> Any:
            return self.desk()

        return finished(Planner(self.ledger, self.clock, desk).plan([self.shop], 2))[0]

    def job(self, task: Task = Task.LINK) -> Job:
        """How a job stands."""
        return next(one for one in self.ask("jobs") if one.task is task)

    def answers(self, state: InvitationState) -> None:
        """The creator, or time, answers the newest invitation."""
        self.portal.states[len(self.portal.rows()) - 1] = state
        if state is InvitationState.ACCEPTED:
            self.portal.linked.add(ACCOUNT)

    def unlinked_outside(self) -> None:
        """Somebody ends the link at the portal."""
        self.portal.linked.clear()
        self.portal.over = True

    def pass_(self, time: timedelta) -> None:
        """Time passes."""
        self.clock.moment += time


def key(job: Job) -> tuple[ShopId, Task, Handle]:
    """What a person names a job by."""
    return job.shop, job.task, job.handle
