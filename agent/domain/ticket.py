"""A ticket to customer service: the matter that it is about, what is asked, and the list that it is looked up in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from agent.domain.facts import NOT_ASKED, Facts
from agent.domain.permit import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.facts import Fact, SessionSeen
    from agent.domain.identity import Target
    from agent.domain.permit import RequestKey
    from agent.domain.roster import Shop
    from agent.domain.seen import Listing
    from agent.domain.upload import Upload


class TicketMatter(StrEnum):
    """What tickets are about; each has a prepared text."""

    BIND_REFUSED = "bind_refused"
    UNLINK_STUCK = "unlink_stuck"
    STATUS_ABNORMAL = "status_abnormal"

    @property
    def kinds(self) -> frozenset[Kind]:
        """The acts whose runs are the evidence for it; any run will do where none is named."""
        return _KINDS.get(self, frozenset())


_KINDS = {
    TicketMatter.BIND_REFUSED: frozenset({Kind.BIND}),
    TicketMatter.UNLINK_STUCK: frozenset({Kind.UNLINK, Kind.UNLINK_REQUEST, Kind.UNLINK_APPROVE}),
}


class TicketState(StrEnum):
    """Whose turn it is; the site's own words for it are not public."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """Open one ticket about one account's matter, with files that show it; `again` opens one more after the last."""

    shop: Shop
    target: Target
    matter: TicketMatter
    text: str
    again: bool = False
    dry_run: bool = False
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket of the shop's list."""

    ticket_id: str
    text: str
    opened_at: datetime | None
    last_at: datetime | None
    state: TicketState | None

    def names(self, target: Target) -> bool:
        """Whether it speaks of this account."""
        handle = rf"(?<![A-Za-z0-9._]){re.escape(target.handle)}(?![A-Za-z0-9_]|\.[A-Za-z0-9_])"
        told = re.search(handle, self.text, re.IGNORECASE) is not None
        return told or (target.account_id is not None and target.account_id in self.text)


@dataclass(frozen=True, slots=True)
class TicketsSeen:
    """The shop's tickets over all pages."""

    session: SessionSeen
    tickets: Listing[TicketRow]


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the notification center, in the portal's words."""

    id: str
    title: str
    text: str
    at: datetime | None
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFacts(Facts):
    """What the decision to open a ticket stands on: its length, and an unresolved one about the same account."""

    letters: int
    open_ticket: Fact[str] = NOT_ASKED


MARK = "CC-"
_MARK = re.compile(rf"{MARK}[0-9A-F]{{10}}")


def mark_of(key: RequestKey) -> str:
    """What a ticket is found again by: the last word of its text, the same for the same matter on every machine."""
    return f"{MARK}{sha256(str(key).encode()).hexdigest()[:10].upper()}"


def marks_in(text: str) -> frozenset[str]:
    """What looks like such marks in a ticket's text, whoever wrote it."""
    return frozenset(_MARK.findall(text))
