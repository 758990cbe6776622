"""The dated series of what reports showed, in the ledger's database yet no part of its events."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from agent.ports.pages import Page, Pressable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.domain import insight
    from agent.domain.exporting import ExportRequest, TasksSeen
    from agent.domain.facts import SessionSeen
    from agent.domain.identity import AccountId, ShopId
    from agent.domain.insight import Collected, ExportFile, Reading, Wanted, Window
    from agent.domain.reports import FansSeen, ReportSeen


class Insights(ABC):
    """What was read of reports: observations that can be read again, so they need no events.

    Raises what the ledger raises.
    """

    @abstractmethod
    async def keep_readings(self, readings: Sequence[Reading]) -> None:
        """Keep them all or none; the same subject, window and page again replaces what was read earlier, never later.

        Two shops in one call are a mistake of the caller's: ValueError.
        """

    @abstractmethod
    async def readings(self, wanted: Wanted) -> Sequence[Reading]:
        """Those that fit, by shop, subject and the day on which the window ends."""

    @abstractmethod
    async def insight_shops(self) -> Sequence[ShopId]:
        """The shops of which anything is kept, by id: whoever reads very much reads one shop after the other."""

    @abstractmethod
    async def set_collected(self, collected: Collected) -> None:
        """Write down how the collection of a shop's day stands."""

    @abstractmethod
    async def collected(self, since: date) -> Sequence[Collected]:
        """How the collections of this day and later ones stand."""

    @abstractmethod
    async def keep_export(self, file: ExportFile) -> None:
        """Write down a kept file; the same task again replaces it."""

    @abstractmethod
    async def exports(self, shop: ShopId | None = None) -> Sequence[ExportFile]:
        """The kept files, newest first."""

    @abstractmethod
    async def forget_readings(self, account: AccountId) -> int:
        """Take a creator's name, portrait and LIVEs out; answers how many readings changed."""


class Compass(Page):
    """The seller's reports; each look goes to its own address afresh, which names the days, and proves the page."""

    @abstractmethod
    async def show(self, page: insight.Page, span: insight.Span) -> None:
        """Go to one report over these last days, to look at what stands there, and read nothing of it."""

    @abstractmethod
    async def show_fans(self, account: AccountId) -> None:
        """Go to the portrait of an account's followers, and read nothing of it."""

    @abstractmethod
    async def report(self, page: insight.Page, window: Window) -> ReportSeen:
        """Go to one report over these days and read it whole, as the page says it: LookAgain for half of one."""

    @abstractmethod
    async def fans(self, account: AccountId) -> FansSeen:
        """Go to the portrait of an account's followers and read it whole."""


class ReportExports(Page, Pressable):
    """The button that has a file made of a report, and the history in which it is found."""

    @abstractmethod
    async def choose(self, request: ExportRequest) -> SessionSeen:
        """Open the part's page, choose the days there and prove them; nothing is pressed."""

    @abstractmethod
    async def history(self) -> TasksSeen:
        """What was asked for so far; the page is opened afresh for each look."""

    @abstractmethod
    async def file(self, task: str) -> bytes:
        """The file of a task that is ready; LookAgain where it does not come whole."""
