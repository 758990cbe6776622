"""What a shop's reports mean: texts become readings, and only where a report proves to be whole and about these days.

What contradicts itself was caught half loaded, and is looked at again: LookAgain. What is no number at all is a page
that has changed: AskPerson.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.compass_proofs import SUMS, require_days, require_sum
from agent.domain.identity import folded, legible
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Trait, Unit, Window
from agent.domain.numerals import decimal_mark, read_number
from agent.domain.reports import DASH
from agent.domain.shop_days import begins, day_of
from agent.errors import AskPerson, Code, LookAgain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.domain.identity import AccountId, ShopId
    from agent.domain.reports import FansSeen, ReportRow, ReportSeen

_A_DAY: Final = timedelta(days=1)
_PARTS: Final = (Metric.LIVE_GMV, Metric.VIDEO_GMV, Metric.CARD_GMV)
_IN_MINUTES: Final = 60
_LONGEST_NAME: Final = 60
_ALL: Final = Decimal(1)
_ROUNDED: Final = Decimal("0.005")  # a share in whole per cent may be half a per cent off


@dataclass(frozen=True, slots=True)
class Place:
    """Whose reports are read, in which zone and money, and at what moment."""

    shop: ShopId
    name: str
    zone: str
    currency: str
    now: datetime

    @property
    def today(self) -> date:
        """The shop's present day."""
        return day_of(self.now, self.zone)

    def up_to(self, window: Window) -> datetime:
        """The moment up to which a window's numbers count, in the shop's zone."""
        end = begins(window.last + _A_DAY, self.zone)
        return min(end, self.now.astimezone(UTC)).astimezone(ZoneInfo(self.zone))

    def whole(self, window: Window) -> bool:
        """Whether a window is over."""
        return window.last < self.today


def window(span: Span, today: date) -> Window:
    """The days of a span, as a portal counts them on a day: full days end with yesterday."""
    yesterday = today - _A_DAY
    match span:
        case Span.TODAY:
            return Window(span, today, today)
        case Span.LAST_7:
            return Window(span, today - 7 * _A_DAY, yesterday)
        case Span.LAST_28:
            return Window(span, today - 28 * _A_DAY, yesterday)
        case _:
            return Window(Span.DAY, yesterday, yesterday)


def of_shop(seen: ReportSeen, asked: Window, place: Place) -> Reading:
    """The cards of the overview; proven by its table, whose days are the window's and add up to them."""
    require_days(seen, asked)
    mark = _mark(seen)
    values = _numbers(seen.cards, mark, place.currency)
    days = [_numbers(row.texts, mark, place.currency) for row in seen.rows]
    listed = sorted(row.key for row in seen.rows)
    if listed != [(asked.first + number * _A_DAY).isoformat() for number in range(asked.days)]:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="other_days", value=", ".join(listed[:1] + listed[-1:]))
    for metric in SUMS:
        require_sum(metric, values[metric], [day.get(metric) for day in days])
    require_sum(Metric.GMV, values[Metric.GMV], [values[part] for part in _PARTS])
    return _reading(Subject(place.shop, Of.SHOP, place.shop, place.name), asked, Page.OVERVIEW, values, place)


def of_days(seen: ReportSeen, place: Place) -> Iterator[Reading]:
    """A reading for each day of the overview's table, once its cards have proven it."""
    subject, mark = Subject(place.shop, Of.SHOP, place.shop, place.name), _mark(seen)
    for row in seen.rows:
        day = date.fromisoformat(row.key)
        values = _numbers(row.texts, mark, place.currency)
        yield _reading(subject, Window(Span.DAY, day, day), Page.DAYS, values, place)


def of_accounts(seen: ReportSeen, asked: Window, linked: Mapping[str, str], place: Place) -> list[Reading]:
    """The rows of linked accounts (id to handle), each of which must be there under its own name; others are left."""
    require_days(seen, asked)
    mark, rows = _mark(seen), {row.key: row for row in seen.rows}
    if len(rows) < len(seen.rows) or not linked.keys() <= rows.keys():
        missing = next(iter(sorted(linked.keys() - rows.keys())), "")
        raise LookAgain(Code.E_PORTAL_DOWN, detail="account_missing", value=linked.get(missing, missing))
    readings = []
    for number, handle in sorted(linked.items()):
        if folded(rows[number].handle) != folded(handle):
            raise AskPerson(Code.E_TARGET_CHANGED, handle=handle)
        subject = Subject(place.shop, Of.ACCOUNT, number, handle)
        values = _numbers(rows[number].texts, mark, place.currency)
        readings.append(_reading(subject, asked, Page.CREATORS, values, place))
    return readings


