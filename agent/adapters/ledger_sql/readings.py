"""A reading as a row of its table, and back: a look at a thousand shops reads a hundred thousand of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from agent.adapters.ledger_sql.series_tables import reading
from agent.domain.identity import ShopId
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Trait, Window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Select

_METRICS: Final = MappingProxyType({str(one): one for one in Metric})  # asking the enum takes five times as long
_IS: Final = reading.c
_IN_ORDER: Final = (
    *(_IS.shop, _IS.of, _IS.id, _IS.name, _IS.account, _IS.began),
    *(_IS.span, _IS.first, _IS.last),
    *(_IS.page, _IS.as_of, _IS.read_at, _IS.numbers, _IS.currency, _IS.whole, _IS.portrait),
)


def asked() -> Select[Any]:
    """All readings, as `read` takes them, by shop, subject and day."""
    return select(*_IN_ORDER).order_by(_IS.shop, _IS.of, _IS.id, _IS.last, _IS.span)


def read(row: Sequence[Any]) -> Reading:
    """What a row tells; a subject and a window are made once for all readings of theirs."""
    page, as_of, read_at, numbers, currency, whole, portrait = row[9:]
    return Reading(
        _subject(*row[:6]),
        _window(*row[6:9]),
        Page(page),
        datetime.fromisoformat(as_of),
        read_at,
        {_METRICS[name]: None if told is None else Decimal(told) for name, told in numbers.items()},
        currency,
        whole=whole,
        portrait={Trait(trait): _shares(told) for trait, told in portrait.items()},
    )


@lru_cache(maxsize=64)
def _subject(*row: Any) -> Subject:  # noqa: ANN401 - whatever its columns hold
    shop, of, id_, name, account, began = row
    return Subject(ShopId(shop), Of(of), id_, name, account, datetime.fromisoformat(began) if began else None)


@lru_cache(maxsize=512)
def _window(span: str, first: str, last: str) -> Window:
    return Window(Span(span), date.fromisoformat(first), date.fromisoformat(last))


def _shares(told: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(share) for name, share in told.items()}


def written(one: Reading) -> dict[str, Any]:
    """The row of a reading."""
    about, window = one.subject, one.window
    return {
        "shop": about.shop,
        "last": window.last.isoformat(),
        "span": window.span,
        "of": about.of,
        "id": about.id,
        "page": one.page,
        "first": window.first.isoformat(),
        "name": about.name,
        "account": about.account,
        "began": about.began.isoformat() if about.began else None,
        "as_of": one.as_of.isoformat(),
        "read_at": one.read_at,
        "currency": one.currency,
        "whole": one.whole,
        "numbers": {name: None if number is None else str(number) for name, number in one.values.items()},
        "portrait": {trait: _texts(shares) for trait, shares in one.portrait.items()},
    }


def _texts(shares: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: str(share) for name, share in shares.items()}
