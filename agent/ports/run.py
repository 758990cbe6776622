"""How one run goes on: its patience, who follows along, its timing line and its proof."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.record import Attempt, Mark, Record, Who
    from agent.domain.rules import Rules
    from agent.ports.browser import Visit

T = TypeVar("T")


class Use(StrEnum):
    """What a step does with its element."""

    LOOK = "look"
    CLICK = "click"
    PRESS = "press"  # the last button of an irreversible act


class Reader(ABC):
    """Reads with patience: the one place that retries, and only what raises `LookAgain`."""

    @abstractmethod
    async def read(self, step: str, how: Callable[[], Awaitable[T]]) -> T:
        """Run a reading step, each try from its own fresh navigation; the last error is raised as it is."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Where a person has clicked: whether it is what the step uses, what it is called, and which last button it is."""

    right: bool
    name: str
    press: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where something stands in a picture, as shares of its width and height from the left and the top."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page looked like (JPEG), and where on it stood what was used."""

    jpeg: bytes
    frame: Frame | None = None


class Stage(ABC):
    """One step on a page, for whoever follows along: what is used next, and how to show it."""

    step: str
    use: Use
    somewhere: bool  # whether it is about one element, at which a person can point

    @abstractmethod
    async def mark(self) -> None:
        """Mark the element that is used next, and no longer the one before it."""

    @abstractmethod
    async def caption(self, lines: Sequence[str]) -> None:
        """Lay these lines over the page, away from what is marked; none takes them away."""

    @abstractmethod
    async def picture(self) -> Picture:
        """The page as a person sees it now, personal data covered."""

    @abstractmethod
    async def picked(self) -> Pick:
        """Where the person clicks next; the click does not reach the page."""

    @abstractmethod
    async def follow(self) -> None:
        """Let the last click that was picked reach the page after all, as the person's own."""


class Pace(ABC):
    """How a person follows along: nothing in headless runs, a shown and confirmed step with `--step`.

    Where one is `asked`, he may think as long as he likes, and no page is given up for it.
    """

    asked: bool = False

    @abstractmethod
    def begin(self, rules: Rules | None) -> None:
        """A new request begins, under these rules: what was confirmed for the one before holds no longer."""

    @abstractmethod
    async def before(self, stage: Stage) -> None:
        """Called before each step on a page."""


class Trail(ABC):
    """The timing line of a run; in crash tests the kill switch."""

    @abstractmethod
    def mark(self, point: str) -> None:
        """A labelled point (CP01 to CP23) was reached."""

    @abstractmethod
    def attempt(self, attempt: Attempt) -> None:
        """A step was tried."""

    @abstractmethod
    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        """All marks and attempts so far."""


class Evidence(ABC):
    """The folder that proves what a run did."""

    @abstractmethod
    async def keep(self, label: str, visit: Visit) -> str:
        """Keep a picture and an outline of the page under a label, never failing a run; the picture's name to be."""

    @abstractmethod
    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Write run.json and the report; answers the folder, or an empty text where nothing is kept."""
