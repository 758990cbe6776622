"""Tickets, chats, what is said in both, and news."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class Category(StrEnum):
    """What a ticket is about."""

    LINKING = "linking"
    VIOLATION = "violation"
    PROMOTION = "promotion"
    PAYMENT = "payment"
    OTHER = "other"


class TicketState(StrEnum):
    """Whose turn it is; the site's own words for it are not public (facts 2.9)."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question to customer service; `chat` is the one that it came from."""

    id: str
    shop: str
    category: Category
    text: str
    at: datetime
    state: TicketState = TicketState.OPEN
    chat: str = ""


@dataclass(frozen=True, slots=True)
class TicketFile:
    """A file for a ticket; it waits without a `ticket` until that is sent."""

    id: str
    shop: str
    name: str
    kind: str
    size: int
    digest: str
    at: datetime
    ticket: str = ""


class ChatState(StrEnum):
    """Who is at the other end."""

    BOT = "bot"
    QUEUED = "queued"
    PERSON = "person"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation of a shop; a hand-over to a person makes a `ticket` of it."""

    id: str
    shop: str
    at: datetime
    state: ChatState = ChatState.BOT
    ticket: str = ""


class Author(StrEnum):
    """Who says something."""

    SELLER = "seller"
    BOT = "bot"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Post:
    """What is said in a ticket or a chat; of a bot the text is a key of the portal's sentences."""

    id: str
    shop: str
    thread: str
    author: Author
    text: str
    at: datetime
    article: str = ""
    read: bool = False


class Subject(StrEnum):
    """The parts of the notification center (facts 2.9)."""

    PRIORITY = "priority"
    VIOLATIONS = "violations"
    POLICIES = "policies"
    ACCOUNT = "account_updates"


@dataclass(frozen=True, slots=True)
class Notice:
    """One piece of news; `topic` names its sentences, `link` is where it leads."""

    id: str
    shop: str
    subject: Subject
    topic: str
    at: datetime
    account: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """That somebody of a shop has read the notice with this id."""

    id: str
    shop: str
