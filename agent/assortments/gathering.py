"""The assortments that the lines of a file make: every product named once per account, everything wrong by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from agent.assortments.naming import product_of, words_of
from agent.domain.assortment import LAST, Assortment, Wanted
from agent.domain.identity import folded, legible, shown
from agent.sheets import Trouble
from agent.typed import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from agent.assortments.columns import Goods
    from agent.domain.identity import Handle
    from agent.domain.portal import Origin
    from agent.domain.roster import Shop
    from agent.sheets import Line

R = TypeVar("R")

_WORDS: Final = ("position", "title", "points", "reasons")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the lines of a file are read against: the portal's origins, and the shop with its accounts.

    `elsewhere` are the accounts of other shops, whose lines are passed over; `handle` is whose the lines are that name
    nobody; `sold`, where given, are all products that there are.
    """

    origins: Collection[Origin]
    shop: Shop
    elsewhere: Collection[str] = ()
    handle: Handle | None = None
    sold: Collection[str] | None = None


@dataclass(slots=True)
class Gathered:
    """What a file wants of each account, and what is wrong with it."""

    assortments: list[Assortment] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(slots=True)
class _Growing:
    """One account's assortment as it grows line by line."""

    position: str = ""
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def stand_for(self, position: str) -> None:
        if position and self.position not in {"", position}:
            raise Unfit(why="two_positions", value=legible(self.position, 60))
        self.position = self.position or position

    def add(self, one: Wanted) -> None:
        if one.product_id in self.wanted:
            raise Unfit(why="product_twice", value=one.product_id, line=self.wanted[one.product_id].line)
        self.wanted[one.product_id] = one


def gathered(lines: Iterable[Line[Goods]], expected: Expected) -> Gathered:
    """All assortments of a file; broken lines were told of before."""
    work = _Gathering(expected)
    for line in lines:
        if not line.broken:
            work.lay(line)
    made = (Assortment(handle, one.position, tuple(one.wanted.values())) for handle, one in work.growing.items())
    return Gathered(list(made), work.troubles)


@dataclass(frozen=True, slots=True)
class _Gathering:
    expected: Expected
    troubles: list[Trouble] = field(default_factory=list)
    growing: dict[Handle, _Growing] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def lay(self, line: Line[Goods]) -> None:
        """Add a line to its account's assortment, or tell what is wrong with each of its cells."""
        if "handle" in line.cells and folded(line.cells["handle"].value) in self.expected.elsewhere:
            return
        words = [self._tried(line, key, words_of) for key in _WORDS]
        handle, product = self._tried(line, "handle", self._handle), self._tried(line, "product", self._product)
        priority = self._tried(line, "priority", _priority)
        if handle is None or product is None or priority is None or None in words:
            return
        own = self.growing.setdefault(handle, _Growing())
        self._tried(line, "position", own.stand_for)
        given = line.cells.get("traffic")
        one = Wanted(product, priority, line.number, words[1] or "", traffic=given is not None and given.value is True)
        self._tried(line, "product", lambda _: own.add(one))

    def _tried(self, line: Line[Goods], key: str, read: Callable[[str], R]) -> R | None:
        """What a cell says; None, and a trouble, where it cannot be taken."""
        given = line.cells.get(key)
        try:
            return read(str(given.value) if given else "")
        except Unfit as unfit:
            self._tell(Trouble(given.place if given else line.place, unfit.why, unfit.values))
            return None

    def _tell(self, trouble: Trouble) -> None:
        """Once for each place: a handle in a TOML file is that of many products."""
        if trouble.place not in self.places:
            self.places.add(trouble.place)
            self.troubles.append(trouble)

    def _handle(self, text: str) -> Handle:
        if not text and self.expected.handle:
            return self.expected.handle
        if not text:
            raise Unfit(why="no_handle")
        shop, wanted = self.expected.shop, folded(text)
        if shop.official and wanted == folded(shop.official):
            raise Unfit(why="official_showcase", value=shop.official)
        known = next((one.handle for one in shop.accounts if folded(one.handle) == wanted), None)
        if known is None:
            raise Unfit(why="not_of_shop", value=shown(text, 60), known=", ".join(one.handle for one in shop.accounts))
        return known

    def _product(self, text: str) -> str:
        product = product_of(text, self.expected.origins)
        if self.expected.sold is not None and product not in self.expected.sold:
            raise Unfit(why="product_unknown", value=product)
        return product


def _priority(text: str) -> int:
    priority = int(text) if text else LAST
    if text and not 0 < priority < LAST:
        raise Unfit(why="not_a_priority", value=priority, most=LAST - 1)
    return priority
