"""The time that an answer was made, as its header tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def date_in(headers: Mapping[str, str]) -> datetime | None:
    """The moment of the Date header, in UTC; None where there is none that can be read."""
    try:
        told = parsedate_to_datetime(headers.get("date") or "")
        return told.astimezone(UTC) if told.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None
