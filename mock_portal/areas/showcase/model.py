"""Products of shops, and what stands in a creator's showcase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Product:
    """Something a shop sells, in its shop's money; only an affiliate product can be added by its link.

    Nobody can add what is not `listed`, nobody visits what is not `noticed`; without a `category` it is of its shop's.
    """

    id: str
    shop: str
    title: str
    price: str
    stock: int = 100
    affiliate: bool = True
    listed: bool = True
    category: str = ""
    noticed: bool = True


@dataclass(frozen=True, slots=True)
class ShowcaseItem:
    """One product in one account's showcase, the newest on top; `removed_at` once it was taken out.

    `unlinks` is how many of the account's links had ended when it was added; a world file leaves that to the instants.
    """

    id: str
    account: str
    product: str
    at: datetime
    removed_at: datetime | None = None
    unlinks: int | None = None
