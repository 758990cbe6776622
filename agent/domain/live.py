"""Who of a shop's accounts goes LIVE when: spread evenly, never two at once, and never more than a pilot allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from agent.domain.evenings import Slot
    from agent.domain.identity import Handle
    from agent.domain.ledger import Link
    from agent.domain.programme import LiveProduct
    from agent.domain.roster import Candidate
    from agent.domain.rules import Rules

WEEK: Final = 7


class Traffic(StrEnum):
    """Which quarter of an hour the source article means: the first of the LIVE, or the one before it."""

    FIRST = "first"
    BEFORE = "before"


class Pilot(StrEnum):
    """Why an account may not go LIVE as often as it likes; NONE where nothing is known that says so."""

    NONE = "none"
    FEW_FOLLOWERS = "few_followers"
    FOLLOWERS_UNKNOWN = "followers_unknown"
    JUST_LINKED = "just_linked"


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """An account that is to go LIVE, on how many of any seven days running at most, and what it has to show.

    The products stand in the order of their priority.
    """

    handle: Handle
    position: str
    most_a_week: int
    pilot: Pilot
    linked: bool
    products: tuple[LiveProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Going:
    """How often an account is to go LIVE in seven days, and how many followers it has, where anybody said so."""

    per_week: int
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One LIVE as it is proposed; `neighbours` are the other accounts that go LIVE on that evening."""

    account: LiveAccount
    slot: Slot
    neighbours: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Sessions:
    """All LIVEs by their time, how many were wished for, and for whom there was no room, with how many."""

    proposed: tuple[Session, ...]
    wished: int
    without_room: tuple[tuple[Handle, int], ...]


def pilot_of(followers: int | None, linked_at: datetime | None, begins: datetime, rules: Rules) -> Pilot:
    """Whether a pilot of the market limits an account at a moment; who does not know counts as limited."""
    if linked_at and begins < linked_at + rules.live_pilot_lasts.value:
        return Pilot.JUST_LINKED
    if followers is None:
        return Pilot.FOLLOWERS_UNKNOWN if rules.live_pilot_followers.value else Pilot.NONE
    return Pilot.FEW_FOLLOWERS if followers < rules.live_pilot_followers.value else Pilot.NONE


@dataclass(frozen=True, slots=True)
class _Wish:
    """One LIVE of an account, and where in the time it would stand if all had their own evening (days from 0)."""

    ideal: float
    account: LiveAccount


@dataclass(slots=True)
class _Calendar:
    """What is taken so far; days are counted from the first one."""

    free: list[Slot]
    first: date
    taken: list[tuple[LiveAccount, Slot]] = field(default_factory=list)
    days: defaultdict[Handle, set[int]] = field(default_factory=lambda: defaultdict(set))
    evenings: Counter[int] = field(default_factory=Counter)
    hours: Counter[tuple[Handle, int]] = field(default_factory=Counter)

    def take(self, wish: _Wish) -> bool:
        """Give the wish the free room nearest to its place; False where there is none."""
        days = {self._day(one) for one in self.free}
        open_ = {day for day in days if self._may(wish.account, day)}
        fitting = [one for one in self.free if self._day(one) in open_]
        if not fitting:
            return False
        best = min(fitting, key=lambda slot: self._cost(wish, slot))
        self.taken.append((wish.account, best))
        self.days[wish.account.handle].add(self._day(best))
        self.evenings[self._day(best)] += 1
        self.hours[wish.account.handle, best.number] += 1
        self.free = [one for one in self.free if not one.meets(best)]
        return True

    def _may(self, account: LiveAccount, day: int) -> bool:
        """One LIVE a day, and no more than may be on any seven days running."""
        taken = self.days[account.handle]
        weeks = (range(day - back, day - back + WEEK) for back in range(WEEK))
        fullest = max(sum(one in taken for one in week) for week in weeks)
        return day not in taken and fullest < account.most_a_week

    def _cost(self, wish: _Wish, slot: Slot) -> tuple[float, int, int, datetime]:
        """Near its place first, then the emptier evening, then the hour that this account had less often."""
        day = self._day(slot)
        same_hour = self.hours[wish.account.handle, slot.number]
        return (abs(day + 0.5 - wish.ideal), self.evenings[day], same_hour, slot.begins)

    def _day(self, slot: Slot) -> int:
        return (slot.day - self.first).days


def live_account(line: Candidate, link: Link | None, begins: datetime, goes: Going, rules: Rules) -> LiveAccount:
    """An account of the roster as it can go LIVE from a moment on, as often as is wished and a pilot lets it."""
    pilot = pilot_of(goes.followers, link.since if link else None, begins, rules)
    most = goes.per_week if pilot is Pilot.NONE else min(goes.per_week, rules.live_pilot_lives.value)
    return LiveAccount(line.handle, line.position, most, pilot, link is not None)


def proposed(accounts: Sequence[LiveAccount], room: Iterable[Slot], first: date, days: int) -> Sessions:
    """The LIVEs of so many days, the accounts in their order; the same question always has the same answer."""
    wishes = sorted(_wishes(accounts, days), key=lambda one: one.ideal)
    calendar = _Calendar(sorted(room, key=lambda one: one.opens), first)
    refused = [one.account.handle for one in wishes if not calendar.take(one)]
    by_time = sorted(calendar.taken, key=lambda one: one[1].opens)
    sessions = tuple(Session(who, slot, _beside(who, slot, by_time)) for who, slot in by_time)
    left = {one.handle: refused.count(one.handle) for one in accounts}
    return Sessions(sessions, len(wishes), tuple((handle, count) for handle, count in left.items() if count))


def _wishes(accounts: Sequence[LiveAccount], days: int) -> Iterator[_Wish]:
    """Each account's LIVEs in even steps, the accounts set off against each other."""
    for place, account in enumerate(accounts):
        count = max(1, account.most_a_week * days // WEEK) if account.most_a_week else 0
        for number in range(count):
            yield _Wish((number + (place + 0.5) / len(accounts)) * days / count, account)


def _beside(who: LiveAccount, slot: Slot, taken: Iterable[tuple[LiveAccount, Slot]]) -> tuple[Handle, ...]:
    return tuple(other.handle for other, one in taken if one.day == slot.day and other is not who)
