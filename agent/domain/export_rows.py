"""What stands in a file that the portal made: rows of days, accounts, LIVEs or products, never the sheet of sums."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.cells import Kind
from agent.domain.compass_proofs import SUMS
from agent.domain.exporting import Module
from agent.domain.identity import legible
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Unit, Window
from agent.domain.numerals import read_number
from agent.domain.shop_days import day_of
from agent.domain.timestamps import read_moment
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.domain.cells import Cell, Sheet
    from agent.domain.compass import Place

KEY: Final = {Module.CREATORS: "account_id", Module.LIVES: "live_id", Module.PRODUCTS: "product_id"}
_OF: Final = {Module.CREATORS: Of.ACCOUNT, Module.LIVES: Of.LIVE, Module.PRODUCTS: Of.PRODUCT}
_NAME: Final = {Module.CREATORS: "handle", Module.LIVES: "handle", Module.PRODUCTS: "title"}
_IN_MINUTES: Final = 60
_IN_SHORT: Final = 1_000  # from here on pages may write 3.4K
_ZEROS: Final = 2
_WITHIN: Final = 10  # above the headings may stand a title


def of_file(
    sheets: Sequence[Sheet], module: Module, asked: Window, labels: Mapping[str, frozenset[str]], place: Place
) -> list[Reading]:
    """The readings of a file; `labels` are the columns' names in every language that the portal speaks, by our keys.

    Raises MendInput(E_INPUT) for a file without such a table, with a cell that may mean two things, or with days of
    another time: of half a file nothing is taken.
    """
    sheet, at = _headed(sheets, labels, KEY[module])
    columns = _columns(sheet.rows[at], labels)
    rows = [_Row(sheet, row, columns) for number, row in sorted(sheet.rows.items()) if number > at]
    readings = [_reading(row, module, asked, place) for row in rows if row.has(KEY[module])]
    _require_once(readings)
    return readings


def _headed(sheets: Sequence[Sheet], labels: Mapping[str, frozenset[str]], key: str) -> tuple[Sheet, int]:
    """The sheet and the line of its headings: a sheet of sums has no column that says what each line is about."""
    for sheet in sheets:
        for number, row in sorted(sheet.rows.items())[:_WITHIN]:
            texts = {cell.text for cell in row if cell}
            if texts & labels[key] and texts & labels["gmv"]:
                return sheet, number
    raise MendInput(Code.E_INPUT, why="no_such_table", value=", ".join(legible(one.name, 40) for one in sheets))


def _columns(heads: Sequence[Cell | None], labels: Mapping[str, frozenset[str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        for key, names in labels.items():
            if head and head.text in names and columns.setdefault(key, at) != at:
                raise MendInput(Code.E_INPUT, why="column_twice", value=legible(head.text, 40))
    return columns


class _Row:
    """One line of the table, asked by the keys of its columns."""

    def __init__(self, sheet: Sheet, cells: Sequence[Cell | None], columns: Mapping[str, int]) -> None:
        self._sheet, self._cells, self._columns = sheet, cells, columns

    def cell(self, key: str) -> Cell | None:
        """The cell under a heading; None where it is empty, or there is no such column."""
        at = self._columns.get(key, len(self._cells))
        return self._cells[at] if at < len(self._cells) else None

    def has(self, key: str) -> bool:
        """Whether anything stands there."""
        return self.cell(key) is not None

    def where(self, cell: Cell | None) -> str:
        """Where a cell is, and what it says."""
        return f"{self._sheet.called(cell.place)} {legible(cell.text, 40)}" if cell else ""

    def text(self, key: str) -> str:
        """Text as text: of an id that a spreadsheet took for a number, digits are lost."""
        cell = self.cell(key)
        if cell and cell.kind is not Kind.TEXT:
            raise MendInput(Code.E_INPUT, why="as_text", value=self.where(cell))
        return cell.text if cell else ""

    def number(self, metric: Metric, currency: str) -> Decimal | None:
        """A number, or None for an empty cell."""
        key = "minutes" if metric is Metric.LASTED else str(metric)
        cell = self.cell(key)
        if cell is None:
            return None
        if cell.kind is Kind.NUMBER:
            return Decimal(str(cell.value))
        if cell.kind is not Kind.TEXT:
            raise MendInput(Code.E_INPUT, why="not_one_number", value=self.where(cell))
        unit = Unit.COUNT if metric is Metric.LASTED else metric.unit
        try:
            return read_number(cell.text, unit, currency=currency, mark=".", bare=True)
        except ValueError:
            raise MendInput(Code.E_INPUT, why="not_one_number", value=self.where(cell)) from None

    def metrics(self) -> Iterator[Metric]:
        """The numbers that the table has columns for."""
        yield from (one for one in Metric if (one if one is not Metric.LASTED else "minutes") in self._columns)

    def moment(self, zone: str) -> datetime | None:
        """When a LIVE began."""
        cell = self.cell("began")
        try:
            return read_moment(cell.text, zone) if cell else None
        except ValueError:
            raise MendInput(Code.E_INPUT, why="other_days", value=self.where(cell)) from None


def _reading(row: _Row, module: Module, asked: Window, place: Place) -> Reading:
    values = {one: row.number(one, place.currency) for one in row.metrics()}
    if minutes := values.get(Metric.LASTED):
        values[Metric.LASTED] = minutes * _IN_MINUTES
    began = row.moment(place.zone) if module is Module.LIVES else None
    if began and not asked.first <= day_of(began, place.zone) <= asked.last:
        raise MendInput(Code.E_INPUT, why="other_days", value=row.where(row.cell("began")))
    name = legible(row.text(_NAME[module]).removeprefix("@"), 200)
    subject = Subject(place.shop, _OF[module], row.text(KEY[module]), name, "", began)
    window = asked if began is None else _session(began, place.zone)
    as_of = place.up_to(asked) if began is None else _end(began, values, place)
    return Reading(subject, window, Page.FILE, as_of, place.now, values, place.currency)


def _session(began: datetime, zone: str) -> Window:
    day: date = day_of(began, zone)
    return Window(Span.SESSION, day, day)


def _end(began: datetime, values: Mapping[Metric, Decimal | None], place: Place) -> datetime:
    lasted = timedelta(seconds=int(values.get(Metric.LASTED) or 0))
    return (began + lasted).astimezone(ZoneInfo(place.zone))


def _require_once(readings: Sequence[Reading]) -> None:
    ids = [one.subject.id for one in readings]
    if len(set(ids)) < len(ids):
        raise MendInput(Code.E_INPUT, why="line_twice", value=next(one for one in ids if ids.count(one) > 1))


def contradicted(readings: Sequence[Reading], known: Sequence[Reading]) -> Sequence[str]:
    """Of whom the file says other sums than the pages of the same days did."""
    told = {one.subject.id: one for one in readings}
    both = ((one, told[one.subject.id]) for one in known if one.whole and one.subject.id in told)
    return sorted({one.subject.name for one, other in both if any(_differ(one, other, name) for name in SUMS)})


def _differ(one: Reading, other: Reading, metric: Metric) -> bool:
    shown, told = one.value(metric), other.value(metric)
    return shown is not None and told is not None and abs(shown - told) > _room(shown)


def _room(shown: Decimal) -> Decimal:
    """How far a number may lie from what a page shows in short, such as 1.2万; written out it leaves no room."""
    zeros = int(shown.normalize().as_tuple().exponent)
    return Decimal(10) ** zeros / 2 if shown >= _IN_SHORT and zeros >= _ZEROS else Decimal()


def missing(readings: Sequence[Reading], known: Sequence[Reading]) -> Sequence[str]:
    """Who is known from the pages of the same days, and has no line in the file."""
    listed = {one.subject.id for one in readings}
    return sorted({one.subject.name for one in known if one.subject.id not in listed})
