"""What a round over the shops is asked beside what is due, and what it tells of each end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.identity import Handle, ShopId
from agent.domain.jobs import Task

if TYPE_CHECKING:
    from agent.domain.identity import RunId
    from agent.domain.jobs import Job
    from agent.domain.record import Record
    from agent.domain.roster import Shop

Key = tuple[ShopId, Task, Handle]


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a job in this round: how it stands now, and the record of the visit, if there was one."""

    job: Job
    record: Record
    run: RunId | None = None
    folder: str = ""

    @property
    def exit(self) -> int:
        """What this calls for; a refusal that time heals is no trouble: the job is due again then."""
        return 0 if self.record.not_before else self.record.exit


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person has confirmed on the command line: the accounts that may be let go, and shops' last unlinks."""

    handles: frozenset[Handle] = frozenset()
    last: frozenset[ShopId] = frozenset()
    without_backup: str = ""


class Told(ABC):
    """Whoever is told how a round goes on."""

    @abstractmethod
    def begins(self, shop: Shop, handle: Handle) -> None:
        """A visit begins; the handle is empty where a whole shop is looked over."""

    @abstractmethod
    def ended(self, one: Ended) -> None:
        """A job stands otherwise, or a visit is over."""
