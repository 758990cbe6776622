"""Products of shops, and what stands in a creator's showcase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Product:
    """Something a shop sells; only an affiliate product can be added by its link, `listed` ones only at all."""

    id: str
    shop: str
    title: str
    price: str
    stock: int = 100
    affiliate: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class ShowcaseItem:
    """One product in one account's showcase, the newest on top; `removed_at` once it was taken out."""

    id: str
    account: str
    product: str
    at: datetime
    removed_at: datetime | None = None
