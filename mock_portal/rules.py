"""What the portal checks before it lets a shop invite an account: its own rules, apart from any page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from mock_portal.world import ACCEPTED, OPEN, Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mock_portal.world import Account, Shop, World


OPEN_ALREADY = "invitation"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to link what, from where and when; `countries` are those the network may come from."""

    world: World
    shop: Shop
    account: Account
    now: datetime
    egress: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the eligibility list; `until` is when it turns green by itself."""

    name: str
    passed: bool
    detail: str = ""
    until: datetime | None = None


def slots(world: World, shop: Shop, now: datetime) -> tuple[int, int]:
    """Used and allowed slots: links, pending invitations and those under way all take one."""
    most = world.limits.probation_slots if shop.stage == "probation" else world.limits.slots
    waiting = sum(one.stage_at(now) in OPEN for one in world.invitations.about("shop", shop.id))
    return len(world.links_of(shop.id)) + waiting, most


def links_in_window(world: World, now: datetime, *, shop: str = "", account: str = "") -> list[datetime]:
    """When the links of a shop or of an account were made that still count, oldest first."""
    since = now - timedelta(days=world.limits.window_days)
    made = {
        link.id: link.linked_at for link in (*world.bonds.about("shop", shop), *world.bonds.about("account", account))
    }
    return sorted(at for at in made.values() if at > since)


def unlinks_left(world: World, shop: str) -> int:
    """How often the shop may still unlink, ever."""
    used = sum(link.unlinked_at is not None for link in world.bonds.about("shop", shop))
    return max(0, world.limits.unlinks_ever - used)


def taken(world: World, account: str, now: datetime) -> str | None:
    """The shop that has the account, or that it has accepted; None where it is free."""
    if link := world.link_of(account):
        return link.shop
    mine = world.invitations.about("account", account)
    return next((one.shop for one in mine if one.stage_at(now) in ACCEPTED), None)


def _adult(wish: Wish) -> Check:
    return Check("adult", wish.account.age >= wish.world.limits.adult_age)


def _normal(wish: Wish) -> Check:
    return Check("status", wish.account.status == "normal")


def _region(wish: Wish) -> Check:
    same = wish.account.region == wish.shop.region
    return Check("region", same, "" if same else wish.account.region)


def _clean(wish: Wish) -> Check:
    return Check("violations", wish.account.violations == 0)


def _free(wish: Wish) -> Check:
    return Check("other_shop", taken(wish.world, wish.account.id, wish.now) is None)


def _not_official(wish: Wish) -> Check:
    return Check("official", wish.account.handle != wish.shop.official)


def _cooled(wish: Wish) -> Check:
    ended = [link.unlinked_at for link in wish.world.bonds.about("account", wish.account.id) if link.unlinked_at]
    until = max(ended, default=wish.now) + timedelta(hours=wish.world.limits.rebind_hours if ended else 0)
    return Check("cooldown", passed := wish.now >= until, until=None if passed else until)


def _link_limit(wish: Wish) -> Check:
    window = timedelta(days=wish.world.limits.window_days)
    most = wish.world.limits.links_in_window
    counts = (
        links_in_window(wish.world, wish.now, shop=wish.shop.id),
        links_in_window(wish.world, wish.now, account=wish.account.id),
    )
    full = [made[-most] + window for made in counts if len(made) >= most]
    return Check("link_limit", not full, until=max(full, default=None))


def _egress(wish: Wish) -> Check:
    passed = wish.egress in wish.countries
    return Check("egress", passed, "" if passed else wish.egress)


def _slots(wish: Wish) -> Check:
    used, most = slots(wish.world, wish.shop, wish.now)
    return Check("slots", used < most, f"{used}/{most}")


def _not_invited(wish: Wish) -> Check:
    mine = (one for one in wish.world.invitations.about("account", wish.account.id) if one.shop == wish.shop.id)
    return Check(OPEN_ALREADY, all(one.stage_at(wish.now) is not Stage.PENDING for one in mine))


_CHECKS: tuple[Callable[[Wish], Check], ...] = (
    _adult,
    _normal,
    _region,
    _clean,
    _free,
    _not_official,
    _cooled,
    _link_limit,
    _egress,
    _slots,
    _not_invited,
)


def eligibility(wish: Wish) -> list[Check]:
    """The whole list, in the order the portal shows it."""
    return [check(wish) for check in _CHECKS]
