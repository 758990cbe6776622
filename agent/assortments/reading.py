"""Read tables about products: what accounts are to show, and what a shop sells."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from agent.assortments.naming import product_of, words_of
from agent.domain.mixing import Product
from agent.sheets import Trouble, read_sheets
from agent.typed import Unfit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.assortments.columns import Goods
    from agent.domain.cells import Sheet
    from agent.domain.portal import Origin
    from agent.sheets import Line, Reading, Vocabulary

_IN_OUR_WORDS: Final = {"no_table": "no_product_column", "rounded_for_good": "rounded_product"}
_BETWEEN_TAGS: Final = re.compile(r"\s*[,;|、，；]\s*")  # noqa: RUF001 - Chinese commas


def read_goods(sheets: Sequence[Sheet], words: Vocabulary[Goods], known: Collection[str] = ()) -> Reading[Goods]:
    """The lines of a table about products; `known` are those that are right, however rounded their ids look."""
    told = read_sheets(sheets, words, known)
    told.troubles = [replace(one, why=_IN_OUR_WORDS.get(one.why, one.why)) for one in told.troubles]
    return told


def products_of(told: Reading[Goods], origins: Collection[Origin]) -> list[Product]:
    """What a shop sells, each product once; what is wrong is added to the reading's troubles."""
    found: dict[str, Product] = {}
    for line in told.lines:
        one = None if line.broken else _product(line, origins, told.troubles)
        if one and one.product_id in found:
            values = {"value": one.product_id, "line": found[one.product_id].line}
            told.troubles.append(Trouble(line.cells["product"].place, "product_twice", values))
        elif one:
            found[one.product_id] = one
    return list(found.values())


def _product(line: Line[Goods], origins: Collection[Origin], troubles: list[Trouble]) -> Product | None:
    said = {key: one.value for key, one in line.cells.items()}
    for key, one in line.cells.items():
        try:
            said[key] = product_of(str(one.value), origins) if key == "product" else words_of(str(one.value))
        except Unfit as unfit:
            troubles.append(Trouble(one.place, unfit.why, unfit.values))
            return None
    price, stock = said.get("price"), said.get("stock")
    return Product(
        product_id=str(said["product"]),
        title=str(said["title"]),
        category=path_of(str(said.get("category", ""))),
        price=None if price is None else Decimal(str(price)),
        tags=tuple(one for one in _BETWEEN_TAGS.split(str(said.get("tags", ""))) if one),
        stock=None if stock is None else int(str(stock)),
        line=line.number,
    )


def path_of(text: str) -> tuple[str, ...]:
    """A way down the category tree: "Home & Kitchen > Cookware", or with / where no > stands."""
    parts = (one.strip() for one in text.split(">" if ">" in text else "/"))
    return tuple(one for one in parts if one)
