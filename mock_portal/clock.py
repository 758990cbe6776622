"""The portal's own clock: real UTC, moved or stopped by tests; every rule and every Date header runs on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Real UTC plus an offset, or one frozen instant."""

    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The portal's present instant, with offset zero."""
        return self._frozen or datetime.now(UTC) + self._offset

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen is not None

    def set(self, moment: datetime) -> None:
        """Jump to an instant; a frozen clock stays frozen there."""
        self.advance(moment - self.now())

    def advance(self, by: timedelta) -> None:
        """Jump ahead (or back)."""
        if self._frozen is not None:
            self._frozen += by
        self._offset += by

    def freeze(self, *, stop: bool) -> None:
        """Stop the time, or let it run on from where it stands."""
        if stop:
            self._frozen = self.now()
        elif self._frozen is not None:
            self._offset = self._frozen - datetime.now(UTC)
            self._frozen = None
