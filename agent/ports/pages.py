"""What a portal's pages can be asked and told, whatever their HTML."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.domain.identity import Handle, ShopId
    from agent.domain.permit import Permit
    from agent.domain.seen import EligibilitySeen, Hit, HomeSeen, InvitationsSeen, LinksSeen, Listing, Word


class Page(ABC):
    """One page or dialog; opened at its own address and proven to be itself before anything is read."""

    @abstractmethod
    async def arrive(self) -> None:
        """Navigate afresh and prove that this is the page; raises LookAgain or AskPerson (login, challenge, drift)."""


class Home(Page):
    """The seller's home."""

    @abstractmethod
    async def read(self) -> HomeSeen:
        """Whose session it is, and the shop's counters."""

    @abstractmethod
    async def choose(self, shop: ShopId) -> None:
        """Switch to a shop of this login and prove it; raises AskPerson(E_WRONG_SHOP) where it is not offered."""


class Pressable(ABC):
    """A page that holds an irreversible button."""

    @abstractmethod
    async def prepare(self, permit: Permit) -> None:
        """Prove target, shop and session once more and make a trial click; raises, nothing having been sent."""

    @abstractmethod
    async def press(self, permit: Permit) -> Word:
        """Click once, wait for the page's own word."""


class LinkedAccounts(Page, Pressable):
    """My account, Linked TikTok accounts, Marketing accounts, with the dialog that links a new one."""

    @abstractmethod
    async def read(self) -> LinksSeen:
        """All links of the shop, over all pages, and the slots."""

    @abstractmethod
    async def search(self, handle: Handle) -> Listing[Hit]:
        """Open the dialog and search; all hits over all pages."""

    @abstractmethod
    async def choose(self, hit: Hit) -> EligibilitySeen:
        """Choose a hit and read the portal's eligibility list."""


class Invitations(Page):
    """The list of invitations of the shop: the other page on which a bind is looked up."""

    @abstractmethod
    async def read(self) -> InvitationsSeen:
        """All invitations over all pages."""


class SignIn(Page):
    """A login page."""

    @abstractmethod
    async def sign_in(self, account: str, password: str) -> None:
        """Type the credentials, the frame's origin checked first; AskPerson for a challenge or wrong credentials."""

    @abstractmethod
    async def wait_for_person(self) -> None:
        """Wait until the person at the window has logged in; AskPerson(E_CHALLENGE) when the time is up."""


class SellerSignIn(SignIn):
    """The seller's login page."""


class CreatorSignIn(SignIn):
    """The creator's login page, where the profile offers it as mobile web."""
