"""What a portal's pages can be asked and told, whatever their HTML."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.drift import ElementSeen, Layout
    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.domain.permit import Permit
    from agent.domain.promotion import FormSeen, Promotion, PromotionRow, PromotionsSeen
    from agent.domain.seen import EligibilitySeen, Hit, HomeSeen, InvitationsSeen, Jumped, LinksSeen, Listing, Word
    from agent.domain.showcase import Offer, ShowcaseSeen
    from agent.domain.unlinking import Application, LinkInfo, UnlinkSeen
    from agent.domain.violation import HealthSeen, Violation, ViolationSeen


class Page(ABC):
    """One page or dialog; opened at its own address and proven to be itself before anything is read."""

    @abstractmethod
    async def arrive(self) -> None:
        """Navigate afresh and prove that this is the page; raises LookAgain or AskPerson (login, challenge, drift)."""


class Walked(ABC):
    """A page whose elements can be counted one by one, to see whether the profile still fits."""

    @abstractmethod
    async def look_for(
        self, keys: Sequence[str], within: str = "", **filled: str
    ) -> tuple[tuple[ElementSeen, ...], Layout]:
        """How each of these is found on the page, or in a dialog of it; `filled` are the parts of their names."""

    @abstractmethod
    async def point_at(self, keys: Sequence[str]) -> None:
        """Mark what is to be seen of these for a picture; a key that is not there marks nothing."""

    @abstractmethod
    async def unfold(self, key: str, **filled: str) -> None:
        """Press what only shows more of the page; `filled` are the parts of its name."""

    @property
    @abstractmethod
    def language(self) -> str:
        """The language that the page declares."""


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
    """My account, Linked TikTok accounts, Marketing accounts, with the dialogs that begin and end a link.

    `prepare` and `press` are those of the dialog that the permit's kind of act is done in.
    """

    @abstractmethod
    async def read(self) -> LinksSeen:
        """All links of the shop, over all pages, and the slots."""

    @abstractmethod
    async def applications(self) -> Sequence[Application]:
        """The creators' open requests to be unlinked."""

    @abstractmethod
    async def open_unlink(self, account: AccountId, handle: Handle) -> UnlinkSeen:
        """Open the unlink dialog from the account's row, and read it."""

    @abstractmethod
    async def open_approval(self, application: Application) -> UnlinkSeen:
        """Open the dialog that approves a creator's request, and read it."""

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


class Promotions(Page, Pressable):
    """Marketing tools: the shop's promotions, where they are looked up too, and how one is made or ended.

    `prepare` and `press` are those of what was opened last.
    """

    @abstractmethod
    async def read(self) -> PromotionsSeen:
        """All promotions over all pages."""

    @abstractmethod
    async def fill(self, wanted: Promotion, zone: str) -> FormSeen:
        """Come to the tool's form and fill it in, in the shop's zone; nothing is published."""

    @abstractmethod
    async def open_stop(self, row: PromotionRow) -> None:
        """Open the question that ends a promotion; nothing is ended."""


class Health(Page):
    """Account health: the shop's figure, and the records of violations."""

    @abstractmethod
    async def read(self) -> HealthSeen:
        """The figure that the market has, and all records over all pages."""

    @abstractmethod
    async def open_violation(self, violation: Violation) -> ViolationSeen:
        """Come to the page of one of them, by its own link, and read it."""


class AppSettings(Page):
    """The Seller app's settings, as a phone shows them."""


class AppBind(Page, Pressable):
    """The Seller app's Bind account: a username, and the jump to the TikTok app, where the account's owner answers."""

    @abstractmethod
    async def enter(self, handle: Handle) -> None:
        """Type whom the jump will be about; nothing is sent."""

    @abstractmethod
    async def answer(self) -> Jumped | None:
        """How the jump that was pressed here stands, looked up afresh; None where nobody knows its number."""


class AppBound(Page):
    """The Seller app's list of bound accounts."""


class CreatorLink(Page, Pressable):
    """The creator's own page of the link, by showcase, Your Shop and View link info; it sends the request to unlink."""

    @abstractmethod
    async def read(self) -> LinkInfo:
        """Whose page it is, and what it offers."""


class CreatorShowcase(Page, Pressable):
    """The creator's showcase on the web, with the dialogs that add a product and take one out."""

    @abstractmethod
    async def read(self, until: str = "") -> ShowcaseSeen:
        """All products; with `until`, no further than to the product of this number."""

    @abstractmethod
    async def offer(self, link: str) -> Offer:
        """Let the portal fetch what a link leads to."""

    @abstractmethod
    async def open_removal(self, product: str, title: str) -> None:
        """Open the dialog that asks once more whether the product with this number and title is to be taken out."""


class SignIn(Page):
    """A login page."""

    @abstractmethod
    async def sign_in(self, account: str, password: str) -> None:
        """Type the credentials, the frame's origin checked first; AskPerson for a challenge or wrong credentials."""

    @abstractmethod
    async def show_form(self) -> None:
        """Bring up the form that takes what we type."""

    @abstractmethod
    async def wait_for_person(self) -> None:
        """Wait until the person at the window has logged in; AskPerson(E_CHALLENGE) when the time is up."""


class SellerSignIn(SignIn):
    """The seller's login page."""


class CreatorSignIn(SignIn):
    """The creator's login page, where the profile offers it as mobile web."""
