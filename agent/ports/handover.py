"""How a page gets into a person's hands and back: the page, who can be reached, and where it is seen from afar."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from agent.errors import LookAgain
from agent.ports.pages import Page

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from agent.domain.handover import Frame, Input
    from agent.ports.browser import Visit
    from agent.ports.desk import Desk


class HandedBack(LookAgain):
    """A person had the page, and whatever was seen before counts no more: everything is looked at from the top."""


class InHand(Page):
    """The tab as it stands, whatever it is, while a person has it: nothing here goes anywhere by itself."""

    @abstractmethod
    async def clear(self, heading: str = "") -> bool:
        """Whether nothing that needs a person is to be seen, and this heading is, if one is named.

        Raises LookAgain(E_PORTAL_DOWN) once the tab is gone.
        """

    @abstractmethod
    async def tell(self, words: str) -> None:
        """Write over the page what is expected of the person, however the page changes; no words take it away."""

    @abstractmethod
    def frames(self) -> AbstractAsyncContextManager[AsyncIterator[Frame]]:
        """The page's looks, one after the other as they change, while entered."""

    @abstractmethod
    async def act(self, done: Input) -> None:
        """Do at the page what the person did from afar; where the page is gone, nothing."""


class LiveView(ABC):
    """Where a page in a person's hands can be seen and used from afar."""

    @abstractmethod
    def of(self, page: InHand, hand_over: str) -> AbstractAsyncContextManager[tuple[int, Counter[str]]]:
        """Let whoever knows the secret in while entered; the port, and what the person has done there, by kind."""


class HandOver(ABC):
    """Who is asked where only a person may go on."""

    @abstractmethod
    async def meet(self, step: str, visit: Visit, desk: Desk, heading: str = "") -> bool:
        """Leave a visit's tab to a person until it asks for nobody any more; False is a no, and so is silence.

        Where an unknown page is in the way, `heading` is that of the page behind it.
        """


class Nobody(HandOver):
    """Nobody can be reached."""

    async def meet(self, step: str, visit: Visit, desk: Desk, heading: str = "") -> bool:
        """So the answer is no."""
        _ = step, visit, desk, heading
        return False


NOBODY: Final = Nobody()
