"""The hours in which somebody is awake: presses that no person watches are kept for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY: Final = f"(?:{'|'.join(_DAYS)})"
_SPAN: Final = re.compile(rf"({_DAY})(?:-({_DAY}))? (\d\d:\d\d)-(\d\d:\d\d)")
_WEEK: Final = 7
_MIDNIGHT: Final = "24:00"


@dataclass(frozen=True, slots=True)
class PressHours:
    """Spans of local time by day of the week (0 is Monday), in one zone; the end is not in the span."""

    spans: tuple[tuple[int, time, time | None], ...]
    zone: str

    @classmethod
    def parse(cls, text: str) -> PressHours:
        """Read "Mon-Fri 09:00-18:00, Sat 10:00-14:00 Asia/Shanghai"; ValueError for anything else."""
        words, _, zone = text.strip().rpartition(" ")
        try:
            ZoneInfo(zone)
            spans = [span for part in words.split(",") for span in _spans(part.strip())]
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(text) from None
        return cls(tuple(spans), zone)

    def opens(self, now: datetime) -> datetime | None:
        """When they begin again; None while they last."""
        zone = ZoneInfo(self.zone)
        here = now.astimezone(zone)
        starts = list[datetime]()
        for ahead in range(_WEEK + 1):
            day = here.date() + timedelta(days=ahead)
            for weekday, begin, end in self.spans:
                if weekday != day.weekday():
                    continue
                start = datetime.combine(day, begin, zone)
                over = datetime.combine(day, end, zone) if end else datetime.combine(day + timedelta(1), time(), zone)
                if start <= now < over:
                    return None
                starts += [start] if start > now else []
        return min(starts)


def _spans(part: str) -> list[tuple[int, time, time | None]]:
    match = _SPAN.fullmatch(part)
    if not match:
        raise ValueError(part)
    first, begin = _DAYS.index(match[1]), time.fromisoformat(match[3])
    last = _DAYS.index(match[2]) if match[2] else first
    end = None if match[4] == _MIDNIGHT else time.fromisoformat(match[4])
    if last < first or (end and end <= begin):
        raise ValueError(part)
    return [(day, begin, end) for day in range(first, last + 1)]
