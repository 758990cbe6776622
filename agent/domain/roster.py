"""Whom the operator works for: logins, shops, and the channel accounts that each shop wants."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from agent.domain.identity import AccountId, Handle, LoginId, ShopId


class SellerKind(StrEnum):
    """Local sellers work from the shop's country, cross-border sellers from the countries they declare."""

    LOCAL = "local"
    CROSS_BORDER = "cross-border"


class Stage(StrEnum):
    """Where a new shop stands; probation has fewer slots."""

    PROBATION = "probation"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Consent:
    """Why we may invite this account: it is owned, or its creator agreed on a day, by a stated way."""

    owned: bool
    agreed_on: date | None = None
    how: str = ""


class Wanted(StrEnum):
    """What a line of the roster asks for; a candidate's line, and one that is missing, ask for nothing."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    CANDIDATE = "candidate"


class Via(StrEnum):
    """Where an account is invited: in Seller Center on a PC, or in the Seller app."""

    WEB = "web"
    APP = "app"


class Approve(StrEnum):
    """Whether a named person has to agree to each irreversible press for a shop."""

    NO = "no"
    ASK = "ask"


class Collect(StrEnum):
    """Whether rounds read a shop's numbers, once for each of its days."""

    NO = "no"
    DAILY = "daily"


class Table(StrEnum):
    """The tables that a roster is made of, where it is written as a spreadsheet."""

    ACCOUNTS = "accounts"
    SHOPS = "shops"
    LOGINS = "logins"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A channel account that a shop names: what is wanted of it, how it is invited, what it stands for.

    `resend` is how often an invitation that ran out unanswered may be followed by another one; `showcase` names the
    file of its assortment.
    """

    handle: Handle
    account_id: AccountId | None = None
    consent: Consent | None = None
    category: str = ""
    position: str = ""
    format: str = ""
    wanted: Wanted = Wanted.LINKED
    via: Via = Via.WEB
    resend: int = 1
    showcase: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """One seller login: its portal profile, and the countries its network may lawfully be in.

    `attach` is where the operator's own browser listens, in which this login is signed in; `proxy` and it exclude each
    other.
    """

    id: LoginId
    name: str
    portal: str
    kind: SellerKind
    countries: frozenset[str]
    proxy: str = ""
    attach: str = ""

    @property
    def line(self) -> str:
        """Its network line by host and port, however it is written; empty for this machine's own."""
        return self.proxy.partition("://")[2].lower()


@dataclass(frozen=True, slots=True)
class Shop:
    """One shop: its market (ISO country), zone (IANA) and the accounts wanted there, in the operator's order.

    `approve` says whether a named person has to agree to each press, `collect` whether its numbers are read daily.
    """

    id: ShopId
    name: str
    login: LoginId
    region: str
    zone: str
    category: str
    stage: Stage
    official: Handle | None
    accounts: tuple[Candidate, ...]
    approve: Approve = Approve.NO
    collect: Collect = Collect.NO

    @property
    def asked_for(self) -> tuple[Candidate, ...]:
        """The accounts about which something is to be done: a candidate waits until a person wants it."""
        return tuple(one for one in self.accounts if one.wanted is not Wanted.CANDIDATE)

    def wanted(self, handle: Handle) -> Candidate | None:
        """The roster's line for a handle, if there is one."""
        return next((one for one in self.accounts if one.handle == handle), None)


@dataclass(frozen=True, slots=True)
class Roster:
    """All logins and shops, found by id or by an unambiguous name."""

    logins: tuple[Login, ...]
    shops: tuple[Shop, ...]

    def shop(self, word: str) -> Shop | None:
        """The shop with this id or this exact name."""
        return next((one for one in self.shops if word in (one.id, one.name)), None)

    def sharing_a_line(self) -> tuple[tuple[Login, ...], ...]:
        """The logins that a portal sees come over one network line, each group of two or more in the roster's order."""
        lines: dict[str, list[Login]] = {}
        for one in self.logins:
            if not one.attach:  # which line an operator's own browser takes is not ours to know
                lines.setdefault(one.line, []).append(one)
        return tuple(tuple(group) for group in lines.values() if len(group) > 1)

    def login_of(self, shop: Shop) -> Login:
        """The login that a shop is worked through."""
        return next(one for one in self.logins if one.id == shop.login)


def operating_countries(shop: Shop, login: Login) -> frozenset[str]:
    """Where the network must be: the shop's country, or what a cross-border seller declared."""
    return login.countries if login.kind is SellerKind.CROSS_BORDER else frozenset({shop.region})
