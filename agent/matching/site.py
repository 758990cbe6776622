"""What Tabcut's pages told, as it is kept between calls: flat rows, each with the handle that may be forgotten."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from agent.assortments.reading import path_of
from agent.domain.creators import Creator, Known, Sale
from agent.domain.identity import Handle, folded, parse_handle
from agent.matching.reading import completed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from agent.domain.rankings import RankRow, SiteSeen

_FIGURES: Final = ("followers", "views", "sold")


def flat(seen: SiteSeen, market: str) -> dict[str, Any]:
    """Everything that was read, as JSON can keep it."""
    handles = {one.id: handle for one in seen.creators.rows if (handle := _handle(one.name))}
    return {
        "market": market,
        "read_at": seen.read_at.isoformat(),
        "as_of": seen.creators.updated.isoformat() if seen.creators.updated else None,
        "partial": seen.partial,
        "creators": [_creator(one, handles[one.id]) for one in seen.creators.rows if one.id in handles],
        "asked": [{"handle": handles[one]} for one in seen.sold if one in handles],
        "sales": [*_of_creators(seen, handles), *_of_products(seen), *_of_videos(seen, handles)],
    }


def gather_site(told: Mapping[str, Any], source: int, known: Known) -> None:
    """Add what was read to what is known; what a file said of a creator before stands."""
    for row in told["creators"]:
        one = _known(row, told["market"], source)
        known.creators[folded(one.handle)] = completed(known.named(one.handle), one)
    for row in told["asked"]:
        known.sales.setdefault(folded(row["handle"]), [])
    for row in told["sales"]:
        sale = Sale(row["product_id"], row["title"], path_of(row["category"]), source)
        known.sales.setdefault(folded(row["handle"]), []).append(sale)
        known.creators.setdefault(folded(row["handle"]), Creator(Handle(row["handle"]), source=source))


def _known(row: Mapping[str, Any], market: str, source: int) -> Creator:
    return Creator(
        handle=Handle(row["handle"]),
        nickname=row["nickname"],
        number=row["number"],
        region=market,
        category=path_of(row["category"]),
        source=source,
        followers=_counted(row["followers"]),
        views=_counted(row["views"]),
        sold=_counted(row["sold"]),
    )


def _counted(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _creator(one: RankRow, handle: str) -> dict[str, Any]:
    figures = {key: None if getattr(one, key) is None else str(getattr(one, key)) for key in _FIGURES}
    return {"handle": handle, "nickname": one.by, "number": one.id, "category": one.category, **figures}


def _of_creators(seen: SiteSeen, handles: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for creator, goods in seen.sold.items():
        yield from (_sale(handles[creator], one.id, one) for one in goods if creator in handles)


def _of_products(seen: SiteSeen) -> Iterator[dict[str, str]]:
    """Each with the product's id alone: the rows tell of its creators, and their category is not its own."""
    for product, sellers in seen.sellers.items():
        for handle in filter(None, (_handle(one.name) for one in sellers)):
            yield {"handle": handle, "product_id": product, "title": "", "category": ""}


def _of_videos(seen: SiteSeen, handles: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Of creators whose goods were asked for they would say the same again."""
    asked = {folded(handles[one]) for one in seen.sold if one in handles}
    for one in seen.videos.rows:
        if (handle := _handle(one.by)) and folded(handle) not in asked:
            yield _sale(handle, "", one)


def _sale(handle: str, product: str, one: RankRow) -> dict[str, str]:
    return {"handle": handle, "product_id": product, "title": one.name, "category": one.category}


def _handle(text: str) -> str:
    """A handle exactly as the page holds it; empty for what is none, as a look-alike's is not."""
    with suppress(ValueError):
        return parse_handle(text.strip(" \t\r\n"))
    return ""
