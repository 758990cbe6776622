"""The world as JSON, for tests that compare what the portal shows with what is: all of it, or what they ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.measure import shop_measure
from mock_portal.areas.tables import TABLES
from mock_portal.mistakes import InputError
from mock_portal.rules import slots, unlinks_left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mock_portal.book import Book
    from mock_portal.world import Account, Invitation, Shop, World

CORE = ("shops", "accounts", "links", "invitations")
_SECRET = "password"  # noqa: S105 - the name of the field that is left out


def snapshot(world: World, now: datetime, shop: str = "", parts: Iterable[str] = ()) -> dict[str, Any]:
    """Shops with their slots, accounts, links (also ended ones), invitations with their stage, and the areas' records.

    Raises:
        InputError: there is no such shop or part.
    """
    if shop and shop not in world.shops:
        raise InputError(about="shop", problem=f"no {shop!r}")
    view = _View(world, now, shop)
    wanted = list(parts) or [*CORE, *TABLES]
    if unknown := sorted(set(wanted) - {*CORE, *TABLES}):
        raise InputError(about="only", problem=f"no part {unknown[0]!r}")
    return {"now": now.isoformat(), **{name: view.part(name) for name in wanted}}


@dataclass(frozen=True, slots=True)
class _View:
    """The world at an instant; with a shop, what concerns that shop."""

    world: World
    now: datetime
    shop: str

    def part(self, name: str) -> list[dict[str, Any]]:
        """All rows of one part."""
        own: dict[str, Callable[[], list[dict[str, Any]]]] = {
            "shops": lambda: [self._shop(one) for one in self._shops()],
            "accounts": lambda: [_row(one) for one in self._accounts()],
            "links": lambda: [_row(one) for one in self._of_shop(self.world.bonds)],
            "invitations": lambda: [self._invitation(one) for one in self._of_shop(self.world.invitations)],
        }
        return own[name]() if name in own else [_row(one) for one in self._records(TABLES[name])]

    def _shops(self) -> Iterable[Shop]:
        return (self.world.shops[self.shop],) if self.shop else self.world.shops.values()

    def _of_shop(self, book: Book[Any]) -> Iterable[Any]:
        return book.about("shop", self.shop) if self.shop else book.values()

    def _accounts(self) -> Iterable[Account]:
        """Of a shop: its own account, and everybody it ever linked or invited."""
        if not self.shop:
            return self.world.accounts.values()
        own = self.world.account_of(self.world.shops[self.shop].official)
        known = (one.account for one in (*self._of_shop(self.world.bonds), *self._of_shop(self.world.invitations)))
        return [self.world.accounts[one] for one in dict.fromkeys([*([own.id] if own else []), *known])]

    def _records(self, kind: type) -> Iterable[Any]:
        """Records of a kind that knows no shop are those of the shop's accounts, if it knows accounts."""
        book: Book[Any] = self.world.table(kind)
        names = {one.name for one in fields(kind)}
        if not self.shop or not {"shop", "account"} & names:
            return book.values()
        if "shop" in names:
            return book.about("shop", self.shop)
        return [one for account in self._accounts() for one in book.about("account", account.id)]

    def _shop(self, shop: Shop) -> dict[str, Any]:
        used, most = slots(self.world, shop, self.now)
        measure = shop_measure(self.world, shop.id, self.now)
        return _row(shop) | {
            "slots_used": used,
            "slots_max": most,
            "unlinks_left": unlinks_left(self.world, shop.id),
            "measured_by": measure.system,
            "standing": measure.value,
        }

    def _invitation(self, one: Invitation) -> dict[str, Any]:
        return _row(one) | {"stage": one.stage_at(self.now)}


def _row(record: Any) -> dict[str, Any]:  # noqa: ANN401 - a record of any kind
    """A record in plain data; its parts are shared, not copied."""
    return {name: _plain(getattr(record, name)) for name in record.__dataclass_fields__ if name != _SECRET}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
