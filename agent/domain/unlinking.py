"""Ending a link: the ways to it, and what the portal shows about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.domain.permit import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.facts import SessionSeen
    from agent.domain.identity import AccountId
    from agent.domain.seen import Check, CheckName


class Way(StrEnum):
    """Who does what: the seller ends the link, the creator asks for it, or the seller approves what was asked."""

    SELLER = "seller"
    CREATOR = "creator"
    APPROVE = "approve"

    @property
    def kind(self) -> Kind:
        """The irreversible act of this way."""
        return _KINDS[self]


_KINDS = {Way.SELLER: Kind.UNLINK, Way.CREATOR: Kind.UNLINK_REQUEST, Way.APPROVE: Kind.UNLINK_APPROVE}


@dataclass(frozen=True, slots=True)
class UnlinkSeen:
    """A dialog before its last button: whom it is about, how many unlinks are left, and what stands against it.

    `unlinks_left` is None where the counter cannot be read. `checks` holds every line that the profile knows, those
    that the dialog does not show passed; `unread` are lines that it does not know.
    """

    session: SessionSeen
    account_id: AccountId
    handle: str
    unlinks_left: int | None
    checks: Mapping[CheckName, Check]
    unread: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """A creator's open request to be unlinked, as the seller's page lists it; `due_at` is when it counts as agreed."""

    application_id: str
    account_id: AccountId
    handle: str
    due_at: datetime | None


class RequestState(StrEnum):
    """What the creator's page of the link offers: to ask, to take back what was asked, or no link at all."""

    NONE = "none"
    PENDING = "pending"
    NO_LINK = "no_link"


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """The creator's own page of the link."""

    account_id: AccountId
    handle: str
    state: RequestState
