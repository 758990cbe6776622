"""Which accounts go LIVE: linked ones, what limits each of them, and what it has to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.cli.goods import accounts_of, assortments_of, products_of_shop
from agent.domain.assortment import in_order
from agent.domain.ledger import LinkState
from agent.domain.live import Going, live_account
from agent.domain.live_plan import arranged, hours_of
from agent.domain.money import CURRENCY_OF, Money
from agent.domain.programme import LiveProduct
from agent.domain.roster import Wanted
from agent.domain.rules import written
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from agent.cli.goods import Wish
    from agent.domain.assortment import Wanted as Shown
    from agent.domain.identity import Handle
    from agent.domain.ledger import Link
    from agent.domain.live import LiveAccount
    from agent.domain.live_plan import LivePlan, Wishes
    from agent.domain.mixing import Product
    from agent.domain.roster import Candidate, Shop
    from agent.domain.rules import Rules
    from agent.wiring import House

_A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for: whose LIVEs with which files, how they shall be, and how many followers there are."""

    goods: Wish
    wishes: Wishes
    followers: Mapping[Handle, int]

    @property
    def shop(self) -> Shop:
        """The shop."""
        return self.goods.shop


async def planned(rooms: House, asked: Asked, now: datetime) -> LivePlan:
    """The plan by what the ledger knows; raises MendInput(E_INPUT) where rules or wishes leave no room for any."""
    from agent.flows.spreading import seen_before  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger() as book:
        rules, seen = await rooms.rules(asked.shop, book), await book.links(asked.shop.id)
        known = await seen_before(asked.shop, book)
    _refuse_no_room(rules, asked.wishes)
    linked = {one.handle: one for one in seen if one.state is LinkState.LINKED}
    chosen, left = _chosen(asked, linked, rules)
    shown = _products(rooms, asked.goods, chosen, known)
    accounts = [_account(one, linked.get(one.handle), asked, rules, now) for one in chosen]
    accounts = [replace(one, products=shown.get(one.handle, ())) for one in accounts]
    made = arranged(asked.shop, rules, asked.wishes, accounts, now)
    return replace(made, without_place=tuple(one.handle for one in left))


def _refuse_no_room(rules: Rules, wishes: Wishes) -> None:
    try:
        hours = hours_of(rules)
    except ValueError:
        told = f"{written(rules.live_prime_begins.value)} - {written(rules.live_prime_ends.value)}"
        raise MendInput(Code.E_INPUT, why="live_hours", value=told) from None
    most = (hours.ends - hours.begins) // _A_MINUTE
    if wishes.lasts // _A_MINUTE > most:
        raise MendInput(Code.E_INPUT, why="live_too_long", value=wishes.lasts // _A_MINUTE, most=most)


def _chosen(asked: Asked, linked: Mapping[Handle, Link], rules: Rules) -> tuple[list[Candidate], list[Candidate]]:
    """Those that were named, else those that are linked, else as many as can be linked; and the rest of these."""
    wanted = accounts_of(asked.goods)
    if asked.goods.handles:
        return wanted, []
    wanted = [one for one in wanted if one.wanted is Wanted.LINKED]
    known = [one for one in wanted if one.handle in linked]
    places = rules.channel_slots.value
    return (known, []) if known else (wanted[:places], wanted[places:])


def _account(one: Candidate, link: Link | None, asked: Asked, rules: Rules, now: datetime) -> LiveAccount:
    begins = max(now, datetime.combine(asked.wishes.first, time(), ZoneInfo(asked.shop.zone)).astimezone(UTC))
    return live_account(one, link, begins, Going(asked.wishes.per_week, asked.followers.get(one.handle)), rules)


def _products(
    rooms: House, goods: Wish, chosen: Sequence[Candidate], known: Collection[str]
) -> dict[Handle, tuple[LiveProduct, ...]]:
    """What each account has to show, by the files that name it; prices and titles stand in the shop's list."""
    listed = products_of_shop(rooms, goods.shop, goods.products, known) if goods.products else []
    listing = _Listing(CURRENCY_OF[goods.shop.region], {one.product_id: one for one in listed})
    if not goods.files and not any(one.showcase for one in chosen):
        return {}
    meant = replace(goods, handles=tuple(one.handle for one in chosen))
    found = assortments_of(rooms, meant, known)
    return {one.handle: tuple(map(listing.product, in_order(one.wanted))) for one in found}


@dataclass(frozen=True, slots=True)
class _Listing:
    """A shop's own list of its products."""

    currency: str
    sold: Mapping[str, Product]

    def product(self, one: Shown) -> LiveProduct:
        """A product of an assortment with what the list tells of it."""
        told = self.sold.get(one.product_id)
        price = Money(told.price, self.currency) if told and told.price is not None else None
        return LiveProduct(one.product_id, told.title if told else one.title, price, one.traffic)
