"""The right to press one button once: issued by `guards.judge` alone, and soon stale."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from agent.domain.roster import Via

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.identity import AccountId, Handle, LoginId, ShopId


class Kind(StrEnum):
    """The irreversible acts; a content check changes nothing that counts, but none is begun twice."""

    BIND = "bind"
    UNLINK = "unlink"
    UNLINK_REQUEST = "unlink_request"
    UNLINK_APPROVE = "unlink_approve"
    SHOWCASE_ADD = "showcase_add"
    PROMOTION_CREATE = "promotion_create"
    PROMOTION_STOP = "promotion_stop"
    SHOWCASE_REMOVE = "showcase_remove"
    CONTENT_CHECK = "content_check"
    APPEAL = "appeal"
    TICKET = "ticket"
    EXPORT = "export"

    @property
    def repeats(self) -> bool:
        """Whether a later run may press again by itself, once it is proven that nothing happened."""
        return self in {Kind.BIND, Kind.CONTENT_CHECK, *SHOWCASE}

    @property
    def of_an_account(self) -> bool:
        """Whether it is done to an account; a promotion, a violation or a file has a name of its own."""
        return self not in {Kind.PROMOTION_CREATE, Kind.PROMOTION_STOP, Kind.APPEAL, Kind.EXPORT}


ENDS_A_LINK: Final = frozenset({Kind.UNLINK, Kind.UNLINK_APPROVE})
SHOWCASE: Final = frozenset({Kind.SHOWCASE_ADD, Kind.SHOWCASE_REMOVE})


def whom(kind: Kind, name: str) -> str:
    """Whom or what an act is done to, as people write it."""
    return f"@{name}" if kind.of_an_account else name


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One intention: asked twice it stays one. `n` counts the pair's earlier concluded acts of this kind.

    Where a pair has many such acts at a time, `item` is what this one is about: the product's number, which try of an
    appeal it is, or the matter of a ticket.
    """

    shop: ShopId
    account: AccountId
    kind: Kind
    n: int
    item: str = ""

    def __str__(self) -> str:
        """The claim's unique key."""
        return f"{self.shop}/{self.account}/{self.kind}/{self.n}{f'/{self.item}' if self.item else ''}"


@dataclass(frozen=True, slots=True)
class Spend:
    """What a claim uses up in its own transaction: one of `limit` in this budget, scope and period.

    `shown` is what the portal's own counter said was left before, where it has one: afterwards it tells of a second.
    """

    budget: str
    scope: str
    period: str
    limit: int
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class Permit:
    """The right to one press for one account of one shop, until `expires_at`, on a network in one of `countries`.

    What it spends is fixed with it; `approval` is the id of a person's yes that it rests on, where one had to be asked;
    `via` says on which side of the portal the button stands; `grounds` are the facts and verdicts that it rests on, as
    plain data: they are kept with the claim, so that a run that is killed leaves them too; not a showcase's many.
    """

    key: RequestKey
    login: LoginId
    handle: Handle
    issued_at: datetime
    expires_at: datetime
    rules_version: str
    countries: frozenset[str]
    spends: tuple[Spend, ...] = ()
    approval: str = ""
    via: Via = Via.WEB
    grounds: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def alive(self, at: datetime) -> bool:
        """Whether the observation behind it is still fresh enough to act on."""
        return self.issued_at <= at < self.expires_at
