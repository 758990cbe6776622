"""What the portal knows: logins, shops, TikTok accounts, and between shops and accounts links and invitations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from mock_portal.book import Book, R, Row
from mock_portal.money import currency_of
from mock_portal.plan import Generate

if TYPE_CHECKING:
    from collections.abc import Mapping, ValuesView
    from datetime import datetime


class Stage(StrEnum):
    """How far an invitation has come."""

    PENDING = "pending"
    IDENTITY_CHECK = "identity_check"
    IN_REVIEW = "in_review"
    LINKED = "linked"
    DECLINED = "declined"
    EXPIRED = "expired"
    REJECTED = "review_rejected"


ACCEPTED = (Stage.IDENTITY_CHECK, Stage.IN_REVIEW)
OPEN = (Stage.PENDING, *ACCEPTED)


@dataclass(frozen=True, slots=True)
class Limits:
    """The portal's own numbers; a world file may set others."""

    slots: int = 4
    probation_slots: int = 1
    adult_age: int = 18
    rebind_hours: int = 24
    invitation_hours: int = 48
    links_in_window: int = 10
    window_days: int = 180
    unlinks_ever: int = 3
    unlink_after_hours: int = 24  # after the link, in every source but one (facts 1.1)
    unlink_answer_days: int = 7  # documented for agencies only (facts 2.4); for shops it is our assumption
    showcase_a_day: int = 50
    credit_mark: int = 80  # below it no official activities (source article)
    rating_start: int = 200  # of a health rating (facts 1.4)
    rating_days: int = 180  # that a violation counts in it
    rating_near: int = 10  # points above a milestone at which the site warns
    points_flash: int = 36  # violation points that bar from flash sales
    points_revoked: int = 48  # that may end the permission to sell for good
    points_days: int = 90  # after which they end
    appeal_working_days: int = 7  # source article
    second_appeal_days: int = 15  # after a rejection, by one source of low trust (facts 1.4)
    appeal_files: int = 5  # the real number is not public
    appeal_file_kb: int = 500  # nor is this one; our server takes a megabyte at most
    letters: int = 500  # in an appeal, a ticket or a chat: the public contact form's limit (facts 2.9)
    check_letters: int = 5_000  # in a text to be checked; the real number is not public
    page_size: int = 10


@dataclass(frozen=True, slots=True)
class Site:
    """How the site is spread and looks: with `region_hosts`, each region has a host, such as seller-mx.localhost.

    `showcase_list` is how a creator's showcase comes: in pages, or as one list that holds the rows in sight only;
    `industry_gpm` is whether Data Compass tells what the shop's category makes elsewhere (no source says that it does).
    """

    region_hosts: bool = False
    showcase_list: str = "pages"
    industry_gpm: bool = True
    skin: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who may sign in for one or several shops.

    `egress` is the country its network shows; `code_form` is how the second step asks for its code: in one field, in
    six, or in a frame; `layout` is the build that its pages come in: with the account's pages in the menu at the left,
    or behind the picture in the header; `navigation` is whether the menu loads pages or changes them in place; `tour`
    is whether the home page leads around once. In a world file `shops` may be `["*"]` for all shops, or `["MX:*"]` for
    all of a country. A sub-account `lacks` rights (`mock_portal.rights`), and its menu perhaps `hides` what it lacks.
    """

    id: str
    email: str
    phone: str
    password: str
    egress: str
    shops: tuple[str, ...]
    lang: str = "en"
    kind: str = "local"
    countries: tuple[str, ...] = ()
    two_step: bool = False
    code_form: str = "one"
    layout: str = "menu"
    navigation: str = "page"
    tour: bool = False
    lacks: tuple[str, ...] = ()
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop in one country; `official` is the handle of its own account.

    `measured_by` names the figure of its standing where that is not its market's: `score` is what it has of a credit
    score, `rating` what its health rating was before its violations; `stars` is its rating by buyers, in tenths.
    """

    id: str
    name: str
    region: str
    zone: str
    category: str
    stage: str = "regular"
    measured_by: str = ""
    score: int = 100
    rating: int = 200
    stars: int = 46
    review: bool = False
    official: str = ""
    announcement: str = ""

    @property
    def currency(self) -> str:
        """What the shop's money is called."""
        return currency_of(self.region)


