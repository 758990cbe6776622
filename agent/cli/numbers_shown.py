"""insights show: the newest numbers in the terminal, or all of them as CSV, XLSX or JSON."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer

from agent.cli import show
from agent.cli.books import OneShop  # noqa: TC001 - typer reads it
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.insight import Metric, Of, Page, Reading, Span, Unit, Wanted
from agent.domain.money import Money
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from agent.domain.roster import Shop
    from agent.wiring import House

_SPANS: Final = (Span.TODAY, Span.DAY, Span.LAST_7, Span.LAST_28)
_OF_ACCOUNTS: Final = (Metric.GMV, Metric.ORDERS, Metric.VISITORS, Metric.CTR, Metric.CVR, Metric.DWELL, Metric.GPM)
_OF_SHOPS: Final = (Metric.GMV, Metric.ORDERS, Metric.VISITORS, Metric.CVR, Metric.GPM)
HEADS: Final = (
    *("shop_id", "shop", "of", "id", "name", "account", "began", "span", "first", "last", "as_of", "read_at"),
    *("page", "currency", "whole"),
)
FAN_HEADS: Final = ("shop_id", "id", "name", "as_of", "trait", "line", "share")
_OF_LIVES: Final = (Metric.LASTED, Metric.VIEWERS, Metric.ORDERS, Metric.GMV, Metric.CTR, Metric.CVR, Metric.GPM)
_FEW: Final = 8
_UNKNOWN: Final = "-"


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command("show")(show_)


def show_(
    shop: OneShop = "",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Of so many days, in a file or as JSON.")] = 28,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", parser=a_place, help="Into a new CSV.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="FILE", parser=a_place, help="A new XLSX.")] = None,
) -> int:
    """The newest numbers of a shop, its accounts and LIVEs, or of all shops; a number that nobody showed is a dash."""
    for path, ending in ((csv, ".csv"), (xlsx, ".xlsx")):
        if path and path.suffix.lower() != ending:
            raise MendInput(Code.E_USAGE, why="table_form")
    rooms = house()
    asked = [rooms.shop(shop)] if shop else list(rooms.roster.shops)
    return go(_show(rooms, asked, days, [one for one in (csv, xlsx) if one]))


async def _show(rooms: House, shops: Sequence[Shop], days: int, files: Sequence[Path]) -> int:
    async with rooms.ledger() as kept:
        since = (kept.clock.now() - timedelta(days=days)).date()
        read = {one: await kept.readings(Wanted(shops=(one.id,), since=since)) for one in shops}
    for path in files:
        _write(path, read)
        show.result({"file": str(path), "rows": sum(map(len, read.values()))}, [words()("numbers.written", path=path)])
    if files:
        return 0
    if CALL.get().json:
        for readings in read.values():
            for one in readings:
                show.result(as_object(one))
        return 0
    if len(shops) == 1:
        _one_shop(*next(iter(read.items())))
    else:
        _all_shops(read)
    return 0


def _newest(readings: Iterable[Reading], of: Of, page: Page) -> dict[tuple[str, Span], Reading]:
    """The newest reading of each subject and span, by subject and span."""
    fitting = (one for one in readings if one.subject.of is of and one.page is page)
    ordered = sorted(fitting, key=lambda one: (one.window.last, one.read_at))
    return {(one.subject.id, one.window.span): one for one in ordered}


def _one_shop(shop: Shop, readings: Sequence[Reading]) -> None:
    say, own = words(), _newest(readings, Of.SHOP, Page.OVERVIEW)
    spans = [span for span in _SPANS if (shop.id, span) in own]
    if not spans:
        print(say("numbers.nothing", shop=shop.name))
        return
    newest = [own[shop.id, span] for span in spans]
    print(say("numbers.of_shop", shop=shop.name, moment=show.moment(max(one.as_of for one in newest), shop.zone)))
    metrics = [metric for metric in Metric if any(metric in one.values for one in newest)]
    heads = [say("numbers.metric"), *(f"{say(f'span.{one.window.span}')} ({_days(one)})" for one in newest)]
    show.table(heads, [(say(f"metric.{metric}"), *(cell(one, metric) for one in newest)) for metric in metrics])
    _accounts(readings)
    _lives(readings, shop)


def _accounts(readings: Sequence[Reading]) -> None:
    """The linked accounts over the last seven full days, side by side."""
    say = words()
    rows = [one for (_, span), one in _newest(readings, Of.ACCOUNT, Page.CREATORS).items() if span is Span.LAST_7]
    if not rows:
        return
    print()
    print(f"{say('numbers.accounts')} · {say(f'span.{Span.LAST_7}')} ({_days(rows[0])})")
    heads = [say("ui.account"), *(say(f"metric.{metric}") for metric in _OF_ACCOUNTS)]
    by_gmv = sorted(rows, key=lambda one: -(one.value(Metric.GMV) or 0))
    show.table(heads, [(f"@{one.subject.name}", *cells(one, _OF_ACCOUNTS)) for one in by_gmv])


def _lives(readings: Sequence[Reading], shop: Shop) -> None:
    """The newest LIVEs."""
    say = words()
    lives = [one for (_, _), one in _newest(readings, Of.LIVE, Page.LIVES).items()]
    if not lives:
        return
    newest = sorted(lives, key=lambda one: one.as_of, reverse=True)[:_FEW]
    print()
    print(f"{say('metric.lives')}: {len(lives)}")
    heads = [
        say("ui.account"),
        f"{say('numbers.began')} ({shop.zone})",
        *(say(f"metric.{metric}") for metric in _OF_LIVES),
    ]
    show.table(
        heads,
        [
            (
                f"@{one.subject.name}",
                show.moment(one.subject.began, shop.zone),
                *cells(one, _OF_LIVES),
            )
            for one in newest
        ],
    )


def _there(live: Reading, zone: str) -> str:
    """When a LIVE began, on the shop's clock."""
    return f"{live.subject.began.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" if live.subject.began else _UNKNOWN


