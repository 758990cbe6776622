"""A jump from the Seller app to the TikTok app and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# Only the source article says that the jump times out on a slow network; how long it lasts is our number.
JUMP_LASTS = timedelta(seconds=60)


class JumpState(StrEnum):
    """How far a jump has come."""

    OPEN = "open"
    AUTHORIZED = "authorized"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Jump:
    """One try to bind an account from the phone; `state` is as last written, `state_at` knows when it was too slow."""

    id: str
    shop: str
    account: str
    at: datetime
    state: JumpState = JumpState.OPEN

    def state_at(self, now: datetime) -> JumpState:
        """The state as it is now."""
        late = self.state is JumpState.OPEN and now - self.at > JUMP_LASTS
        return JumpState.TIMED_OUT if late else self.state


@dataclass(frozen=True, slots=True)
class Owner:
    """What the owner of an account (`id`) will say to the next jump, so many seconds after it began."""

    id: str
    answer: JumpState
    after: float = 0.0
