"""Numbers are right or there are none: made-up books in every way of writing, and every way in which a page tears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from fake_compass import ACCOUNTS, STYLES, Books, Tear, torn, untorn
from fakes import ACCOUNT, SHOP
from flow_bench import Bench, finished
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.compass import window
from agent.domain.identity import ShopId
from agent.domain.insight import Metric, Of, Page, Reading, Span, Trait, Wanted, Window
from agent.domain.reports import ReportSeen
from agent.domain.shop_days import day_of
from agent.errors import AskPerson, CompanionError, LookAgain
from agent.flows.insights import Gathered, gather

pytestmark = pytest.mark.fast
LAST_READ = 20  # four windows of two pages and two of LIVEs, each read twice


@pytest.fixture
def shop() -> Bench:
    return selling(Books())


def selling(books: Books) -> Bench:
    bench = Bench(at_once=True)
    bench.portal.linked = {ACCOUNT}
    bench.portal.reports = books
    return bench


def read(bench: Bench, *days: date) -> Gathered:
    return finished(gather(SHOP, bench.desk(), days))


def truth(books: Books, one: Reading) -> dict[Metric, Decimal | None]:
    match one.subject.of:
        case Of.SHOP:
            told = books.total(one.window)
        case Of.ACCOUNT:
            lives = Decimal(len(list(books.lives(one.window, one.subject.id))))
            told = books.total(one.window, one.subject.id) | {Metric.LIVES: lives}
        case _:
            ((_, told),) = books.lives(one.window, one.subject.account)
    return {metric: told[metric] for metric in one.values}


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(STYLES))
def test_every_value_is_the_one_in_the_books(seed: int, style: Any) -> None:
    books = Books(seed, style)

    readings = [one for one in read(selling(books)).readings if one.page is not Page.FANS]

    assert [dict(one.values) for one in readings] == [truth(books, one) for one in readings]
    assert len({(one.subject.of, one.subject.id, one.window, one.page) for one in readings}) == len(readings)


def test_a_portrait_s_shares_are_parts_of_one(shop: Bench) -> None:
    (fans,) = [one for one in read(shop).readings if one.page is Page.FANS]

    assert fans.portrait == {
        Trait.GENDER: {"women": Decimal("0.62"), "men": Decimal("0.38")},
        Trait.PRICE: {"0-100": Decimal("0.7"), "1000-": Decimal("0.3")},
    }
    assert fans.value(Metric.FOLLOWERS) == 12_345


def test_a_further_day_is_read_besides(shop: Bench) -> None:
    day = date(2026, 10, 1)

    further = [one for one in read(shop, day).readings if one.window == Window(Span.DAY, day, day)]

    assert {one.page for one in further} >= {Page.OVERVIEW, Page.CREATORS}


def another_time(seen: ReportSeen) -> ReportSeen:
    """The rows of the days before: the header names the new time already."""
    rows = tuple(
        replace(row, key=(date.fromisoformat(row.key) - timedelta(days=7)).isoformat())
        if row.key.startswith("20") and "-" in row.key
        else row
        for row in seen.rows
    )
    return replace(seen, rows=rows)


def late_cards(seen: ReportSeen, page: Page, window: Window) -> ReportSeen:
    """Cards of another time above the right rows."""
    _ = page, window
    return replace(seen, cards={one: "$9.00" if one is Metric.GMV else text for one, text in seen.cards.items()})


def another_s_numbers(seen: ReportSeen, page: Page, window: Window) -> ReportSeen:
    """Each row has the next one's numbers, as rows that are used again have for a moment."""
    _ = page, window
    texts = [row.texts for row in seen.rows]
    turned = [*texts[1:], *texts[:1]]
    return replace(seen, rows=tuple(replace(row, texts=text) for row, text in zip(seen.rows, turned, strict=True)))


