"""Runs, choices, risks and challenges are written down; a creator who wishes it is forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import START
from ledger_bench import (
    ACCOUNT,
    HANDLE,
    HOUR,
    LOGIN,
    PRESSES,
    SHOP,
    Book,
    Place,
    a_link,
    a_permit,
    a_run,
    an_invitation,
    settled,
)

from agent.adapters.ledger_sql import notes
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.in_memory import in_memory
from agent.adapters.ledger_sql.journal import Journal
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.ledger import Acceptance, Choice, ClaimState

pytestmark = pytest.mark.fast


def test_the_newest_runs_come_first_and_whole(book: Book) -> None:
    earlier, later = a_run("018f00aa"), a_run("018f00bb", note="已发送")

    book.ask.record(earlier)
    book.ask.record(later)

    assert book.ask.runs(SHOP) == [later, earlier]
    assert book.ask.runs(limit=1) == [later]
    assert book.ask.runs(ShopId("another")) == []


@pytest.mark.parametrize(
    ("beginning", "meant"), [("018f00aa", "018f00aa"), ("018f00b", "018f00bb"), ("018f00", None), ("9", None)]
)
def test_a_run_is_found_by_an_unambiguous_beginning(book: Book, beginning: str, meant: str | None) -> None:
    book.ask.record(a_run("018f00aa"))
    book.ask.record(a_run("018f00bb"))

    found = book.ask.run(beginning)

    assert (found.run if found else None) == meant


def test_a_whole_id_is_meant_even_where_another_goes_on_after_it(book: Book) -> None:
    book.ask.record(a_run("018f"))
    book.ask.record(a_run("018f00bb"))

    assert book.ask.run("018f").run == "018f"


def test_two_records_of_one_run_are_both_kept(book: Book) -> None:
    book.ask.record(a_run("018f", note="first"))
    book.ask.record(a_run("018f", note="second"))

    assert [one.detail["note"] for one in book.ask.runs()] == ["second", "first"]
    assert book.ask.run("018f").detail == {"note": "second"}


def test_the_last_choice_of_a_rule_is_in_force(book: Book) -> None:
    first = Choice(SHOP, "channel_slots", "article", "Li Wei", "as written", START)
    second = replace(first, value="portal", why="the shop shows 5", at=START + HOUR)

    book.ask.choose(first)
    book.ask.choose(second)

    assert book.ask.choices(SHOP) == book.ask.choices() == [second]
    assert book.ask.choices(ShopId("another")) == []


def test_the_last_acceptance_stands_with_name_date_version_and_words(book: Book) -> None:
    book.ask.accept_risks("1", "sha-of-the-words", "zh", "Li Wei")
    book.clock.moment += HOUR
    book.ask.accept_risks("2", "sha-of-other-words", "en", "Ana")

    assert book.ask.risks_accepted() == Acceptance("2", "sha-of-other-words", "en", "Ana", START + HOUR)


def test_what_was_accepted_can_be_taken_back_and_given_again(book: Book) -> None:
    book.ask.accept_risks("1", "sha", "zh", "Li Wei")
    book.ask.accept_risks("2", "sha-2", "en", "Ana")

    book.ask.withdraw_risks("Mei", "a new owner")

    assert book.ask.risks_accepted() is None
    book.ask.accept_risks("2", "sha-2", "en", "Mei")
    assert book.ask.risks_accepted().by == "Mei"


def test_an_acceptance_of_the_first_ledgers_names_no_version() -> None:
    database = in_memory()
    with database.writing() as connection:
        Journal(connection, START).append(Happened.RISKS_ACCEPTED, {"text_hash": "sha", "by": "Ana"})
        given = notes.acceptance(connection)
    database.close()

    assert given == Acceptance("", "sha", "", "Ana", START)


def test_the_last_challenge_of_a_login_is_remembered(book: Book) -> None:
    book.ask.challenge(LOGIN, "captcha")
    book.clock.moment += HOUR
    book.ask.challenge(LOGIN, "two-step")

    assert book.ask.last_challenge(LOGIN) == START + HOUR
    assert book.ask.last_challenge("another") is None


def test_a_rest_that_a_person_ended_is_over_until_the_next_challenge(book: Book) -> None:
    book.ask.challenge(LOGIN, "captcha")

    book.ask.resume(LOGIN, "Ana", "a drill")
    book.ask.resume(LOGIN, "Ana", "twice")

    assert book.ask.last_challenge(LOGIN) is None
    assert (book.kinds(), book.ask.events()[0].data["note"]) == (["challenged", "resumed"], "a drill")
    book.ask.challenge(LOGIN, "two-step")
    assert book.ask.last_challenge(LOGIN) == START


def test_events_are_told_newest_first_with_what_they_are_about(book: Book) -> None:
    claim = book.pressed(ClaimState.DONE, invitation_id="9001")
    book.ask.challenge(LOGIN, "captcha")

    events = book.ask.events(SHOP)

    assert [event.kind for event in events] == ["settled", "claimed"]
    assert events[0].data["receipt"] == {"invitation_id": "9001"}
    assert (events[1].run, events[1].data["intent"], events[1].at) == (claim.run, claim.intent, START)
    assert [event.kind for event in book.ask.events(limit=1)] == ["challenged"]


def remember_alice(book: Book) -> None:
    claim = book.claim(a_permit(0, PRESSES)).claim
    book.ask.settle(claim, settled(ClaimState.DONE, invitation_id="9001", status="alice.home invited"), "Hi alice.home")
    book.ask.see_invitations(SHOP, [replace(an_invitation(), note="alice.home says hello")])
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.record(a_run(note="bound alice.home"))


def test_a_forgotten_creator_leaves_counts_but_no_words(book: Book) -> None:
    remember_alice(book)

    changed = book.ask.forget(ACCOUNT)

    assert changed == 5
    assert (book.ask.pinned(HANDLE), book.ask.runs()[0].detail) == (None, {})
    assert [one.handle for one in (*book.ask.claims(), *book.ask.invitations(SHOP), *book.ask.links(SHOP))] == [""] * 3
    assert book.ask.spent(PRESSES.budget, PRESSES.scope, PRESSES.period) == 1


def test_after_forgetting_the_pair_is_still_known_by_its_numbers(book: Book) -> None:
    remember_alice(book)

    book.ask.forget(ACCOUNT)

    assert not book.claim(a_permit(1)).first
    assert book.memory().last_linked == START
    assert book.ask.links_since(START, account=ACCOUNT, shop=SHOP) == 1


def test_other_creators_are_not_forgotten(book: Book) -> None:
    book.ask.record(a_run(handle=Handle("bob.home"), note="bound bob.home"))
    remember_alice(book)

    book.ask.forget(ACCOUNT)

    assert book.ask.runs()[1].detail == {"note": "bound bob.home"}


def test_forgetting_somebody_unknown_changes_nothing(book: Book) -> None:
    remember_alice(book)

    assert book.ask.forget(AccountId("7100000000000009999")) == 0
    assert book.ask.pinned(HANDLE) == ACCOUNT


def test_no_byte_of_a_forgotten_name_stays_in_the_file(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create()
    book = place.open()
    remember_alice(book)

    book.ask.forget(ACCOUNT)
    left = [path for path in (place.path, *place.beside.values()) if b"alice" in path.read_bytes()]
    book.close()

    assert left == []
    assert b"alice" not in place.path.read_bytes()
