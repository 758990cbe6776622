"""An export that was asked for: ready at once or a little later, then kept in the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# How long the site takes to make a file is not public; three seconds are enough to be seen waiting.
MAKING = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Export:
    """One file of a shop: which part of Data Compass, over which time."""

    id: str
    shop: str
    module: str
    span: str
    at: datetime

    def ready(self, now: datetime) -> bool:
        """Whether it can be downloaded: a single day's file at once, as the site gives some at once (facts 2.6)."""
        first, _, last = self.span.partition("..")
        return first == last or now - self.at >= MAKING