def _all_shops(read: Mapping[Shop, Sequence[Reading]]) -> None:
    say = words()
    heads = [
        say("ui.shop"),
        *(say(f"metric.{metric}") for metric in _OF_SHOPS),
        say("numbers.days"),
        say("numbers.read"),
    ]
    rows = []
    for shop, readings in read.items():
        one = _newest(readings, Of.SHOP, Page.OVERVIEW).get((shop.id, Span.LAST_7))
        told = cells(one, _OF_SHOPS) if one else [_UNKNOWN] * len(_OF_SHOPS)
        rows.append((shop.name, *told, _days(one) if one else _UNKNOWN, show.moment(one.read_at) if one else _UNKNOWN))
    print(f"{say(f'span.{Span.LAST_7}')}")
    show.table(heads, rows)


def _days(one: Reading) -> str:
    window = one.window
    return f"{window.last:%m-%d}" if window.days == 1 else f"{window.first:%m-%d}…{window.last:%m-%d}"


def cells(one: Reading, metrics: Iterable[Metric]) -> list[str]:
    """Several numbers of a reading for the eye."""
    return [cell(one, metric) for metric in metrics]


def cell(one: Reading, metric: Metric) -> str:
    """A number for the eye: what nobody showed is a dash, and never nothing."""
    value = one.value(metric)
    if value is None:
        return _UNKNOWN
    match metric.unit:
        case Unit.MONEY:
            return str(Money(value, one.currency))
        case Unit.SHARE:
            return f"{value * 100:.2f} %"
        case Unit.SECONDS:
            return str(timedelta(seconds=int(value)))
        case _:
            return f"{value:,f}"


def as_object(one: Reading) -> dict[str, Any]:
    """A reading for a machine; numbers are texts, so that none is rounded, and what nobody showed is null."""
    numbers = {str(metric): None if value is None else str(value) for metric, value in one.values.items()}
    portrait = {str(trait): {name: str(share) for name, share in told.items()} for trait, told in one.portrait.items()}
    about = dict(zip(HEADS, _about(one), strict=True)) | {"whole": one.whole}
    told = {head: about[head] for head in HEADS if head != "shop"}
    return told | {"numbers": numbers, "portrait": portrait}


def _about(one: Reading) -> tuple[str, ...]:
    """What a reading is about, in the order of the headings."""
    about, window = one.subject, one.window
    began = about.began.isoformat() if about.began else ""
    days = (window.span, window.first.isoformat(), window.last.isoformat())
    moments = (one.as_of.isoformat(), one.read_at.isoformat())
    told = (about.shop, "", about.of, about.id, about.name, about.account, began, *days, *moments)
    return *told, one.page, one.currency, str(one.whole).lower()


def _write(path: Path, read: Mapping[Shop, Sequence[Reading]]) -> None:
    """The readings as one table, the portraits as another; ids stay texts, and a gap stays empty."""
    from agent.adapters.tables import write_table  # noqa: PLC0415 - openpyxl is heavy

    say, names = words(), {shop.id: shop.name for shop in read}
    everything = [one for readings in read.values() for one in readings]
    heads = [say(f"numbers_head.{head}") for head in HEADS] + [say(f"metric.{metric}") for metric in Metric]
    rows = tuple(_row(one, names[one.subject.shop]) for one in everything)
    fans = tuple(row for one in everything for row in _portrait(one))
    fan_heads = tuple(Heading(say(f"numbers_head.{head}")) for head in FAN_HEADS)
    sheets = [
        NewSheet(say("numbers.sheet"), tuple(map(Heading, heads)), rows),
        NewSheet(say("numbers.fan_sheet"), fan_heads, fans),
    ]
    write_table(path, sheets)


def _row(one: Reading, shop: str) -> tuple[str | Decimal, ...]:
    shop_id, _, *rest = _about(one)
    return shop_id, shop, *rest, *("" if (value := one.value(metric)) is None else value for metric in Metric)


def _portrait(one: Reading) -> Iterator[tuple[str | Decimal, ...]]:
    about = (one.subject.shop, one.subject.id, one.subject.name, one.as_of.isoformat())
    for trait, told in one.portrait.items():
        yield from ((*about, trait, name, share) for name, share in told.items())
