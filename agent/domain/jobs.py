"""What is to be done and when: a job outlives every run, and a wait is its due time."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.identity import Handle, ShopId
    from agent.domain.ledger import Outcome
    from agent.errors import Code


class JobState(StrEnum):
    """How a job stands; only `done`, and what nothing but a person can move, has no due time."""

    OPEN = "open"
    WAITING = "waiting"
    NEEDS_PERSON = "needs_person"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


class Task(StrEnum):
    """What a job is about.

    `look` reads a whole shop, `collect` its numbers of the day, `showcase` adds what an earlier day had no room for.
    """

    LINK = "link"
    UNLINK = "unlink"
    LOOK = "look"
    SHOWCASE = "showcase"
    COLLECT = "collect"


OF_A_SHOP: Final = frozenset({Task.LOOK, Task.COLLECT})  # these name no account


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that the roster wants, or that has to be looked at; `handle` is empty where it is about a whole shop.

    `tries` counts the visits that came to nothing since the last one that did not, `code` says why the last one did not
    end well; `line` is the fingerprint of the roster's line that it stands on.
    """

    shop: ShopId
    task: Task
    handle: Handle
    state: JobState
    due_at: datetime | None
    tries: int = 0
    code: Code | None = None
    note: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How a round over all shops ended: what became of each visit, how all jobs stand now, and when the next is due."""

    began_at: datetime
    ended_at: datetime
    exit: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    jobs: Mapping[JobState, int] = field(default_factory=dict)
    next_due: datetime | None = None
