"""One browser session: its visit, the gate on its wire, and the vault that it comes from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypeVar

from agent.domain.roster import Via

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime, timedelta

    from agent.domain.facts import Egress, Unknown
    from agent.domain.identity import Target
    from agent.domain.ledger import Lease
    from agent.domain.permit import Kind
    from agent.domain.roster import Login
    from agent.ports.pages import Page
    from agent.ports.run import Trail

P = TypeVar("P", bound="Page")


class Gate(ABC):
    """Stands on the wire of one browser context: which requests may leave."""

    @abstractmethod
    def press(self, kind: Kind, in_time: Callable[[], bool], via: Via = Via.WEB) -> AbstractAsyncContextManager[None]:
        """While entered, one matching commit may leave if it is `in_time` then; a late or a second one is stopped.

        Raises TryLater(E_BUSY) in the end where it was late.
        """

    @abstractmethod
    def login(self) -> AbstractAsyncContextManager[None]:
        """While entered, the profile's login requests may leave."""

    @abstractmethod
    def upload(self) -> AbstractAsyncContextManager[None]:
        """While entered, what the profile lists as uploads may leave: files into a draft that nobody has sent yet."""

    @abstractmethod
    def person(self) -> AbstractAsyncContextManager[None]:
        """While entered, a person drives: allowed origins only, but any method."""

    @property
    @abstractmethod
    def sent(self) -> Sequence[str]:
        """The state-changing requests that left, as "METHOD path"."""

    @property
    @abstractmethod
    def stopped(self) -> Sequence[str]:
        """The requests that were stopped, as "METHOD origin path"."""


class Visit(ABC):
    """One browser session of minutes for one job, entered from the top."""

    gate: Gate
    lease: Lease

    @abstractmethod
    async def open(self, page: type[P]) -> P:
        """Open a page afresh."""

    @abstractmethod
    def here(self, page: type[P]) -> P:
        """The page as it stands in the tab, whatever it is: only for looking at what proved to be another one."""

    @abstractmethod
    def speak(self, language: str) -> None:
        """Ask for every page opened from now on in a language, where the profile knows how; empty asks for none."""

    @abstractmethod
    async def egress(self) -> Egress | Unknown:
        """Ask the profile's echo addresses through this very context."""

    @abstractmethod
    def skew(self) -> timedelta | None:
        """Portal clock minus our clock, from the last page's Date header; None before the first page."""

    @abstractmethod
    async def picture(self) -> bytes:
        """A small masked picture of the page (PNG)."""

    @abstractmethod
    async def outline(self) -> str:
        """The page's ARIA outline, masked."""


class Visits(ABC):
    """Opens visits; a session comes from the vault and goes back there."""

    @abstractmethod
    def open(self, login: Login, lease: Lease, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One context with the login's sealed session; raises AskPerson(E_SESSION_EXPIRED) where there is none."""

    @abstractmethod
    def creator(self, login: Login, lease: Lease, target: Target, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One context with a creator's own sealed session, by the login's line; without one, as above."""

    @abstractmethod
    def phone(self, login: Login, visit: Visit, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One more context of a visit's session, as a phone shows pages; what it learns the visit's session has too."""

    @abstractmethod
    def fresh(self, login: Login, lease: Lease, principal: str, trail: Trail) -> AbstractAsyncContextManager[Visit]:
        """One context without a session; left well, its session is sealed for the principal, if one is named."""


class Vault(ABC):
    """Sealed sessions, each bound to its principal (`login:ID`, `creator:ID`)."""

    @abstractmethod
    def load(self, principal: str) -> bytes | None:
        """The session, or None; raises RestoreState(E_VAULT_*)."""

    @abstractmethod
    def save(
        self,
        principal: str,
        session: bytes,
        expires_at: datetime | None = None,
        note: str = "",
        mark: Callable[[str], None] | None = None,
    ) -> None:
        """Seal and keep it, the older one replaced whole; `mark` is told CP20 (written aside) and CP21 (in place)."""
