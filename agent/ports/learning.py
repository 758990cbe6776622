"""A lesson in a portal's names: the page at which a person points, and the person at the terminal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.ports.pages import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.pointing import Fit, Pointed, Proposal, Wanted


class Sign(StrEnum):
    """What a page tells besides that something was pointed at."""

    STOPPED = "stopped"  # a request was
    ESCAPED = "escaped"  # the person pressed Escape: no more pointing for now
    CLOSED = "closed"  # the window was


class Pointing(Page):
    """Whatever page the person stands on: hovering marks an element, a click picks it and never reaches the page."""

    @abstractmethod
    async def point(self, *, on: bool) -> None:
        """Let clicks pick, or let the person walk about."""

    @abstractmethod
    async def picked(self) -> Pointed | Sign:
        """What is pointed at next; nothing of secret fields is in it."""

    @abstractmethod
    async def fits(self, proposal: Proposal, wanted: Wanted) -> Fit:
        """What the page finds by this description, as the flows will look for it."""

    @abstractmethod
    async def mark(self, proposal: Proposal | None) -> None:
        """Mark what a description finds, and nothing else."""

    @abstractmethod
    async def language(self) -> str:
        """The language that the page declares."""


class Said(StrEnum):
    """What a person can answer."""

    TAKE = "take"
    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    WALK = "walk"
    POINT = "point"
    TYPE = "type"
    END = "end"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `words` are those that were typed as the element's."""

    said: Said
    words: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: for an element, or whether a proposal is right; `others` are its other names, and who says so."""

    wanted: Wanted
    at: int
    count: int
    pointing: bool
    proposal: Proposal | None = None
    others: Mapping[str, tuple[str, str]] | None = None


class News(StrEnum):
    """What is told in between."""

    STOPPED = "stopped"
    NOTHING_FITS = "nothing_fits"
    ANOTHER_KIND = "another_kind"
    IN_A_FRAME = "in_a_frame"
    NO_LANGUAGE = "no_language"
    SECRET = "secret"  # noqa: S105 - a word of the message files
    NO_MORE = "no_more"
    GONE = "gone"
    POINTING = "pointing"
    WALKING = "walking"


class Person(ABC):
    """Who teaches: asked at the terminal, while pointing in the browser."""

    @abstractmethod
    async def reply(self, question: Question) -> Reply:
        """The person's next answer; given up where something was pointed at instead, and then nothing is lost."""

    @abstractmethod
    def tell(self, news: News, value: str = "") -> None:
        """Say what happened, in words."""
