"""What a sub-account may do: a login can lack whole areas of the site, only the pressing in them, or one of its shops.

A right is written as the area's name, as `AREA:press` (it may look there, but not press), or as `shop:ID` (the shop
stands in its list, and cannot be entered).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mock_portal.world import Login, World

_PRESS, _SHOP = ":press", "shop:"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the site that rights are given for: its pages, its calls, and those of its POSTs that only look."""

    pages: tuple[str, ...]
    calls: tuple[str, ...]
    looks: tuple[str, ...] = ()


_CREATOR = "/api/v1/seller/creator/"
AREAS: Final[Mapping[str, Area]] = MappingProxyType(
    {
        "creators": Area(
            ("/profile/linked-accounts", "/app/settings/bind", "/app/settings/bound"),
            (_CREATOR, "/api/v1/seller_app/bind"),
            tuple(f"{_CREATOR}{name}" for name in ("info/get", "remain/get", "availability/verify")),
        ),
        "marketing": Area(("/promotion/",), ("/api/v1/promotion/",)),
        "data": Area(("/compass/",), ("/api/v1/insights/", "/api/v3/insights/")),
        "health": Area(("/account-health",), ("/api/v1/seller/growth_center/",)),
    }
)


def is_right(word: str, world: World) -> bool:
    """Whether somebody could lack this."""
    area = word.removesuffix(_PRESS)
    return area in AREAS or (word.startswith(_SHOP) and word.removeprefix(_SHOP) in world.shops)


def barred(login: Login, shop: str) -> bool:
    """Whether a login may not enter a shop: taken from its list, or only shut to it."""
    return shop not in login.shops or f"{_SHOP}{shop}" in login.lacks


def first_open(login: Login) -> str:
    """The shop that a login begins in: the first that it may enter, if there is any."""
    return next((one for one in login.shops if not barred(login, one)), login.shops[0])


def refuses(login: Login, method: str, path: str) -> bool:
    """Whether a login lacks what it needs to open this page, or to make this call."""
    for name, area in AREAS.items():
        if not path.startswith((*area.pages, *area.calls)):
            continue
        presses = method == "POST" and path not in area.looks
        return name in login.lacks or (presses and f"{name}{_PRESS}" in login.lacks)
    return False


def hidden(login: Login, path: str) -> bool:
    """Whether the menu leaves an entry out: some builds do, others let one find out."""
    return login.hides and refuses(login, "GET", path)
