"""How values are written into the ledger: moments as text that sorts, texts without what a database refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


def stamp(moment: datetime) -> str:
    """A moment as text of one width that sorts by time; ValueError for a naive one."""
    if moment.tzinfo is None:
        message = "a moment without a zone"
        raise ValueError(message)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str | None) -> datetime | None:
    """A moment that was written so, aware."""
    return datetime.fromisoformat(text) if text else None


def storable(text: str) -> str:
    """The same text with lone surrogates and NUL, which a page may hold and a database may not, escaped."""
    if text.isprintable():  # which neither of them is
        return text
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def storable_all(told: Any) -> Any:  # noqa: ANN401 - JSON-able data comes in every shape
    """The same for every text in JSON-able data."""
    match told:
        case Mapping():
            return {name: storable_all(one) for name, one in told.items()}
        case list() | tuple():
            return [storable_all(one) for one in told]
        case str():
            return storable(told)
        case _:
            return told


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; also takes the text of one, as the events hold it."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | str | None, dialect: Dialect) -> str | None:
        """Write it as sortable text."""
        del dialect
        return stamp(value) if isinstance(value, datetime) else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read it back aware."""
        del dialect
        return moment(value)


class Words(TypeDecorator[str]):
    """Text from a page."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what has to be."""
        del dialect
        return storable(value) if value else value