@dataclass(frozen=True, slots=True)
class Account:
    """One TikTok account; an unlisted one is found only where a fault shows it."""

    id: str
    handle: str
    nickname: str
    region: str
    category: str = ""
    age: int = 30
    status: str = "normal"
    followers: int = 0
    violations: int = 0
    identity_check: bool = False
    password: str = "demo-creator-pass"  # noqa: S105 - every inhabitant of the mock world has this one unless told
    email: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An account bound to a shop as a marketing account, until it is unlinked.

    `showcase_today` is what it had added to its showcase before the world began, on that day; the `id` is given when
    the world takes it in. Its orders carry no commission, unless `commission` says how many per cent by mistake.
    """

    shop: str
    account: str
    linked_at: datetime
    unlinked_at: datetime | None = None
    showcase_today: int = 0
    id: str = ""
    commission: float = 0.0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A shop's invitation to an account; `stage` is as last written, `stage_at` knows about expiry."""

    id: str
    shop: str
    account: str
    sent_at: datetime
    expires_at: datetime
    stage: Stage = Stage.PENDING
    note: str = ""

    def stage_at(self, now: datetime) -> Stage:
        """The stage as it is now: nobody has to write that time has passed."""
        overdue = self.stage is Stage.PENDING and now >= self.expires_at
        return Stage.EXPIRED if overdue else self.stage


@dataclass(frozen=True, slots=True)
class World:
    """One state of everything; a change makes a new one, so an older state can still be shown."""

    limits: Limits = field(default_factory=Limits)
    logins: Mapping[str, Login] = field(default_factory=dict)
    shops: Book[Shop] = field(default_factory=Book)
    accounts: Book[Account] = field(default_factory=Book)
    bonds: Book[Link] = field(default_factory=Book)
    invitations: Book[Invitation] = field(default_factory=Book)
    rows: Mapping[type, Book[Any]] = field(default_factory=dict)
    began: datetime | None = None
    generate: Generate = field(default_factory=Generate)
    site: Site = field(default_factory=Site)
    seed: int = 0

    @property
    def links(self) -> ValuesView[Link]:
        """All links there ever were, in the order in which they were made."""
        return self.bonds.values()

    def table(self, kind: type[R]) -> Book[R]:
        """All records of one kind, by id."""
        return self.rows.get(kind, Book())

    def with_rows(self, *changed: Row) -> World:
        """The same world with records added or rewritten."""
        rows = dict(self.rows)
        for one in changed:
            rows[type(one)] = rows.get(type(one), Book()).having(one)
        return replace(self, rows=rows)

    def without_rows(self, *gone: Row) -> World:
        """The same world without some records."""
        rows = dict(self.rows)
        for one in gone:
            rows[type(one)] = rows[type(one)].lacking(one.id)
        return replace(self, rows=rows)

    def account_of(self, handle: str) -> Account | None:
        """The account with exactly this handle."""
        return next(iter(self.accounts.about("handle", handle)), None)

    def links_of(self, shop: str) -> tuple[Link, ...]:
        """The shop's present links, oldest first."""
        mine = (link for link in self.bonds.about("shop", shop) if link.unlinked_at is None)
        return tuple(sorted(mine, key=lambda link: link.linked_at))

    def link_of(self, account: str) -> Link | None:
        """The account's present link: an account has one shop at most."""
        return next((link for link in self.bonds.about("account", account) if link.unlinked_at is None), None)

    def with_shop(self, shop: Shop) -> World:
        """The same world with the shop rewritten."""
        return replace(self, shops=self.shops.having(shop))

    def with_account(self, account: Account) -> World:
        """The same world with one more inhabitant."""
        return replace(self, accounts=self.accounts.having(account))

    def with_invitation(self, invitation: Invitation) -> World:
        """The same world with the invitation added or rewritten."""
        return replace(self, invitations=self.invitations.having(invitation))

    def with_link(self, *links: Link) -> World:
        """The same world with new links."""
        numbered = (replace(link, id=str(number)) for number, link in enumerate(links, len(self.bonds) + 1))
        return replace(self, bonds=self.bonds.having(*numbered))

    def with_unlink(self, link: Link, now: datetime) -> World:
        """The same world with that link ended."""
        return replace(self, bonds=self.bonds.having(replace(link, unlinked_at=now)))
