"""An appeal or a ticket as the portal showed it last: its number, since when it stands how, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.domain.permit import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from agent.domain.appeal import AppealsSeen
    from agent.domain.identity import AccountId
    from agent.domain.violation import ViolationSeen


LETTERS: Final = frozenset({Kind.APPEAL, Kind.TICKET})


@dataclass(frozen=True, slots=True)
class Letter:
    """One of them: `about` is the violation's number or the ticket's matter, `number` the portal's for the letter.

    `handle` and `account` are whom it is about, as far as that is known. `state` is a word of `AppealState` or
    `TicketState`, empty where the profile knows none for it. `until` is how long one more appeal is taken. `seen_at`
    is when it was first seen so.
    """

    kind: Kind
    number: str
    about: str
    handle: str = ""
    account: AccountId | None = None
    state: str = ""
    sent_at: datetime | None = None
    answer: str = ""
    until: datetime | None = None
    seen_at: datetime | None = None


def appeals_in(seen: AppealsSeen | ViolationSeen, violation: str) -> Iterator[Letter]:
    """The appeals on a violation's page, oldest first; the last may be followed by one more."""
    for one in seen.tries:
        until = seen.until if one is seen.tries[-1] else None
        yield Letter(Kind.APPEAL, one.id, violation, "", None, one.state or "", one.sent_at, one.answer, until)


def newest(letters: Sequence[Letter], kind: Kind, about: str, handle: str = "") -> Letter | None:
    """The last of these that was sent about a matter."""
    mine = [one for one in letters if (one.kind, one.about) == (kind, about) and handle in {"", one.handle}]
    return max(mine, key=lambda one: (one.sent_at is not None, one.sent_at, one.number), default=None)