def of_industry(seen: ReportSeen, asked: Window, place: Place) -> Iterator[Reading]:
    """What others make, where the page tells it for these very days; that of other days is none."""
    told = seen.industry
    if told and told.day == asked.last:
        gpm = read_text(told.gpm, Metric.GPM.unit, _mark(seen), place.currency)
        category = legible(told.category.strip(), _LONGEST_NAME)
        subject = Subject(place.shop, Of.INDUSTRY, category, category)
        yield _reading(subject, asked, Page.CREATORS, {Metric.GPM: gpm}, place)


def of_lives(seen: ReportSeen, asked: Window, accounts: Mapping[str, str], place: Place) -> list[Reading]:
    """The LIVEs of these accounts (id to handle) that began within the window."""
    require_days(seen, asked)
    mark, ids = _mark(seen), {folded(handle): number for number, handle in accounts.items()}
    readings = []
    for row in seen.rows:
        began = row.began
        if began is None or not asked.first <= day_of(began, place.zone) <= asked.last:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="other_days", value=str(began))
        if folded(row.handle) in ids:
            readings.append(_session(row, ids[folded(row.handle)], began, mark, place))
    return readings


def _session(row: ReportRow, account: str, began: datetime, mark: str, place: Place) -> Reading:
    texts: dict[Metric, str] = {name: text for name, text in row.texts.items() if name is not Metric.LASTED}
    minutes = read_text(row.texts[Metric.LASTED], Unit.COUNT, mark, place.currency)
    values = _numbers(texts, mark, place.currency)
    values[Metric.LASTED] = None if minutes is None else minutes * _IN_MINUTES
    subject = Subject(place.shop, Of.LIVE, row.key, legible(row.handle), account, began)
    day = day_of(began, place.zone)
    over = None if values[Metric.LASTED] is None else began + timedelta(seconds=int(values[Metric.LASTED] or 0))
    as_of = place.now if row.on_air or over is None else min(over, place.now)
    zoned = as_of.astimezone(ZoneInfo(place.zone))
    money = place.currency
    span = Window(Span.SESSION, day, day)
    return Reading(subject, span, Page.LIVES, zoned, place.now, values, money, whole=not row.on_air)


def of_fans(seen: FansSeen, account: AccountId, handle: str, place: Place) -> Reading:
    """A portrait, whose shares make a whole in each trait."""
    if folded(seen.handle) != folded(handle):
        raise AskPerson(Code.E_TARGET_CHANGED, handle=handle)
    portrait = {trait: _shares(trait, lines, place.currency) for trait, lines in seen.lines.items()}
    values = {Metric.FOLLOWERS: read_text(seen.followers, Unit.COUNT, "", place.currency)}
    today = Window(Span.TODAY, place.today, place.today)
    subject = Subject(place.shop, Of.ACCOUNT, account, handle)
    made = _reading(subject, today, Page.FANS, values, place)
    return Reading(subject, today, Page.FANS, made.as_of, made.read_at, values, place.currency, portrait=portrait)


def _shares(trait: Trait, lines: Sequence[tuple[str, str]], currency: str) -> dict[str, Decimal]:
    told = {_band(name, currency) if trait is Trait.PRICE else name: share for name, share in lines}
    shares = {name: read_text(share, Unit.SHARE, "", currency) for name, share in told.items()}
    known = {name: share for name, share in shares.items() if share is not None}
    off = abs(sum(known.values()) - _ALL)
    if len(known) < len(lines) or off > len(lines) * _ROUNDED:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="shares_missing", value=trait)
    return known


def _band(name: str, currency: str) -> str:
    """A price band as two amounts, the last of which may be missing: `0-100`, `1000-`."""
    ends = [one.strip() for one in name.split(DASH)]
    low, high = (ends[0], ends[1] if len(ends) > 1 else "")
    amounts = [read_text(one, Unit.MONEY, "", currency) if one else None for one in (low, high)]
    return "-".join("" if one is None else f"{one.normalize():f}" for one in amounts)


def read_text(text: str, unit: Unit, mark: str, currency: str) -> Decimal | None:
    """One number of a page; AskPerson(E_PORTAL_CHANGED) for what is none, or may be two."""
    try:
        return read_number(text, unit, currency=currency, mark=mark)
    except ValueError:
        told = {"element": str(unit), "why": "not_one_number", "value": legible(text.strip(), 40)}
        raise AskPerson(Code.E_PORTAL_CHANGED, **told) from None


def _numbers(texts: Mapping[Metric, str], mark: str, currency: str) -> dict[Metric, Decimal | None]:
    return {metric: read_text(text, metric.unit, mark, currency) for metric, text in texts.items()}


def _mark(seen: ReportSeen) -> str:
    return decimal_mark([*seen.cards.values(), *(text for row in seen.rows for text in row.texts.values())])


def _reading(
    subject: Subject, asked: Window, page: Page, values: Mapping[Metric, Decimal | None], place: Place
) -> Reading:
    whole = place.whole(asked)
    return Reading(subject, asked, page, place.up_to(asked), place.now, values, place.currency, whole=whole)
