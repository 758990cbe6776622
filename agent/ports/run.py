"""How one run goes on: its patience, who follows along, its timing line and its proof."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.record import Attempt, Mark, Record, Who
    from agent.ports.browser import Visit

T = TypeVar("T")


class Reader(ABC):
    """Reads with patience: the one place that retries, and only what raises `LookAgain`."""

    @abstractmethod
    async def read(self, step: str, how: Callable[[], Awaitable[T]]) -> T:
        """Run a reading step, each try from its own fresh navigation; the last error is raised as it is."""


class Pace(ABC):
    """How a person follows along: nothing in headless runs, a shown and confirmed step with `--step`."""

    @abstractmethod
    def begin(self) -> None:
        """A new request begins: what was confirmed for the one before holds no longer."""

    @abstractmethod
    async def before(self, step: str, show: Callable[[], Awaitable[None]]) -> None:
        """Called before each step on a page; `show` marks the element that will be used."""


class Trail(ABC):
    """The timing line of a run; in crash tests the kill switch."""

    @abstractmethod
    def mark(self, point: str) -> None:
        """A labelled point (CP01 to CP24) was reached."""

    @abstractmethod
    def attempt(self, attempt: Attempt) -> None:
        """A step was tried."""

    @abstractmethod
    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        """All marks and attempts so far."""


class Evidence(ABC):
    """The folder that proves what a run did."""

    @abstractmethod
    async def keep(self, label: str, visit: Visit) -> None:
        """Keep a picture and an outline of the page under a label; never fails a run."""

    @abstractmethod
    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Write run.json and the report; answers the folder, or an empty text where nothing is kept."""
