"""How a portal's pages were laid out when they were last found right."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.drift import Layout
    from agent.domain.identity import ShopId


class Baselines(ABC):
    """The layouts of one portal's pages, by shop, language and stop; losing them loses the comparison, nothing else."""

    @abstractmethod
    def of(self, shop: ShopId, language: str) -> Mapping[str, Layout]:
        """What is kept, by the stop's name."""

    @abstractmethod
    def keep(self, shop: ShopId, language: str, layouts: Mapping[str, Layout]) -> None:
        """Replace these; the others stay."""

    @abstractmethod
    def picture(self, shop: ShopId, language: str, stop: str, image: bytes) -> str:
        """Keep a picture of what was found wrong, over the one before; answers where."""
