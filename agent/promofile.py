"""Promotions as a file: read in the shop's own time with every doubt about it, and written for a person to edit."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.identity import Handle, legible
from agent.domain.promotion import Lowest, Promotion, Tool, at_the_shop
from agent.tomlfile import read
from agent.typed import HandleText, Id, Line, Problem, checked, lines_of, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


MOST: Final = 500
_MOST_PRODUCTS: Final = 1_000
_A_MINUTE: Final = timedelta(minutes=1)
_OF_CODES: Final = ("code", "account", "quota", "per_customer")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class _LowestRow(_Row):
    """A [[promotion.lowest]]: the lowest price of the last 30 days, where somebody knows it."""

    product: Id
    price: Annotated[str, Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]
    source: Line
    seen_on: date


class _PromotionRow(_Row):
    """A [[promotion]]."""

    tool: Annotated[Tool, Field(strict=False)]
    name: Line
    percent: Annotated[int, Field(ge=1, le=100)]
    starts: datetime
    ends: datetime
    products: Annotated[list[Id], Field(max_length=_MOST_PRODUCTS)] = Field(default_factory=list)
    code: str = ""
    account: HandleText | None = None
    quota: Annotated[int, Field(ge=0, le=999_999)] = 0
    per_customer: Annotated[int, Field(ge=0, le=999_999)] = 0
    lowest: list[_LowestRow] = Field(default_factory=list)


class _File(_Row):
    promotion: Annotated[list[_PromotionRow], Field(min_length=1, max_length=MOST)]


def read_promotions(path: Path, zone: str) -> tuple[Promotion, ...]:
    """The promotions of a file for a shop of this zone.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    document = read(path)
    rows = checked(document, _File).promotion
    if found := list(_faults(rows, zone)):
        raise wrong(document, found)
    lines = lines_of(document, (("promotion", number) for number in range(len(rows))))
    return tuple(_promotion(row, line, zone) for row, line in zip(rows, lines, strict=True))


def _faults(rows: list[_PromotionRow], zone: str) -> Iterator[Problem]:
    names = Counter[tuple[str, str]]()
    for number, row in enumerate(rows):
        here = ("promotion", number)
        names[row.tool, row.name] += 1
        if names[row.tool, row.name] > 1:
            yield Problem((*here, "name"), "twice", {"value": legible(row.name, 60)})
        yield from (Problem((*here, key), why) for key, why in _of_times(row, zone))
        yield from (Problem((*here, key), why) for key, why in _of_parts(row))
        again = next((one for one, times in Counter(row.products).items() if times > 1), None)
        if again:
            yield Problem((*here, "products"), "twice", {"value": again})
        for place, one in enumerate(row.lowest):
            if one.product not in row.products:
                yield Problem((*here, "lowest", place, "product"), "not_of_promotion", {"value": one.product})


def _of_times(row: _PromotionRow, zone: str) -> Iterator[tuple[str, str]]:
    starts, ends = _instant(row.starts, zone), _instant(row.ends, zone)
    for key, given, at in (("starts", row.starts, starts), ("ends", row.ends, ends)):
        if at is None:
            yield key, "not_a_shop_time"
        elif given.second or given.microsecond:
            yield key, "whole_minutes"
    if starts and ends and ends - starts < _A_MINUTE:
        yield "ends", "not_after_start"


def _of_parts(row: _PromotionRow) -> Iterator[tuple[str, str]]:
    """A code is for LIVEs and has no products here; everything else is a discount on products."""
    if row.tool is Tool.LIVE_CODE:
        yield from ((key, "missing") for key in ("code", "quota", "per_customer") if not getattr(row, key))
        yield from ((key, "only_for_products") for key in ("products", "lowest") if getattr(row, key))
        return
    if not row.products:
        yield "products", "missing"
    allowed = ("account",) if row.tool is Tool.CREATOR_LIVE_FLASH else ()
    yield from ((key, "only_for_codes") for key in _OF_CODES if getattr(row, key) and key not in allowed)


def _instant(given: datetime, zone: str) -> datetime | None:
    """A time with an offset is an instant; one without is read off the shop's clock, which must show it once."""
    there = given if given.tzinfo else at_the_shop(given, zone)
    shown = there.astimezone(ZoneInfo(zone)) if there else None
    return shown if shown and at_the_shop(shown.replace(tzinfo=None), zone) else None


def _promotion(row: _PromotionRow, line: int, zone: str) -> Promotion:
    starts, ends = _instant(row.starts, zone), _instant(row.ends, zone)
    assert starts and ends  # noqa: S101, PT018 - what has none was refused
    return Promotion(
        tool=row.tool,
        name=row.name,
        percent=row.percent,
        starts=starts.astimezone(UTC),
        ends=ends.astimezone(UTC),
        products=tuple(row.products),
        code=row.code,
        account=Handle(row.account) if row.account else None,
        quota=row.quota,
        per_customer=row.per_customer,
        lowest=tuple(Lowest(one.product, Decimal(one.price), one.source, one.seen_on) for one in row.lowest),
        line=line,
    )


def as_text(promotions: Iterable[Promotion], zone: str, heading: str = "") -> str:
    """A file that says these, in the shop's own time; `heading` is what a person should read first."""
    lines = [f"# {line}" for line in heading.splitlines()]
    for one in promotions:
        lines += ["", *_written(one, zone)]
    return "\n".join(lines).strip() + "\n"


def _written(one: Promotion, zone: str) -> Iterator[str]:
    yield "[[promotion]]"
    yield f"tool = {_text(one.tool)}"
    yield f"name = {_text(one.name)}"
    yield f"percent = {one.percent}"
    for key, at in (("starts", one.starts), ("ends", one.ends)):
        yield f"{key} = {at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M:%S}"
    if one.products:
        yield f"products = [{', '.join(map(_text, one.products))}]"
    for key in _OF_CODES:
        if value := getattr(one, key):
            yield f"{key} = {value if isinstance(value, int) else _text(value)}"
    for low in one.lowest:
        yield "[[promotion.lowest]]"
        yield f"product = {_text(low.product)}"
        yield f"price = {_text(f'{low.price:f}')}"
        yield f"source = {_text(low.source)}"
        yield f"seen_on = {low.seen_on.isoformat()}"


def _text(value: str) -> str:
    """A TOML string: that of JSON is one, as no control signs stand in these."""
    return json.dumps(value, ensure_ascii=False)
