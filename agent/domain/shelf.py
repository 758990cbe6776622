"""What the ledger knows of a showcase: how much it held when it was last seen, and what it is still to get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from agent.domain.identity import AccountId, Handle, ShopId
    from agent.domain.jobs import JobState
    from agent.domain.record import ShowcaseRequest
    from agent.errors import Code


@dataclass(frozen=True, slots=True)
class ShelfState:
    """One linked account's showcase; `rest` are the products that it is still to get, the first one first.

    `present` is how many it held at `seen_at`, None where nobody has looked.
    """

    shop: ShopId
    account: AccountId
    handle: Handle
    present: int | None = None
    seen_at: datetime | None = None
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Later:
    """How many products an account is still to get, and when and how that goes on."""

    handle: Handle
    count: int
    due_at: datetime | None
    state: JobState
    code: Code | None = None


def to_get(request: ShowcaseRequest, before: tuple[str, ...], present: Collection[str]) -> tuple[str, ...]:
    """What a showcase is to get from now on: what is asked for, then what was before, less what goes or is there."""
    asked, kept = request.adds if request.spreads else (), () if request.instead else before
    wanted = dict.fromkeys((*asked, *kept))
    return tuple(one for one in wanted if one not in present and one not in request.removes)
