"""Who hands out visits: this process alone, or a queue that many machines share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.identity import LoginId, ShopId


@dataclass(frozen=True, slots=True)
class DueShop:
    """A shop where something is due, and the login that it is worked through."""

    shop: ShopId
    login: LoginId


Due: TypeAlias = Callable[[], Awaitable[Sequence[DueShop]]]
Work: TypeAlias = Callable[["ShopId"], Awaitable[None]]


class Engine(ABC):
    """Hands out what is due; that nothing is done twice never rests on it, for every visit looks first."""

    @abstractmethod
    async def run(self, due: Due, work: Work, at_once: int, pause: timedelta) -> None:
        """Ask what is due, have it worked on, and ask again after a pause, until cancelled; then let visits end.

        One visit per login at a time, `at_once` of them in this process.
        """
