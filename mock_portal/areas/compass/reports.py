"""The parts of Data Compass as plain rows: the overview by day, the shop's accounts, their LIVEs, its products."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mock_portal.areas.compass.metrics import Numbers, Shelf, for_a_thousand, together
from mock_portal.areas.compass.products import sold
from mock_portal.areas.showcase.catalogue import sold_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_portal.areas.compass.metrics import Live
    from mock_portal.areas.compass.products import Sold
    from mock_portal.areas.compass.spans import Span
    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import Account, World

_A_DAY = timedelta(days=1)
_MONEY = ("gmv", "live", "video", "card")


def amount(hundredths: int) -> str:
    """Money as the site sends it: a text."""
    return f"{hundredths / 100:.2f}"


def plain(numbers: Numbers) -> dict[str, Any]:
    """Numbers as an answer holds them: what is only there to make averages of is left out."""
    told: dict[str, Any] = {name: value for name, value in asdict(numbers).items() if name != "stayed"}
    return told | {name: amount(told[name]) for name in _MONEY} | numbers.rates


@dataclass(frozen=True, slots=True)
class Report:
    """One shop over one stretch of time."""

    shelf: Shelf
    world: World
    span: Span

    def days(self) -> Iterator[dict[str, Any]]:
        """A row for each day."""
        for day in self.span.days:
            yield {"date": day.isoformat(), **plain(self.shelf.day(day))}

    def total(self) -> Numbers:
        """All days together."""
        return together(self.shelf.day(day) for day in self.span.days)

    def before(self) -> Numbers:
        """The stretch just before, for comparison."""
        return together(self.shelf.day(day) for day in self.span.before().days)

    def accounts(self) -> Iterator[dict[str, Any]]:
        """A row for each account that sells for the shop: its linked ones, and its own."""
        for account in self.sellers():
            numbers = together(self.shelf.day(day, account.id) for day in self.span.days)
            lives = sum(1 for day in self.span.days for _ in self.shelf.lives(account.id, day))
            booked = {"commission": amount(round(numbers.gmv * self._rate_of(account) / 100))}
            yield {"account_id": account.id, "handle": account.handle, "lives": lives, **plain(numbers), **booked}

    def industry(self) -> dict[str, str] | None:
        """What the shop's category makes for a thousand impressions, counted up to the last full day of this time."""
        if not self.world.site.industry_gpm:
            return None
        last = min(self.span.last, self.shelf.today() - _A_DAY)
        mean = amount(self.shelf.industry(last))
        return {"gpm": mean, "category": self.shelf.shop.category, "as_of": last.isoformat()}

    def _rate_of(self, account: Account) -> float:
        """Per cent of commission on an account's orders."""
        links = self.world.links_of(self.shelf.shop.id)
        return next((link.commission for link in links if link.account == account.id), 0.0)

    def lives(self) -> Iterator[dict[str, Any]]:
        """A row for each LIVE that began in this time, newest first."""
        found = [
            (account, live)
            for account in self.sellers()
            for day in self.span.days
            for live in self.shelf.lives(account.id, day)
        ]
        for account, live in sorted(found, key=lambda pair: pair[1].starts_at, reverse=True):
            yield self._live(account, live)

    def _live(self, account: Account, live: Live) -> dict[str, Any]:
        return {
            "live_id": live.id,
            "handle": account.handle,
            "starts_at": live.starts_at.isoformat(),
            "minutes": round((min(live.ends_at, self.shelf.now) - live.starts_at).total_seconds() / 60),
            "ongoing": live.ends_at > self.shelf.now,
            "gmv": amount(live.gmv),
            "orders": live.orders,
            "viewers": live.viewers,
            "click_rate": live.click_rate,
            "cvr": round(live.orders / live.viewers, 4) if live.viewers else None,
            "impressions": live.impressions,
            "gpm": for_a_thousand(live.gmv, live.impressions),
        }

    def products(self) -> Iterator[dict[str, Any]]:
        """A row for each product of the shop, in the catalogue's order."""
        goods = sold_by(self.world, self.shelf.shop.id)
        for product, numbers in zip(goods, sold(self.shelf, goods, self.span), strict=True):
            yield self._product(product, numbers)

    def _product(self, product: Product, numbers: Sold) -> dict[str, Any]:
        return {
            "product_id": product.id,
            "title": product.title,
            "category": product.category or self.shelf.shop.category,
            "stock": "in_stock" if product.stock else "sold_out",
            "affiliate": "yes" if product.affiliate else "no",
            "gmv": amount(numbers.gmv),
            "orders": numbers.orders,
            "clicks": numbers.clicks,
            "ctr": numbers.click_through,
            "cvr": numbers.conversion,
            "visitors": numbers.visitors,
        }

    def sellers(self) -> list[Account]:
        """Whoever sells for the shop: its linked accounts, and its own."""
        linked = [self.world.accounts[link.account] for link in self.world.links_of(self.shelf.shop.id)]
        own = self.world.account_of(self.shelf.shop.official)
        return [*linked, *([own] if own else [])]
