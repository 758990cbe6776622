"""A book is a dictionary of records whose copies are cheap, whatever is done to it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as some

from mock_portal.book import Book


@dataclass(frozen=True)
class Card:
    id: str
    colour: str = "red"


def cards(count: int) -> Book[Card]:
    return Book.of(Card(str(number), "blue" if number % 3 else "red") for number in range(count))


changes = some.lists(
    some.tuples(some.integers(0, 400).map(str), some.sampled_from(["red", "blue", "green", ""])), max_size=300
)


@settings(max_examples=60)
@given(count=some.sampled_from([0, 1, 90]), changes=changes)
def test_a_book_says_what_a_dictionary_would(count: int, changes: list[tuple[str, str]]) -> None:
    book = cards(count)
    plain = dict(book)

    for number, colour in changes:
        book = book.having(Card(number, colour)) if colour else book.lacking(number)
        plain = {**plain, number: Card(number, colour)} if colour else {k: v for k, v in plain.items() if k != number}

    assert (dict(book), len(book)) == (plain, len(plain))
    for colour in ("red", "blue", "green"):
        assert {one.id for one in book.about("colour", colour)} == {k for k, v in plain.items() if v.colour == colour}


@settings(max_examples=20)
@given(changes=changes)
def test_a_former_state_stays_as_it_was(changes: list[tuple[str, str]]) -> None:
    before = cards(90)
    seen = dict(before)

    after = before
    for number, colour in changes:
        after = after.having(Card(number, colour or "red"))

    assert dict(before) == seen


def test_what_was_never_there_is_missing() -> None:
    book = cards(3).lacking("1")

    assert (book.get("1"), book.get("7"), "1" in book, list(book)) == (None, None, False, ["0", "2"])


def test_a_rewritten_record_keeps_its_place_and_leaves_its_former_group() -> None:
    book = cards(4).having(Card("1", "red"))

    assert [one.id for one in book.values()] == ["0", "1", "2", "3"]
    assert [one.id for one in book.about("colour", "blue")] == ["2"]
