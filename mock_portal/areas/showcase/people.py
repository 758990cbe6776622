"""A creator who fills or empties a showcase by hand, played over the control port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.showcase.catalogue import product_of
from mock_portal.areas.showcase.deeds import Showcase
from mock_portal.areas.showcase.rules import added_today, shown
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.areas.showcase.model import Product
    from mock_portal.portal import Portal
    from mock_portal.world import World


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the creator with this `handle` `add_product`, `remove_product` or `look`; answers with what is shown then.

    A `product` is named by its number; it is added by its link, or with `source` = `shop` from the linked shop.
    """
    account = portal.world.account_of(str(asked.get("handle")))
    if account is None:
        raise InputError(about="handle", problem="nobody has it")
    showcase = Showcase(portal.world, account.id, portal.clock.now())
    match asked.get("do"):
        case "add_product":
            product, by_link = _product(portal.world, asked), asked.get("source") != "shop"
            portal.do(showcase.add([product], portal.new_id, by_link=by_link), None, "creator")
        case "remove_product":
            portal.do(showcase.remove(_product(portal.world, asked).id), None, "creator")
        case "look":
            pass
        case _:
            raise InputError(about="do", problem="must be one of add_product, remove_product, look")
    return _seen(portal, account.id)


def _product(world: World, asked: dict[str, Any]) -> Product:
    found = product_of(world, str(asked.get("product")))
    if found is None:
        raise InputError(about="product", problem="nobody sells it")
    return found


def _seen(portal: Portal, account: str) -> dict[str, Any]:
    items = shown(portal.world, account)
    return {
        "products": [one.product for one in items],
        "added_today": added_today(portal.world, account, portal.clock.now()),
    }
