"""The dated series: kept once for each subject, window and page, whole or not at all, and a gap stays a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import START
from insights import DAY, SHOP, a_day, a_reading, of_account, of_shop
from ledger_bench import ACCOUNT, Book, Place

from agent.domain.identity import ShopId
from agent.domain.insight import (
    Collected,
    ExportFile,
    Metric,
    Of,
    Page,
    Reading,
    Span,
    Stand,
    Subject,
    Trait,
    Wanted,
    Window,
)

pytestmark = pytest.mark.fast
PORTRAIT = {Trait.GENDER: {"women": Decimal("0.62"), "men": Decimal("0.38")}}


def of_live() -> Reading:
    subject = Subject(SHOP, Of.LIVE, "202611240101", "casa.aurora.live", ACCOUNT, START)
    return a_reading(subject=subject, page=Page.LIVES, window=Window(Span.SESSION, DAY, DAY))


def test_a_reading_comes_back_as_it_was_kept(book: Book) -> None:
    kept = [a_reading("1234.50", portrait=PORTRAIT), of_live(), a_reading(subject=of_account(), whole=False)]

    book.ask.keep_readings(kept)

    assert sorted(book.ask.readings(Wanted()), key=str) == sorted(kept, key=str)


def test_a_number_that_was_not_shown_stays_none(book: Book) -> None:
    book.ask.keep_readings([a_reading(None)])

    (found,) = book.ask.readings(Wanted())

    assert found.values == {Metric.GMV: None, Metric.ORDERS: Decimal(3)}


def test_the_same_day_read_again_is_kept_once(book: Book) -> None:
    first, later = a_reading("1"), a_reading("2", read_at=START + timedelta(days=2))
    for one in (first, later, later):
        book.ask.keep_readings([one])

    assert book.ask.readings(Wanted()) == [later]


def test_what_was_read_earlier_never_replaces_what_was_read_later(book: Book) -> None:
    later = a_reading("2", read_at=START + timedelta(days=2))
    book.ask.keep_readings([later])

    book.ask.keep_readings([a_reading("1")])

    assert book.ask.readings(Wanted()) == [later]


def test_two_shops_in_one_call_are_refused_and_nothing_is_kept(book: Book) -> None:
    other = a_reading(subject=of_shop(ShopId("7495000000000000012")))

    with pytest.raises(ValueError, match="two shops"):
        book.ask.keep_readings([a_reading(), other])

    assert book.ask.readings(Wanted()) == []
    assert book.ask.insight_shops() == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(shops=(SHOP,)), 3),
        (Wanted(shops=(ShopId("7"),)), 0),
        (Wanted(of=(Of.ACCOUNT,)), 1),
        (Wanted(spans=(Span.DAY,), since=DAY), 2),
        (Wanted(until=DAY - timedelta(days=1)), 1),
        (Wanted(pages=(Page.LIVES,)), 0),
    ],
)
def test_what_is_asked_for_is_what_comes(book: Book, wanted: Wanted, count: int) -> None:
    earlier = a_reading(window=a_day(DAY - timedelta(days=1)))
    book.ask.keep_readings([a_reading(), earlier, a_reading(subject=of_account())])

    assert len(book.ask.readings(wanted)) == count


def test_how_far_a_day_has_come_is_remembered_by_shop(book: Book) -> None:
    deferred = Collected(SHOP, DAY, Stand.DEFERRED, START, START + timedelta(minutes=10), 1, "E_PORTAL_DOWN")
    done = replace(deferred, stand=Stand.DONE, due_at=None, tries=2, code="")
    book.ask.set_collected(deferred)
    book.ask.set_collected(replace(deferred, shop=ShopId("7495000000000000012")))

    book.ask.set_collected(done)

    assert book.ask.collected(DAY) == [done, replace(deferred, shop=ShopId("7495000000000000012"))]
    assert book.ask.collected(DAY + timedelta(days=1)) == []


def test_a_file_is_remembered_by_the_portal_s_task(book: Book) -> None:
    file = ExportFile("88001", SHOP, "live", DAY, DAY, "ab" * 32, "exports/live.xlsx", START, 7)
    for _ in range(2):
        book.ask.keep_export(file)

    assert book.ask.exports() == book.ask.exports(SHOP) == [file]
    assert book.ask.exports(ShopId("7")) == []


def test_who_is_forgotten_leaves_numbers_without_a_name(book: Book) -> None:
    account = of_account(ACCOUNT)
    fans = a_reading(subject=account, page=Page.FANS, portrait=PORTRAIT)
    book.ask.keep_readings([a_reading(subject=account, page=Page.CREATORS), fans, of_live(), a_reading()])

    assert book.ask.forget(ACCOUNT) == 3

    left = book.ask.readings(Wanted(of=(Of.ACCOUNT, Of.LIVE)))
    assert [(one.page, one.subject.name) for one in left] == [(Page.CREATORS, "")]


def test_a_ledger_in_a_file_has_the_tables(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create()
    book = place.open()
    book.ask.keep_readings([a_reading()])

    assert book.ask.readings(Wanted()) == [a_reading()]
    book.close()
