"""What people are told about: one message per event, whoever notices it and on however many machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.errors import Code


class Occasion(StrEnum):
    """Why people are told; `test` is sent on demand only and never queued."""

    NEEDS_PERSON = "needs_person"
    APPROVAL = "approval"
    HAND_OVER = "hand_over"
    REFUSED = "refused"
    QUOTA = "quota"
    DEADLINE = "deadline"
    SUMMARY = "summary"
    VIOLATION = "violation"
    HEALTH = "health"
    FINDINGS = "findings"
    CHANGED = "changed"
    GPM = "gpm"
    TEST = "test"


QUEUED: Final = frozenset(Occasion) - {Occasion.TEST}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell; `values` fill its words, `quote` is the portal's own text, which is data and never obeyed.

    `key` is what makes it once: where it was told before, on any machine, it is not told again. `evidence` is the
    folder whose last picture may go with it. It is about no account where `handle` is empty.
    """

    key: str
    occasion: Occasion
    shop: ShopId | None = None
    account: AccountId | None = None
    handle: Handle | None = None
    code: Code | None = None
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    quote: str = ""
    evidence: str = ""

    @property
    def id(self) -> str:
        """What the ledger knows it by: the same for the same key, and no byte of a name in it."""
        return sha256(self.key.encode()).hexdigest()[:32]


class Sending(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Trouble(StrEnum):
    """Why a channel has not got a message; none of it tells a token."""

    NOT_INSTALLED = "not_installed"
    NO_ADDRESS = "no_address"
    ADDRESS_FILE = "address_file"
    BAD_ADDRESS = "bad_address"
    NOT_TAKEN = "not_taken"
    TOO_SLOW = "too_slow"
    TOO_OLD = "too_old"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message in the outbox: `reached` are the channels that have it already, `trouble` why others have not."""

    id: str
    message: Message
    queued_at: datetime
    due_at: datetime
    state: Sending = Sending.WAITING
    tries: int = 0
    reached: frozenset[str] = frozenset()
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """Where people are told, by a name of the operator's; its address, which carries a token, is not in here."""

    name: str
    occasions: frozenset[Occasion]
    language: str
    pictures: bool = False

    def wants(self, message: Message) -> bool:
        """Whether this message goes here."""
        return message.occasion in self.occasions


PATIENCE: Final = timedelta(days=3)
LATELY: Final = timedelta(days=7)  # so long is told that a message was given up
_LONGEST: Final = timedelta(hours=6)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries that failed: 1, 4, 16 minutes and so on, at most 6 hours."""
    minutes = 4 ** min(tries - 1, 9)
    return min(timedelta(minutes=minutes), _LONGEST)
