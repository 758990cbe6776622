"""The portal's own clock: moved, stopped or hurried by tests; every rule and every Date header runs on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """An instant that was set, and the real time since then, times a factor."""

    def __init__(self) -> None:
        self._real = self._shown = datetime.now(UTC)
        self.factor = 1.0
        self.frozen = False

    def now(self) -> datetime:
        """The portal's present instant, with offset zero."""
        return self._shown if self.frozen else self._shown + (datetime.now(UTC) - self._real) * self.factor

    def set(self, moment: datetime) -> None:
        """Jump to an instant; a frozen clock stays frozen there."""
        self._real, self._shown = datetime.now(UTC), moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Jump ahead (or back)."""
        self.set(self.now() + by)

    def freeze(self, *, stop: bool) -> None:
        """Stop the time, or let it run on from where it stands."""
        self.set(self.now())
        self.frozen = stop

    def run(self, factor: float) -> None:
        """Let time pass so many times as fast from now on."""
        self.set(self.now())
        self.factor = factor
