"""What a world file says that nobody in the world knows: how much of it is to be made up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Generate:
    """What a world makes up by itself; a shop's products are made when somebody looks for the first time.

    The first account of a generated shop is its own; of the others so many are linked to it. `creators` are further
    accounts that no shop has.
    """

    shops: int = 0
    accounts_per_shop: int = 4
    links_per_shop: int = 2
    creators: int = 0
    products_per_shop: int = 0
