"""The two tables about products: what accounts are to show, and what a shop sells."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from agent.sheets import Column, Form, Sort


class Goods(StrEnum):
    """The tables about products."""

    ASSORTMENT = "assortment"
    PRODUCTS = "products"


_PRODUCT: Final = Column("product", Sort.NAME)  # a number in which no digit may be lost, or a link
REMARKS: Final = (Column("title"), Column("points"), Column("reasons"))  # for people; nothing is made of them

ASSORTMENT: Final = Form(
    {
        Goods.ASSORTMENT: (
            Column("handle", Sort.HANDLE),
            Column("position"),
            _PRODUCT,
            Column("priority", Sort.COUNT),
            Column("traffic", Sort.SWITCH, choices=("yes", "no")),  # for LIVEs
            *REMARKS,
        )
    },
    keys={Goods.ASSORTMENT: {"product"}},
    marks={Goods.ASSORTMENT: {"product"}},
)
PRODUCTS: Final = Form(
    {
        Goods.PRODUCTS: (
            _PRODUCT,
            Column("title"),
            Column("category"),
            Column("price", Sort.AMOUNT),
            Column("tags"),
            Column("stock", Sort.COUNT),
        )
    },
    keys={Goods.PRODUCTS: {"product", "title"}},
    marks={Goods.PRODUCTS: {"product"}},
)
