"""Figures and violations are kept: a dated series, each violation as it was last listed, and who is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fakes import START
from ledger_bench import ACCOUNT, HANDLE, HOUR, SHOP, Book, Place, a_link

from agent.domain.identity import ShopId, unnumbered
from agent.domain.letters import Letter
from agent.domain.permit import Kind
from agent.domain.violation import AppealState, Category, Right, Standing, System, Violation


def a_violation(**change: object) -> Violation:
    told = Violation("821", SHOP, HANDLE, None, Category.FALSE_PROMOTION, "False promotion", "Post 12", points=-12)
    return replace(told, **{"state": AppealState.TO_APPEAL, "appealable": True} | change)  # type: ignore[arg-type]  # what a test changes


def score(value: int) -> Standing:
    return Standing(System.CREDIT_SCORE, value)


def test_a_figure_becomes_a_dated_series(book: Book) -> None:
    for value in (92, 92, 80):
        book.clock.moment += timedelta(days=1)
        book.ask.see_health(SHOP, score(value), [])

    told = book.ask.figures(SHOP, "credit_score")

    assert [one.value for one in told] == ["92", "80"]
    assert told[1].at - told[0].at == timedelta(days=2)
    assert book.ask.health_read(SHOP) == book.clock.moment
    assert book.ask.health_read(ShopId("another")) is None


def test_another_figure_is_another_series(book: Book) -> None:
    book.ask.see_health(SHOP, Standing(System.HEALTH_RATING, 180), [])
    book.ask.see_health(SHOP, Standing(System.VIOLATION_POINTS, 6), [])

    assert [one.value for one in book.ask.figures(SHOP, "health_rating")] == ["180", ""]
    assert [one.value for one in book.ask.figures(SHOP, "violation_points")] == ["", "6"]
    assert [one.value for one in book.ask.figures(SHOP, "credit_score")] == [""]


def test_a_violation_is_kept_as_it_was_last_listed(book: Book) -> None:
    now = book.clock.moment
    own = a_violation(handle="", frozen=frozenset({Right.SELLING}), opened_at=now, deadline=now + 9 * 24 * HOUR)
    book.ask.see_health(SHOP, score(80), [a_violation(), own])
    book.ask.see_health(SHOP, score(92), [answered := replace(own, state=AppealState.SUCCESS, appealable=False)])

    assert book.ask.violations() == [answered]
    assert book.ask.violations(ShopId("another")) == []


def test_an_account_is_known_by_its_link(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_health(SHOP, None, [a_violation()])

    assert [one.account for one in book.ask.violations(SHOP)] == [ACCOUNT]


def test_what_is_listed_again_writes_one_event_and_no_more(book: Book) -> None:
    for _ in range(3):
        book.ask.see_health(SHOP, score(92), [a_violation()])

    kinds = [one.kind for one in book.ask.events()]

    assert (kinds.count("health_seen"), kinds.count("violation_seen")) == (3, 1)


def test_who_is_forgotten_is_named_by_no_violation_and_freezes_nothing(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_health(SHOP, score(60), [a_violation(frozen=frozenset({Right.SELLING}))])

    book.ask.forget(ACCOUNT)

    assert [(one.handle, one.note, one.freezes) for one in book.ask.violations()] == [("", "", False)]


def test_it_outlives_the_process(tmp_path: Path) -> None:
    spot = Place(tmp_path)
    spot.create()
    first = spot.open()
    first.ask.see_health(SHOP, score(92), [a_violation()])
    first.close()

    again = spot.open()

    assert [one.id for one in again.ask.violations()] == ["821"]
    assert [one.value for one in again.ask.figures(SHOP, "credit_score")] == ["92"]
    again.close()


def a_letter(**change: object) -> Letter:
    told = Letter(Kind.TICKET, "831", "unlink_stuck", HANDLE, ACCOUNT, "open", START)
    return replace(told, **change)  # type: ignore[arg-type]  # what a test changes


def test_a_letter_is_kept_as_it_was_last_seen_with_an_answer_that_a_list_does_not_show(book: Book) -> None:
    for one in (a_letter(), a_letter(state="answered", answer="Wait."), a_letter(state="resolved"), a_letter()):
        book.ask.see_letters(SHOP, [one])
        book.ask.see_letters(SHOP, [one])

    (kept,) = book.ask.letters(SHOP)

    assert (kept.state, kept.answer, kept.seen_at) == ("open", "Wait.", book.clock.moment)
    assert [one.kind for one in book.ask.events()].count("letter_seen") == 4
    assert book.ask.letters(ShopId("another")) == []


def test_an_appeal_is_about_whom_its_violation_is_about(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_health(SHOP, None, [a_violation()])
    book.ask.see_letters(SHOP, [Letter(Kind.APPEAL, "882", "821", state="in_progress", until=START + HOUR)])

    (kept,) = book.ask.letters(SHOP)

    assert (kept.handle, kept.account, kept.until) == (HANDLE, ACCOUNT, START + HOUR)


def test_what_was_answered_about_a_creator_is_forgotten_also_where_no_id_was_known(book: Book) -> None:
    nameless = unnumbered(HANDLE)
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_letters(SHOP, [a_letter(answer="About Ana."), a_letter(number="832", account=nameless, answer="Ana.")])

    book.ask.forget(ACCOUNT)

    assert {(one.handle, one.answer, one.state) for one in book.ask.letters(SHOP)} == {("", "", "open")}