TEARS: dict[str, Tear] = {
    "the rows of another time": lambda seen, *_: another_time(seen),
    "late cards": late_cards,
    "a header of other days": torn(first=date(2026, 1, 1)),
    "no rows": torn(rows=()),
    "half of the rows": lambda seen, *_: replace(seen, rows=seen.rows[: len(seen.rows) // 2]),
    "another row's numbers": another_s_numbers,
    "a row twice": lambda seen, *_: replace(seen, rows=(*seen.rows, *seen.rows[:1])),
}


@pytest.mark.parametrize("name", TEARS)
@pytest.mark.parametrize("nth", [0, 1, 2, 3, 13, 16, 17, LAST_READ - 1])
def test_a_torn_page_is_never_taken_for_a_whole_one(shop: Bench, name: str, nth: int) -> None:
    """Whichever of the reads is torn, what comes out in the end is either nothing or the truth."""
    shop.portal.reports.tears = [*[untorn] * nth, TEARS[name]]

    got = outcome(lambda: read(shop))

    assert isinstance(got, CompanionError) or all(
        dict(one.values) == truth(shop.portal.reports, one) for one in got.readings if one.page is not Page.FANS
    )


def outcome(work: Callable[[], Gathered]) -> Gathered | CompanionError:
    try:
        return work()
    except CompanionError as error:
        return error


@pytest.mark.parametrize(
    ("before", "tear", "why"),
    [
        (0, late_cards, "not_adding_up"),
        (2, torn(first=date(2026, 1, 1)), "other_days"),
        (2, torn(rows=()), "account_missing"),
        (18, torn(rows=()), "lives_missing"),
    ],
)
def test_what_contradicts_itself_at_every_look_is_no_number(shop: Bench, before: int, tear: Tear, why: str) -> None:
    """Both reads agree, and are wrong: each proof catches what no second look can."""
    shop.portal.reports.tears = [*[untorn] * before, *[tear] * LAST_READ]

    with pytest.raises(LookAgain, match=why):
        read(shop)


@pytest.mark.parametrize("nth", [0, 3, LAST_READ - 1])
def test_another_shop_s_page_ends_it(shop: Bench, nth: int) -> None:
    def switched(seen: ReportSeen, *_: object) -> ReportSeen:
        return replace(seen, session=replace(seen.session, shop=ShopId("7495000000000000022")))

    shop.portal.reports.tears = [*[untorn] * nth, switched]

    with pytest.raises(AskPerson, match="E_WRONG_SHOP"):
        read(shop)


def test_another_currency_ends_it(shop: Bench) -> None:
    shop.portal.reports.tears = [lambda seen, *_: replace(seen, cards=seen.cards | {Metric.GMV: "£5.00"})]

    with pytest.raises(AskPerson, match="not_one_number"):
        read(shop)


def test_an_account_under_another_name_ends_it(shop: Bench) -> None:
    def renamed(seen: ReportSeen, *_: object) -> ReportSeen:
        return replace(seen, rows=tuple(replace(row, handle="somebody.else") for row in seen.rows))

    shop.portal.reports.tears = [untorn, untorn, renamed]

    with pytest.raises(AskPerson, match="E_TARGET_CHANGED"):
        read(shop)


def test_a_wrong_window_that_stays_is_found_by_the_lives(shop: Bench) -> None:
    """Every read of the accounts' month shows their week: both agree, and the page names the month's days."""
    week = list[ReportSeen]()

    def mixed(seen: ReportSeen, page: Page, window: Window) -> ReportSeen:
        week.extend([seen] if page is Page.CREATORS and window.span is Span.LAST_7 else [])
        wrong = page is Page.CREATORS and window.span is Span.LAST_28
        return replace(week[-1], first=seen.first, last=seen.last) if wrong else seen

    shop.portal.reports.tears = [mixed] * LAST_READ

    with pytest.raises(LookAgain, match="lives_missing"):
        read(shop)


def test_a_commission_of_a_linked_account_is_told(shop: Bench) -> None:
    shop.portal.reports.commission = Decimal("12.50")

    (charged,) = read(shop).commissions

    assert (charged.subject.name, charged.value(Metric.COMMISSION)) == ("alice.home", Decimal("12.50"))


def test_half_a_list_of_links_is_none(shop: Bench) -> None:
    shop.portal.cut_links = True

    with pytest.raises(LookAgain, match="half_a_list"):
        read(shop)


def test_nothing_is_kept_before_all_is_proven(shop: Bench) -> None:
    shop.portal.reports.tears = [*[untorn] * (LAST_READ - 1), *[torn(rows=())] * 9]

    assert isinstance(outcome(lambda: read(shop)), CompanionError)
    assert finished(shop.ledger.readings(Wanted())) == []


def test_today_does_not_have_the_numbers_of_a_week_that_is_over(shop: Bench) -> None:
    """Every read of today shows the week, of an account that holds no LIVEs: both agree, and the page names today."""
    week = shop.portal.reports.total(window(Span.LAST_7, day_of(shop.clock.now(), SHOP.zone)), ACCOUNT)

    def mixed(seen: ReportSeen, page: Page, asked: Window) -> ReportSeen:
        texts = {one: shop.portal.reports.style.write(week.get(one), one) for one in ACCOUNTS}
        wrong = page is Page.CREATORS and asked.span in {Span.TODAY, Span.LAST_7}
        return replace(seen, rows=tuple(replace(row, texts=texts) for row in seen.rows)) if wrong else seen

    shop.portal.reports.tears = [mixed] * LAST_READ

    with pytest.raises(LookAgain, match="other_days"):
        read(shop)


def test_rows_that_are_another_s_at_every_look_are_found_by_the_other_windows(shop: Bench) -> None:
    """They add up to the cards all the same; yet a day stands in several tables."""
    tears = {Page.OVERVIEW: another_s_numbers}
    shop.portal.reports.tears = [lambda seen, page, asked: tears.get(page, untorn)(seen, page, asked)] * LAST_READ

    with pytest.raises(LookAgain, match="reads_differ"):
        read(shop)
