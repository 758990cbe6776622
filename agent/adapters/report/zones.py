"""Moments as two people read them: the shop where it is, and the operator where they sit."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def parsed(text: object) -> datetime | None:
    """The moment that an ISO text names, aware (UTC where it says nothing), or None: anybody may have edited a file."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def instant(text: object) -> datetime | None:
    """The moment, where the text names one and not only a day."""
    return parsed(text) if "T" in str(text) else None


def in_both_zones(moment: datetime, zone: str, own: tzinfo | None = None) -> list[str]:
    """The moment in an IANA zone, then in one's own (the machine's by default) where that clock shows another time."""
    there, here = moment.astimezone(_zone(zone)), moment.astimezone(own)
    told = f"{there:%Y-%m-%d %H:%M} {city(zone)}"
    if there.utcoffset() == here.utcoffset():
        return [told]
    day = "" if there.date() == here.date() else f"{here:%m-%d} "
    return [told, f"{day}{here:%H:%M} {here.tzname()}"]


def city(zone: str) -> str:
    """A zone as people call it."""
    return zone.rpartition("/")[2].replace("_", " ")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
