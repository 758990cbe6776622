"""Each message is told once on however many machines, sent by one at a time, put off where it fails, and forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ledger_bench import ACCOUNT, HANDLE, HOUR, SHOP, Book, Place, a_link
from sqlalchemy import make_url

from agent.adapters.ledger_sql import outbox
from agent.domain.identity import Handle
from agent.domain.news import Message, Occasion, Sending, Trouble
from agent.errors import Code

pytestmark = pytest.mark.fast

MINUTE = timedelta(minutes=1)
ALICE = Message(
    "needs_person/7495/alice.home/E_CHALLENGE/2026-11-23",
    Occasion.NEEDS_PERSON,
    SHOP,
    ACCOUNT,
    HANDLE,
    Code.E_CHALLENGE,
    {"shop": "Casa Aurora MX", "handle": "alice.home"},
    "Hi alice.home",
)


def taken(book: Book) -> Any:
    return book.ask.next_message(MINUTE)


def failed(book: Book) -> timedelta:
    """Take the message that is due and put it off; how long."""
    book.ask.put_off(taken(book).id, Trouble.NOT_TAKEN)
    (waiting,) = book.ask.unsent(Sending.WAITING)
    pause: timedelta = waiting.due_at - book.clock.moment
    book.clock.moment = waiting.due_at
    return pause


def test_what_was_told_before_is_not_told_again(book: Book) -> None:
    assert book.ask.tell(ALICE)

    assert not book.ask.tell(replace(ALICE, quote="other words"))
    assert book.ask.tell(replace(ALICE, key="another"))


def test_a_message_comes_out_as_it_went_in(book: Book) -> None:
    book.ask.tell(ALICE)

    waiting = taken(book)

    assert waiting.message == replace(ALICE, key=waiting.id)
    assert (waiting.id, waiting.tries, waiting.reached) == (ALICE.id, 0, frozenset())


def test_what_one_is_sending_nobody_else_takes_until_its_time_is_up(book: Book) -> None:
    book.ask.tell(ALICE)
    taken(book)

    assert taken(book) is None
    book.clock.moment += MINUTE
    assert taken(book).id == ALICE.id


def test_what_was_sent_is_never_taken_nor_told_again(book: Book) -> None:
    book.ask.tell(ALICE)

    book.ask.sent(taken(book).id, "ops", last=True)

    book.clock.moment += 24 * HOUR
    assert (taken(book), book.ask.tell(ALICE)) == (None, False)


def test_a_channel_that_took_it_is_remembered_where_another_did_not(book: Book) -> None:
    book.ask.tell(ALICE)
    book.ask.sent(taken(book).id, "ops", last=False)
    book.ask.put_off(ALICE.id, Trouble.TOO_SLOW)

    book.clock.moment += MINUTE
    waiting = taken(book)

    assert (waiting.reached, waiting.tries, waiting.trouble) == ({"ops"}, 1, Trouble.TOO_SLOW)


def test_pauses_grow_from_a_minute_to_six_hours(book: Book) -> None:
    book.ask.tell(ALICE)

    pauses = [failed(book) for _ in range(7)]

    assert [one / MINUTE for one in pauses] == [1, 4, 16, 64, 256, 360, 360]


def test_after_three_days_it_is_given_up_and_told_for_a_week(book: Book) -> None:
    book.ask.tell(ALICE)
    book.clock.moment += 72 * HOUR

    book.ask.put_off(taken(book).id, Trouble.NOT_TAKEN)

    assert [one.trouble for one in book.ask.unsent(Sending.GIVEN_UP)] == [Trouble.NOT_TAKEN]
    assert (taken(book), book.kinds()[-1]) == (None, "message_given_up")
    book.clock.moment += 7 * 24 * HOUR
    assert book.ask.unsent(Sending.GIVEN_UP) == []


def test_what_is_due_longest_goes_first(book: Book) -> None:
    book.ask.tell(ALICE)
    failed(book)
    book.clock.moment -= MINUTE / 2
    book.ask.tell(replace(ALICE, key="later"))

    book.clock.moment += HOUR

    assert [taken(book).id, taken(book).id] == [replace(ALICE, key="later").id, ALICE.id]


def test_nothing_due_writes_nothing(book: Book) -> None:
    before = len(book.ask.events())

    assert taken(book) is None
    assert len(book.ask.events()) == before


def test_portal_text_that_no_database_keeps_is_kept_escaped(book: Book) -> None:
    book.ask.tell(replace(ALICE, quote="a\0b\ud800", values={"detail": "\0"}))

    message = taken(book).message

    assert (message.quote, message.values) == ("a\\x00b\\ud800", {"detail": "\\x00"})


@pytest.mark.parametrize("about", [ALICE, replace(ALICE, account=None)])
def test_no_byte_of_a_forgotten_name_stays_and_it_is_still_told_once(tmp_path: Path, about: Message) -> None:
    place = Place(tmp_path)
    place.create()
    book = place.open()
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.tell(about)

    book.ask.forget(ACCOUNT)

    assert [path for path in (place.path, *place.beside.values()) if b"alice" in path.read_bytes()] == []
    assert (book.ask.tell(about), book.ledger.check()) == (False, [])
    book.close()


def test_messages_about_others_are_not_forgotten(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    bob = replace(ALICE, key="bob", account=None, handle=Handle("bob.home"))
    book.ask.tell(bob)

    book.ask.forget(ACCOUNT)

    assert taken(book).message.quote == bob.quote


def test_the_next_message_is_found_by_an_index(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.create()
    asked = str(outbox.NEXT.compile(dialect=make_url("sqlite://").get_dialect()()))

    with closing(sqlite3.connect(place.path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {asked}", [""] * asked.count("?")).fetchall()

    steps = [row[3] for row in plan]
    assert any("INDEX outbox_due (state=? AND due_at<?)" in step for step in steps)
    assert [step for step in steps if step.startswith("SCAN")] == []
