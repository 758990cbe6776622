"""What a named person says of the time before this ledger: links and unlinks with their dates, and how many in all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.domain.identity import AccountId, Handle, ShopId

_SHAPE: Final = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_LAST: Final = time(23, 59, 59)
_A_DAY: Final = len("2026-11-29")


class Subject(StrEnum):
    """What is declared: a link, an unlink, or how many unlinks there were in all."""

    LINK = "link"
    UNLINK = "unlink"
    UNLINKS = "unlinks"


@dataclass(frozen=True, slots=True)
class Wish:
    """A dated statement as it was given; whose account is meant is found out at the portal."""

    subject: Subject
    handle: Handle
    moment: datetime


@dataclass(frozen=True, slots=True)
class Declaration:
    """One statement of a named person.

    `moment` is None and `count` counts where it says how many unlinks there were before this ledger; `adds` is how many
    unlinks count as used since it was made; `current` says that it is the beginning of the link that still stands.
    """

    shop: ShopId
    subject: Subject
    by: str
    account: AccountId | None = None
    handle: Handle | None = None
    moment: datetime | None = None
    count: int = 0
    adds: int = 0
    current: bool = False
    declared_at: datetime | None = None


def a_moment(text: str, zone: str) -> datetime:
    """A date, or a moment, of the shop's zone unless it names its own; raises MendInput(E_INPUT).

    A day without a time is its last second, and an hour that the clocks passed twice is the later one: every waiting
    time is then counted from the latest that can be meant.
    """
    try:
        told = _read(text)
        return told.astimezone(UTC) if told.tzinfo else _in_zone(told, zone, text)
    except (ValueError, OverflowError):
        raise MendInput(Code.E_INPUT, why="date_form", value=legible(text, 40)) from None


def _read(text: str) -> datetime:
    if not _SHAPE.fullmatch(text):
        raise ValueError(text)
    return datetime.combine(date.fromisoformat(text), _LAST) if len(text) == _A_DAY else datetime.fromisoformat(text)


def _in_zone(naive: datetime, zone: str, text: str) -> datetime:
    moment = naive.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != naive:
        raise MendInput(Code.E_INPUT, why="no_such_hour", value=text, zone=zone)
    return moment


def dated(said: Iterable[Declaration], subject: Subject, account: AccountId | None = None) -> list[datetime]:
    """The moments of one subject, the earliest first; of one account if wanted."""
    meant = (one for one in said if one.subject is subject and account in {None, one.account})
    return sorted(one.moment for one in meant if one.moment)


def counted(said: Iterable[Declaration]) -> int | None:
    """How many unlinks somebody declared in all; None where nobody did. The last word stands."""
    counts = [one.count for one in said if one.subject is Subject.UNLINKS]
    return counts[-1] if counts else None


def unlinks_declared(said: Iterable[Declaration]) -> int:
    """How many unlinks count as used by what was declared."""
    said = list(said)
    return max(counted(said) or 0, len(dated(said, Subject.UNLINK)))


def speaks_of_unlinks(said: Iterable[Declaration]) -> bool:
    """Whether anybody said anything about earlier unlinks."""
    return any(one.subject is not Subject.LINK for one in said)


def every_unlink_dated(said: Iterable[Declaration]) -> bool:
    """Whether it is known how many unlinks there were, and the account and date of each: others never were unlinked."""
    said = list(said)
    return counted(said) == len(dated(said, Subject.UNLINK))
