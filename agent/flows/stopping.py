"""What a stop of the walk is: a place to look at, how one comes to it, and what it must show once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from agent.domain.drift import Skipped

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.ports import Page, Visit, Walked


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it stands, ready to be counted; `filled` are the parts of the names on it."""

    page: Walked
    filled: dict[str, str] = field(default_factory=dict)


Come: TypeAlias = Callable[["Visit", "Shop"], Awaitable[Shown | Skipped]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One place to look at; `within` is the dialog that holds it all, `passes` what one comes by on the way there.

    `page` is one that a profile may leave out: then nothing is done there, and nobody looks.
    """

    name: str
    come: Come
    shows: tuple[str, ...]
    within: str = ""
    passes: tuple[str, ...] = ()
    page: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that it tells about."""
        return (*self.passes, *self.shows, *((self.within,) if self.within else ()))


def at(page: type[Page], *unfolds: str) -> Come:
    """Open a page, and press what unfolds it."""

    async def come(visit: Visit, shop: Shop) -> Shown:
        _ = shop
        walked = cast("Walked", await visit.open(page))
        for key in unfolds:
            await walked.unfold(key)
        return Shown(walked)

    return come
