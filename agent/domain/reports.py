"""What a page of reports shows, as the texts that stand there: what they mean is made of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from agent.domain.facts import SessionSeen
    from agent.domain.insight import Metric, Trait

DASH: Final = "\u2013"  # between the two ends of a price band


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of a report: its key, whose it is (a handle; empty in a row of a day), and its numbers' texts."""

    key: str
    handle: str
    texts: Mapping[Metric, str]
    began: datetime | None = None
    on_air: bool = False


@dataclass(frozen=True, slots=True)
class IndustrySeen:
    """What a report says that others make: the amount's text, of which category, and counted up to which day."""

    gpm: str
    category: str
    day: date


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """One report over the days that the page itself names, with the cards above it, if it has any."""

    session: SessionSeen
    first: date
    last: date
    cards: Mapping[Metric, str]
    rows: tuple[ReportRow, ...]
    industry: IndustrySeen | None = None


@dataclass(frozen=True, slots=True)
class FansSeen:
    """Who follows an account: whose portrait it says it is, how many they are, and each trait's lines.

    A line's name is a key where the profile knows the word (`women`), else the page's own text.
    """

    session: SessionSeen
    handle: str
    followers: str
    lines: Mapping[Trait, tuple[tuple[str, str], ...]]
