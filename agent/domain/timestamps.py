"""Moments as pages and files write them: with their zone, in one meaning, or not at all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import tzinfo

_DAY: Final = re.compile(r"(?P<a>[0-9]{1,4})(?P<mark>[-/.])(?P<b>[0-9]{1,2})(?P=mark)(?P<c>[0-9]{1,4})", re.ASCII)
_TIME: Final = re.compile(
    r"(?P<first>上午|下午)?(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?::(?P<s>[0-9]{2})(?:\.[0-9]{1,6})?)?"
    r" ?(?P<last>[AP]\.?M\.?|上午|下午)?",
    re.ASCII | re.IGNORECASE,
)
_ZONE: Final = re.compile(
    r"\(?(?:UTC|GMT)?(?P<sign>[+-])(?P<h>[0-9]{1,2})(?::?(?P<m>[0-9]{2}))?\)?|\(?(?:UTC|GMT|Z)\)?", re.ASCII
)
_NOON, _HOURS, _MINUTES, _YEARS = 12, 24, 60, 4
_AFTERNOON: Final = frozenset({"pm", "下午"})


def read_day(text: str, order: str = "") -> date:
    """The day that a text names; `order` is DMY or MDY where the source is known to write so.

    ValueError where 03/04/2026 may be either, or there is no such day.
    """
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(_unreadable(text))
    first, second, third = (found[name] for name in "abc")
    if len(first) == _YEARS and len(third) < _YEARS:
        return date(int(first), int(second), int(third))
    if len(third) != _YEARS or len(first) == _YEARS:
        raise ValueError(_unreadable(text))
    readings = {"MDY": (int(first), int(second)), "DMY": (int(second), int(first))}
    days = {_a_day(int(third), *readings[one]) for one in ([order] if order else readings)} - {None}
    day = days.pop() if len(days) == 1 else None
    if day is None:
        raise ValueError(_unreadable(text))
    return day


def _a_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_moment(text: str, zone: str, order: str = "") -> datetime:
    """The moment that a text names, in the zone that it tells, else in this one (IANA).

    ValueError for a day that may be two, an hour that no clock shows, and a time that the zone's clocks showed twice
    or never, when they were changed.
    """
    told = " ".join(re.sub("(?<=[0-9])T(?=[0-9])", " ", text).split())
    day, _, rest = told.partition(" ")
    clock = _TIME.match(rest)
    if not clock:
        raise ValueError(_unreadable(text))
    own = rest[clock.end() :].strip()
    where = _offset(own, text) if own else ZoneInfo(zone)
    hour, minute, second = _hour(clock, text), int(clock["m"]), int(clock["s"] or 0)
    if hour >= _HOURS or minute >= _MINUTES or second >= _MINUTES:
        raise ValueError(_unreadable(text))
    of = read_day(day, order)
    moment = datetime(of.year, of.month, of.day, hour, minute, second, tzinfo=where)
    _require_shown_once(moment, text)
    return moment


def _hour(clock: re.Match[str], text: str) -> int:
    hour, half = int(clock["h"]), (clock["first"] or clock["last"] or "").lower().replace(".", "")
    if clock["first"] and clock["last"]:
        raise ValueError(_unreadable(text))
    if not half:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(_unreadable(text))
    return hour % _NOON + (_NOON if half in _AFTERNOON else 0)


def _offset(told: str, text: str) -> tzinfo:
    found = _ZONE.fullmatch(told)
    if not found:
        raise ValueError(_unreadable(text))
    if not found["sign"]:
        return UTC
    by = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
    return timezone(by if found["sign"] == "+" else -by)


def _require_shown_once(moment: datetime, text: str) -> None:
    """Clocks that are put back show an hour twice, those that are put forward leave one out."""
    there = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset() or there.replace(fold=0) != moment:
        raise ValueError(_unreadable(text))


def _unreadable(text: str) -> str:
    return f"not one moment: {text!r}"
