"""Which of a person's statements are news, and which cannot be so: against the portal, the ledger and each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.declared import Declaration, Subject, counted, dated, unlinks_declared
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from agent.domain.adoption import AdoptRequest, Remembered, Shown
    from agent.domain.declared import Wish
    from agent.domain.identity import AccountId


@dataclass(frozen=True, slots=True)
class Meant:
    """A statement whose account is proven."""

    wish: Wish
    account: AccountId


@dataclass
class Statements:
    """Hears one statement after the other; MendInput(E_INPUT) for one that cannot be so, and then none is kept."""

    request: AdoptRequest
    shown: Shown
    known: Remembered
    now: datetime
    window: datetime

    def __post_init__(self) -> None:
        """Begin with what was said before."""
        self.said = list(self.known.said)
        self._zone = ZoneInfo(self.request.shop.zone)
        self._links = {one.account: one for one in self.shown.links}
        self._rows = {one.account: one for one in self.known.links}

    def hear(self, meant: Sequence[Meant]) -> tuple[Declaration, ...]:
        """What is new: first how many unlinks, then each unlink, then the links, the newest first.

        In this order a link can be told for the one that still stands: the last one, with no unlink after it.
        """
        before = len(self.said)
        if self.request.unlinks is not None:
            self._total(self.request.unlinks)
        for one in sorted(meant, key=lambda one: one.wish.moment, reverse=True):
            if one.wish.subject is Subject.UNLINK:
                self._unlink(one)
        for one in sorted(meant, key=lambda one: one.wish.moment, reverse=True):
            if one.wish.subject is Subject.LINK:
                self._link(one)
        self._links_fit(before)
        return tuple(self.said[before:])

    def _total(self, count: int) -> None:
        least = unlinks_declared(self.said)
        if count < least:
            raise MendInput(Code.E_INPUT, why="fewer_than_declared", value=least)
        if count != counted(self.said):
            self._say(Declaration(self.request.shop.id, Subject.UNLINKS, self.request.by, count=count))

    def _unlink(self, meant: Meant) -> None:
        moment, seen = self._past(meant), self.known.unlinked.get(meant.account, ())
        if self._told(meant) or self._day(moment) in map(self._day, seen):
            return
        most, number = counted(self.said), len(dated(self.said, Subject.UNLINK)) + 1
        if most is not None and number > most:
            raise MendInput(Code.E_INPUT, why="more_than_declared", value=most)
        begun = self.begun(meant.account)
        if begun and moment >= begun:
            self._object(meant, "linked_since_then", begun)
        self._outside(meant)
        self._say(self._declared(meant))

    def _link(self, meant: Meant) -> None:
        row, moment = self._rows.get(meant.account), self._past(meant)
        begun = self.begun(meant.account)
        known = [one for one in (begun, row.since if row else None) if one]
        if self._told(meant) or self._day(moment) in map(self._day, known):
            return
        if begun and moment > begun:
            self._object(meant, "linked_since_then", begun)
        self._outside(meant)
        self._say(self._declared(meant, current=self._stands(meant)))

    def _past(self, meant: Meant) -> datetime:
        if meant.wish.moment > self.now:
            self._object(meant, "not_over_yet", meant.wish.moment)
        return meant.wish.moment

    def _told(self, meant: Meant) -> bool:
        """Whether the same was declared before: nothing of the kind happens to an account twice a day."""
        days = map(self._day, dated(self.said, meant.wish.subject, meant.account))
        return self._day(meant.wish.moment) in days

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def begun(self, account: AccountId) -> datetime | None:
        """Since when the account is linked, as the portal shows it or as somebody said of a link that has not ended."""
        link = self._links.get(account)
        if link is None or link.since:
            return link.since if link else None
        last = max(self._ends(account), default=None)
        return max((one for one in self._current(account) if last is None or one > last), default=None)

    def _current(self, account: AccountId) -> list[datetime]:
        """When links of the account began that stood when it was said."""
        return [one.moment for one in self.said if one.current and one.account == account and one.moment]

    def _ends(self, account: AccountId) -> list[datetime]:
        """When links of the account have ended, as somebody said or the ledger saw."""
        return [*dated(self.said, Subject.UNLINK, account), *self.known.unlinked.get(account, ())]

    def _stands(self, meant: Meant) -> bool:
        """Whether the link that stands can only be this one: it shows no date, and no later unlink is known."""
        link = self._links.get(meant.account)
        undated = link is not None and link.since is None and self.begun(meant.account) is None
        return undated and all(one < meant.wish.moment for one in self._ends(meant.account))

    def _outside(self, meant: Meant) -> None:
        """An account that was linked from one day to another was neither linked nor unlinked in between."""
        row, ends = self._rows.get(meant.account), self._ends(meant.account)
        declared = [
            (one, min((end for end in ends if end > one), default=None)) for one in self._current(meant.account)
        ]
        for since, until in ((row.since, row.until) if row else (None, None), *declared):
            if since and until and since < meant.wish.moment < until:
                self._object(meant, "linked_all_along", until)

    def _links_fit(self, before: int) -> None:
        """The portal counts the links of the window too: an earlier one that is declared now may not be too many."""
        begun = [self.begun(one) for one in self._links]
        earlier = [one for one in self.said if one.subject is Subject.LINK and not one.current]
        number = sum(one >= self.window for one in (*begun, *(one.moment for one in earlier)) if one)
        most, is_news = self.shown.links_in_window, any(one in earlier for one in self.said[before:])
        if is_news and most is not None and number > most:
            raise MendInput(Code.E_INPUT, why="more_links_than_shown", value=most, count=number)

    def _declared(self, meant: Meant, *, current: bool = False) -> Declaration:
        wish = meant.wish
        return Declaration(
            self.request.shop.id,
            wish.subject,
            self.request.by,
            meant.account,
            wish.handle,
            wish.moment,
            current=current,
        )

    def _say(self, one: Declaration) -> None:
        before = unlinks_declared(self.said)
        self.said.append(one)
        self.said[-1] = replace(one, adds=unlinks_declared(self.said) - before)

    def _object(self, meant: Meant, why: str, moment: datetime) -> None:
        told = moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")
        raise MendInput(Code.E_INPUT, field=f"@{meant.wish.handle}", why=why, value=told, zone=self.request.shop.zone)
