"""What a plan says: of each wanted account how it stands and what is to be done, of each shop what that will cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from agent.domain.identity import AccountId, Handle
    from agent.domain.jobs import Task
    from agent.domain.record import Record
    from agent.domain.roster import Candidate, Login, Shop
    from agent.domain.seen import Slots
    from agent.domain.shelf import Later
    from agent.errors import CompanionError


class Step(StrEnum):
    """What is to be done about one account."""

    NOTHING = "nothing"
    FOLLOW = "follow"
    INVITE = "invite"
    INVITE_AGAIN = "invite_again"
    UNLINK = "unlink"
    WAIT = "wait"
    REFUSED = "refused"
    PERSON = "person"

    @property
    def presses(self) -> bool:
        """Whether something irreversible is pressed."""
        return self in {Step.INVITE, Step.INVITE_AGAIN, Step.UNLINK}


@dataclass(frozen=True, slots=True)
class Planned:
    """One wanted account: its line, the step, when it is due; `record` says how it stands and what speaks against."""

    line: Candidate
    task: Task
    step: Step
    due_at: datetime | None
    record: Record


class Change(StrEnum):
    """What somebody else did since the last look."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class Outside:
    """One change that no press of ours explains."""

    change: Change
    handle: Handle
    account: AccountId
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a shop has left before the plan, and what the plan uses of it; None is what nobody shows."""

    slots: Slots | None
    links_in_window: int
    links_per_window: int
    invites: int
    unlinks_left: int | None
    unlinks: int


@dataclass(frozen=True, slots=True)
class ShopPlan:
    """One shop: its lines, what changed outside, what it costs; `error` where it could not be read.

    `digest` is the fingerprint of how the shop stood, `shared` the products that two linked accounts both show, as far
    as copies of their showcases were kept, `later` what showcases are still to get.
    """

    shop: Shop
    lines: Sequence[Planned] = ()
    outside: Sequence[Outside] = ()
    cost: Cost | None = None
    digest: str = ""
    rules: str = ""
    shared: Mapping[tuple[Handle, Handle], int] | None = None
    later: Sequence[Later] = ()
    error: CompanionError | None = None

    @property
    def equal_positions(self) -> list[tuple[str, list[Handle]]]:
        """Accounts of this shop that stand for the same, as far as their lines say."""
        said = [(" ".join(one.line.position.casefold().split()), one.line) for one in self.lines]
        often = Counter(position for position, _ in said if position)
        same = (position for position, count in often.items() if count > 1)
        return [(position, [line.handle for told, line in said if told == position]) for position in same]


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between what is wanted and what is, in all shops that were asked for."""

    made_at: datetime
    roster: str
    shops: Sequence[ShopPlan]
    sharing_a_line: Sequence[Sequence[Login]]


def in_common(showcases: Mapping[Handle, frozenset[str]]) -> dict[tuple[Handle, Handle], int]:
    """How many products two accounts both show, for each two that share any."""
    pairs = ((one, other, showcases[one] & showcases[other]) for one, other in combinations(showcases, 2))
    return {(one, other): len(both) for one, other, both in pairs if both}
