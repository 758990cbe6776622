"""Products as the site's answers tell them, each with a picture that needs no request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zlib import crc32

if TYPE_CHECKING:
    from mock_portal.areas.showcase.model import Product
    from mock_portal.world import World

_SHAPES = (
    "M11 17h18v9a4 4 0 0 1-4 4H15a4 4 0 0 1-4-4zM8 20h3M29 20h3M17 13h6",  # a pot
    "M16 12h8v4l3 3v11H13V19l3-3zM13 23h14",  # a bottle
    "M12 16h16l-2 15H14zM16 16v-2a4 4 0 0 1 8 0v2",  # a bag
    "M11 19h18a9 9 0 0 1-18 0zM17 31h6M20 28v3",  # a bowl
    "M12 14h16v17H12zM12 19h16M18 14v-3h4v3",  # a jar
)


def told(world: World, product: Product) -> dict[str, Any]:
    """One product: numbers and amounts of money are texts, as on the real site."""
    shop = world.shops[product.shop]
    return {
        "product_id": product.id,
        "title": product.title,
        "price": {"amount": product.price, "currency": shop.currency},
        "stock_num": product.stock,
        "seller_info": {"shop_id": shop.id, "shop_name": shop.name},
        "affiliate_info": {"is_affiliate": product.affiliate},
        "category_info": {"name": product.category or shop.category},
        "images": [picture(product.id)],
    }


def picture(number: str) -> str:
    """A drawing in the address itself; the same for the same product."""
    kind, hue = divmod(crc32(number.encode()), 360)
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 40'>"
        f"<rect width='40' height='40' fill='hsl({hue} 45% 91%)'/>"
        f"<path d='{_SHAPES[kind % len(_SHAPES)]}' fill='none' stroke='hsl({hue} 35% 38%)' stroke-width='1.6' "
        "stroke-linejoin='round' stroke-linecap='round'/></svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"
