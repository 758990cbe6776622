"""What Tabcut's pages show, as plain data: rows of a ranking for one country, how many are hidden, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RankRow:
    """One line: its id and name, whose it is, its figures; None where the site shows dashes or has no such column."""

    id: str
    name: str
    by: str = ""
    category: str = ""
    sold: Decimal | None = None
    views: Decimal | None = None
    followers: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows that were read; `total` is how many there are, `updated` since when the numbers stand."""

    rows: Sequence[RankRow]
    total: int | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class SiteWish:
    """What is asked of the site: a market, who sold products of ours, and how much is read how fast."""

    market: str
    products: frozenset[str]
    rows: int
    asked: int
    pause: timedelta


@dataclass(frozen=True, slots=True)
class SiteSeen:
    """What the site showed: its rankings, what the creators sold who were asked about, who sold products of ours."""

    creators: Ranking
    videos: Ranking
    sold: Mapping[str, Sequence[RankRow]]
    sellers: Mapping[str, Sequence[RankRow]]
    read_at: datetime

    @property
    def partial(self) -> bool:
        """Whether there are more creators than were shown."""
        return self.creators.total is not None and len(self.creators.rows) < self.creators.total
