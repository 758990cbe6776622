"""What proves a shop's reports: counted in two ways they say the same, read twice they say the same again.

Whatever contradicts itself was caught half loaded, or shows other days or another shop: LookAgain.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Metric, Page, Reading, Span, Window
from agent.domain.shop_days import day_of
from agent.errors import Code, LookAgain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from agent.domain.reports import ReportSeen

# What the days' numbers add up to: people who come again are counted once, and rates are no sums.
_MANY: Final = 100  # impressions: with so many, two stretches of time do not have all the same numbers by chance
SUMS: Final = (Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.IMPRESSIONS)


def require_sum(metric: Metric, total: Decimal | None, parts: Sequence[Decimal | None]) -> None:
    """Late cards stand over the rows of another time: what a page counts in two ways must be the same."""
    known = [one for one in parts if one is not None]
    if len(known) == len(parts) and total is not None and sum(known) != total:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="not_adding_up", value=metric)


def require_days(seen: ReportSeen, asked: Window) -> None:
    """The days that the page names must be the ones that were asked for."""
    if (seen.first, seen.last) != (asked.first, asked.last):
        raise LookAgain(Code.E_PORTAL_DOWN, detail="other_days", value=f"{seen.first}..{seen.last}")


def require_same(first: Sequence[Reading], second: Sequence[Reading]) -> None:
    """Two reads of the same must agree; of what is still going on, the later one may only have grown."""
    before, after = ({_key(one): one for one in seen} for seen in (first, second))
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if other is None or (one is None and other.whole) or (one and not _agree(one, other)):
            name = next((known.subject.name for known in (one, other) if known), "")
            raise LookAgain(Code.E_PORTAL_DOWN, detail="reads_differ", value=name)


def _key(one: Reading) -> tuple[object, ...]:
    return one.subject.of, one.subject.id, one.window, one.page


def _agree(one: Reading, other: Reading) -> bool:
    if one.whole and other.whole:
        return (one.subject, one.values, one.portrait) == (other.subject, other.values, other.portrait)
    grows = [name for name in one.values if name in SUMS]
    return all((one.values[name] or 0) <= (other.values[name] or 0) for name in grows)


def require_nested(readings: Iterable[Reading]) -> None:
    """Of one subject, a longer window that ends on the same day holds at least what a shorter one does."""
    by_subject: dict[tuple[object, ...], list[Reading]] = {}
    for one in readings:
        if one.whole and one.window.span is not Span.SESSION and one.page in {Page.OVERVIEW, Page.CREATORS}:
            by_subject.setdefault((one.subject.of, one.subject.id, one.window.last), []).append(one)
    for several in by_subject.values():
        inside = sorted(several, key=lambda one: one.window.days)
        for shorter, longer in pairwise(inside):
            for name in SUMS:
                if (shorter.value(name) or 0) > (longer.value(name) or 0):
                    raise LookAgain(Code.E_PORTAL_DOWN, detail="not_adding_up", value=name)


def require_same_days(days: Iterable[Reading]) -> None:
    """A day that stands in the tables of several windows has the same numbers in each: rows may be another's."""
    known: dict[Window, Reading] = {}
    for one in days:
        if known.setdefault(one.window, one).values != one.values:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="reads_differ", value=str(one.window.first))


def require_apart(readings: Iterable[Reading]) -> None:
    """Today's numbers of a subject are not those of days that are over: a page that begins with others shows these."""
    over: dict[tuple[object, ...], list[Reading]] = {}
    by_page = [one for one in readings if one.page in {Page.OVERVIEW, Page.CREATORS}]
    for one in by_page:
        if one.whole:
            over.setdefault((one.subject.of, one.subject.id), []).append(one)
    for one in by_page:
        alike = [other for other in over.get((one.subject.of, one.subject.id), ()) if other.values == one.values]
        if not one.whole and alike and (one.value(Metric.IMPRESSIONS) or 0) >= _MANY:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="other_days", value=one.subject.name)


def require_lives(accounts: Iterable[Reading], lives: Iterable[Reading], asked: Window, zone: str) -> None:
    """How many LIVEs each account's row counts in a window is how many of them are listed.

    Of a window that is not over, the list was read later and may have grown.
    """
    days = [(one.subject.account, day_of(one.subject.began, zone)) for one in lives if one.subject.began]
    listed = Counter(account for account, day in days if asked.first <= day <= asked.last)
    for one in accounts:
        counted = one.value(Metric.LIVES)
        if one.window != asked or counted is None:
            continue
        found = listed[one.subject.id]
        if counted > found or (one.whole and counted < found):
            raise LookAgain(Code.E_PORTAL_DOWN, detail="lives_missing", value=one.subject.name)
