"""What is started, as whom and when, before any scheduler's own words for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time
    from pathlib import Path

HOUR: Final = 60
_DAY: Final = 24 * HOUR
_SOON: Final = 30


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, by so many minutes."""

    minutes: int

    @property
    def even(self) -> bool:
        """Whether each hour, or each day, is like the next: cron knows nothing else."""
        whole = HOUR if self.minutes < HOUR else _DAY
        return self.minutes > 0 and whole % self.minutes == 0 and (whole == HOUR or self.minutes % HOUR == 0)

    @property
    def soon(self) -> bool:
        """Whether the next round is near enough to be the next try."""
        return self.minutes <= _SOON

    @property
    def cron(self) -> str:
        """The five fields of a crontab."""
        if self.minutes < HOUR:
            return f"*/{self.minutes} * * * *"
        return f"0 */{self.minutes // HOUR} * * *" if self.minutes < _DAY else "0 0 * * *"


@dataclass(frozen=True, slots=True)
class At:
    """Once a day; without a zone, by the machine's own clock."""

    time: time
    zone: str = ""

    soon = False

    @property
    def cron(self) -> str:
        """The five fields of a crontab."""
        return f"{self.time.minute} {self.time.hour} * * *"


When = Every | At


@dataclass(frozen=True, slots=True)
class Round:
    """One round over all shops: the words that start it, where its state and its key are, and as whom it runs.

    `environment` has no secret; `image` is for containers, in which the words are `inside`.
    """

    words: tuple[str, ...]
    inside: tuple[str, ...]
    when: When
    user: str
    state: Path
    key_file: Path
    environment: Mapping[str, str]
    image: str = ""
    suffix: str = ""  # of the names by which a scheduler knows it, where it is another command than the round itself
    longest: timedelta = timedelta(hours=4)  # far more than a round takes: what lasts longer hangs
    farewell: timedelta = timedelta(seconds=60)  # to look once more after a press, and to close the browser
