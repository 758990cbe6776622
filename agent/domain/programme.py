"""What happens in a LIVE minute by minute: traffic products while the offers last, then the others by priority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.evenings import Shape
    from agent.domain.money import Money

_TRAFFIC_MOST, _TRAFFIC_LEAST = 5, 3  # products in the quarter of an hour; taken by priority where none is marked
_MAIN_MOST: Final = 8  # more do not fit on one page
_MAIN_LEAST: Final = timedelta(minutes=4)
_CLOSING: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LiveProduct:
    """A product that may be shown: `traffic` products draw people in; no price where the file tells none."""

    product_id: str
    name: str = ""
    price: Money | None = None
    traffic: bool = False


class Part(StrEnum):
    """What a block is for."""

    TRAFFIC = "traffic"
    MAIN = "main"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the LIVE, counted from when the room opens; without a product it is the host's to fill."""

    part: Part
    begins: timedelta
    ends: timedelta
    product: LiveProduct | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """All blocks in their order; `by_priority` where no product was marked for traffic; how many found no room."""

    blocks: tuple[Block, ...]
    by_priority: bool
    left_out: int

    @property
    def offered(self) -> tuple[LiveProduct, ...]:
        """The traffic products: what the code and the flash deal are for."""
        return tuple(one.product for one in self.blocks if one.part is Part.TRAFFIC and one.product)

    @property
    def offers_end(self) -> timedelta:
        """When the offers end, counted from when the room opens."""
        return max((one.ends for one in self.blocks if one.part is Part.TRAFFIC), default=timedelta())


def programme(products: Sequence[LiveProduct], shape: Shape, traffic_lasts: timedelta) -> Programme:
    """The blocks of a LIVE with these products, which come in the order of their priority."""
    marked = [one for one in products if one.traffic][:_TRAFFIC_MOST]
    traffic = marked or list(products[:_TRAFFIC_LEAST])
    whole = shape.warm_up + shape.lasts
    first = min(traffic_lasts, whole)
    closing = _CLOSING if whole - first >= 2 * _CLOSING else timedelta()
    rest = [one for one in products if one not in traffic]
    shown = rest[: min(_MAIN_MOST, (whole - first - closing) // _MAIN_LEAST)]
    blocks = (
        *_shared(Part.TRAFFIC, timedelta(), first, traffic),
        *_shared(Part.MAIN, first, whole - closing, shown),
        *_shared(Part.CLOSING, whole - closing, whole, ()),
    )
    return Programme(blocks, not marked and bool(products), len(rest) - len(shown))


def _shared(part: Part, begins: timedelta, ends: timedelta, products: Sequence[LiveProduct]) -> Iterator[Block]:
    """The time in whole minutes for each, in equal parts as far as they go; one block where there is no product."""
    minutes, shown = (ends - begins) // timedelta(minutes=1), list[LiveProduct | None](products) or [None]
    marks = [begins + timedelta(minutes=minutes * number // len(shown)) for number in range(len(shown))]
    for begin, end, product in zip(marks, [*marks[1:], ends], shown, strict=True):
        if end > begin:
            yield Block(part, begin, end, product)
