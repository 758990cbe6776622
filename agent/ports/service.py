"""What the portal's pages for appeals, tickets and news can be asked and told, whatever their HTML."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from agent.ports.pages import Page, Pressable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.appeal import AppealsSeen
    from agent.domain.ticket import Notice, TicketsSeen
    from agent.domain.upload import Upload, Waiting


class Papers(Page):
    """A page with a form that keeps files in a draft until it is sent."""

    @abstractmethod
    async def take_out(self, name: str) -> None:
        """Take a file of this name out of the draft again; the gate must let uploads through."""

    @abstractmethod
    async def attach(self, file: Upload) -> str:
        """Add one file to the draft; answers the portal's word against it, empty where it says none.

        The gate must let uploads through. What became of it is read afterwards, on a fresh navigation.
        """


class Appeals(Papers, Pressable):
    """The violation center: one violation of the list, the appeals against it, and the form that sends one."""

    @abstractmethod
    async def show(self, violation: str) -> AppealsSeen:
        """Come to the violation of this number through its record in the list."""

    @abstractmethod
    async def write(self, reason: str) -> None:
        """Type the reason; nothing is sent."""


class Tickets(Papers, Pressable):
    """The help center's list of the shop's tickets, where they are looked up too, and the dialog that opens one."""

    @abstractmethod
    async def read(self) -> TicketsSeen:
        """All tickets over all pages."""

    @abstractmethod
    async def answer(self, ticket: str) -> str:
        """What the platform's people said last about one; empty where they said nothing."""

    @abstractmethod
    async def begin(self) -> Sequence[Waiting]:
        """Open the dialog; answers the files that wait in it."""

    @abstractmethod
    async def compose(self, text: str) -> None:
        """Fill in the dialog that was opened; nothing is sent."""


class Messages(Page):
    """The notification center."""

    @abstractmethod
    async def read(self) -> Sequence[Notice]:
        """What its first page shows, newest first."""
