"""Numbers and moments as portals write them: every way of writing comes back exact, and what may be two is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.insight import Unit
from agent.domain.numerals import decimal_mark, read_number
from agent.domain.timestamps import read_day, read_moment

pytestmark = pytest.mark.fast
# How languages part thousands and write the decimal mark.
STYLES = [(",", "."), (".", ","), ("\u00a0", ","), ("\u202f", ","), ("'", "."), ("\u2019", "."), ("", "."), ("", ",")]
SIGNS = [("$", "MXN"), ("US$", "USD"), ("£", "GBP"), ("€", "EUR"), ("฿", "THB"), ("RM", "MYR"), ("USD", "USD")]
whole = st.integers(0, 10**12)
cents = st.integers(0, 10**14).map(lambda number: Decimal(number) / 100)
styles = st.sampled_from(STYLES)


def written(number: Decimal | int, style: tuple[str, str]) -> str:
    group, point = style
    text = f"{number:,.2f}" if isinstance(number, Decimal) else f"{number:,}"
    return text.replace(",", "G").replace(".", point).replace("G", group)


@given(whole, styles)
def test_a_count_comes_back_in_every_way_of_writing(number: int, style: tuple[str, str]) -> None:
    assert read_number(written(number, style), Unit.COUNT) == number


@given(cents, styles, st.sampled_from(SIGNS), st.sampled_from(["{0}{1}", "{1}\u00a0{0}"]))
def test_money_comes_back_with_its_sign_on_either_side(
    amount: Decimal, style: tuple[str, str], sign: tuple[str, str], places: str
) -> None:
    mark, currency = sign

    assert read_number(places.format(mark, written(amount, style)), Unit.MONEY, currency=currency) == amount


@given(st.integers(0, 100_00), styles)
def test_a_share_is_a_part_of_one(number: int, style: tuple[str, str]) -> None:
    assert read_number(f"{written(Decimal(number) / 100, style)} %", Unit.SHARE) == Decimal(number) / 10_000


@given(st.integers(0, 999 * 60))
def test_a_stay_comes_back_in_every_language(seconds: int) -> None:
    minutes, rest = divmod(seconds, 60)
    for text in (f"{minutes}m {rest}s", f"{minutes}分{rest}秒", f"{minutes} min {rest} s"):
        assert read_number(text, Unit.SECONDS) == seconds


@given(st.text(alphabet="0123456789.,' KM万%$€-", max_size=12))
def test_whatever_is_read_is_read_the_same_wherever_it_is_read(text: str) -> None:
    """What a page's mark decides never contradicts what was read without it."""
    for unit in Unit:
        readings = {_read(text, unit, mark) for mark in ("", ".", ",")} - {"refused"}
        assert len(readings) <= 1 or _read(text, unit, "") == "refused"


def _read(text: str, unit: Unit, mark: str) -> object:
    try:
        return read_number(text, unit, currency="EUR", mark=mark)
    except ValueError:
        return "refused"


@pytest.mark.parametrize("text", ["", "--", "-", "\u2014", "暂无", "N/A"])
@pytest.mark.parametrize("unit", Unit)
def test_what_is_not_there_is_none_and_never_nothing(text: str, unit: Unit) -> None:
    assert read_number(text, unit, currency="MXN") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("1.2万", 12_000), ("3.4K", 3_400), ("1,5 mil", 1_500), ("2M", 2_000_000), ("3.5亿", 350_000_000)],
        *[("\uff11\uff12\uff0c\uff13\uff14\uff15", 12_345), ("\u200e1,234", 1_234), ("12 rb", 12_000)],
    ],
)
def test_short_forms_are_multiplied_out(text: str, number: int) -> None:
    assert read_number(text, Unit.COUNT) == number


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("1.234%", Unit.SHARE),
        ("1.234K", Unit.COUNT),
        ("1.2", Unit.COUNT),
        ("1,23,456", Unit.COUNT),
        ("1.234,567.8", Unit.COUNT),
        ("£3.00", Unit.MONEY),
        ("3.00", Unit.MONEY),
        ("12", Unit.SHARE),
        ("12 %", Unit.COUNT),
        ("1.5 m", Unit.SECONDS),
        ("1:75", Unit.SECONDS),
        ("10²", Unit.COUNT),
        ("١٢", Unit.COUNT),
        ("about 5", Unit.COUNT),
        ("5 6", Unit.COUNT),
        ("--5", Unit.COUNT),
    ],
)
def test_what_may_be_two_numbers_or_none_is_refused(text: str, unit: Unit) -> None:
    with pytest.raises(ValueError, match="not one number"):
        read_number(text, unit, currency="MXN")


def test_the_rest_of_the_page_tells_which_mark_is_meant() -> None:
    mark = decimal_mark(["1.234", "12,50 %", "--", "3.456.789"])

    assert mark == ","
    assert read_number("1.234%", Unit.SHARE, mark=mark) == Decimal("12.34")
    assert read_number("1,234%", Unit.SHARE, mark=mark) == Decimal("0.01234")


def test_a_page_that_contradicts_itself_tells_no_mark() -> None:
    assert decimal_mark(["1,5%", "1.5%"]) == ""


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2026-11-21 15:45", "America/Mexico_City", datetime(2026, 11, 21, 21, 45, tzinfo=UTC)),
        ("11/21/2026 03:45 PM", "America/Mexico_City", datetime(2026, 11, 21, 21, 45, tzinfo=UTC)),
        ("2026/11/21 下午3:45", "Asia/Bangkok", datetime(2026, 11, 21, 8, 45, tzinfo=UTC)),
        ("21.11.2026 12:05 a.m.", "Europe/London", datetime(2026, 11, 21, 0, 5, tzinfo=UTC)),
        ("2026-11-21T15:45:00-06:00", "Asia/Bangkok", datetime(2026, 11, 21, 21, 45, tzinfo=UTC)),
        ("2026-11-21 15:45 (GMT+8)", "Asia/Bangkok", datetime(2026, 11, 21, 7, 45, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_its_own_zone(text: str, zone: str, moment: datetime) -> None:
    assert read_moment(text, zone) == moment


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("03/04/2026 10:00", "America/Mexico_City"),
        ("2026-11-21 13:45 PM", "Europe/London"),
        ("2026-10-25 01:30", "Europe/London"),
        ("2026-03-29 01:30", "Europe/London"),
        ("2026-02-30 10:00", "Europe/London"),
        ("2026-11-21 25:00", "Europe/London"),
        ("2026-11-21 10:00 EST", "America/New_York"),
    ],
)
def test_a_moment_that_may_be_two_or_none_is_refused(text: str, zone: str) -> None:
    with pytest.raises(ValueError, match=r"not one moment|day"):
        read_moment(text, zone)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_comes_back_in_every_order_that_is_known(day: date) -> None:
    assert read_day(f"{day:%Y-%m-%d}") == read_day(f"{day:%Y/%m/%d}") == day
    assert read_day(f"{day:%d/%m/%Y}", "DMY") == read_day(f"{day:%m/%d/%Y}", "MDY") == day


def test_a_day_that_is_the_same_in_both_orders_needs_none() -> None:
    assert read_day("04/04/2026") == date(2026, 4, 4)
