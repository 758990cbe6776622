"""What is due is sent once to every channel that wants it; what fails is put off, and no run waits or fails for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from ledger_bench import SHOP, Book, in_memory
from post_office import a_channel

from agent.domain.news import Channel, Message, Occasion, Sending, Trouble
from agent.errors import Code, TryLater
from agent.flows.deliver import Delivered, deliver, tell
from agent.ports import Notifier

pytestmark = pytest.mark.fast

ONE = Message("one", Occasion.REFUSED, SHOP, code=Code.G_NOT_ELIGIBLE)
TWO = replace(ONE, key="two", occasion=Occasion.QUOTA)


@dataclass
class FakeNotifier(Notifier):
    """Takes everything but what a test makes it refuse; every send lasts as long as the test wants."""

    among: Sequence[Channel]
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    lasts: float = 0

    @property
    def channels(self) -> Sequence[Channel]:
        return self.among

    def service(self, channel: Channel) -> str | Trouble:
        return channel.name

    async def send(self, channel: Channel, message: Message, within: timedelta) -> Trouble | None:
        await asyncio.sleep(min(self.lasts, within.total_seconds()))
        waiting = self.troubles.get(channel.name, [])
        if waiting:
            return waiting.pop(0)
        self.sent.append((channel.name, message.occasion))
        return None


@pytest.fixture
def book() -> Iterator[Book]:
    made = in_memory()
    yield made
    assert made.ledger.check() == []
    made.close()


def delivered(book: Book, notifier: Notifier, seconds: float = 10) -> Delivered:
    return book.run(deliver(book.ledger, notifier, book.clock, timedelta(seconds=seconds)))


def test_each_channel_gets_what_it_wants_once(book: Book) -> None:
    notifier = FakeNotifier([a_channel("all"), a_channel("boss", Occasion.QUOTA)])
    book.ask.tell(ONE)
    book.ask.tell(TWO)

    assert delivered(book, notifier) == Delivered(sent=2)

    assert sorted(notifier.sent) == [("all", "quota"), ("all", "refused"), ("boss", "quota")]
    assert delivered(book, notifier) == Delivered()


def test_only_the_channel_that_failed_is_tried_again(book: Book) -> None:
    notifier = FakeNotifier([a_channel("bad"), a_channel("good")], {"bad": [Trouble.NOT_TAKEN]})
    book.ask.tell(ONE)

    assert delivered(book, notifier) == Delivered(put_off=1)
    book.clock.moment += timedelta(minutes=1)

    assert delivered(book, notifier) == Delivered(sent=1)
    assert notifier.sent == [("good", "refused"), ("bad", "refused")]


def test_a_message_that_no_channel_wants_leaves_the_outbox(book: Book) -> None:
    book.ask.tell(ONE)

    assert delivered(book, FakeNotifier([a_channel("boss", Occasion.QUOTA)])) == Delivered(sent=1)

    assert book.ask.unsent(Sending.WAITING) == []


def test_without_any_channel_everything_stays_for_a_machine_that_has_one(book: Book) -> None:
    book.ask.tell(ONE)

    assert delivered(book, FakeNotifier([])) == Delivered()

    assert len(book.ask.unsent(Sending.WAITING)) == 1


def test_old_news_is_not_sent_to_who_was_never_there(book: Book) -> None:
    notifier = FakeNotifier([a_channel()])
    book.ask.tell(ONE)
    book.clock.moment += timedelta(days=3)

    assert delivered(book, notifier) == Delivered(put_off=1)

    assert notifier.sent == []
    assert [one.trouble for one in book.ask.unsent(Sending.GIVEN_UP)] == [Trouble.TOO_OLD]


def test_it_ends_in_time_and_leaves_the_rest_to_the_next_run(book: Book) -> None:
    notifier = FakeNotifier([a_channel()], lasts=0.7)
    for number in range(20):
        book.ask.tell(replace(ONE, key=str(number)))

    began = time.monotonic()
    delivered(book, notifier, 2)

    assert time.monotonic() - began < 3
    assert 1 <= len(notifier.sent) < 5
    assert len(book.ask.unsent(Sending.WAITING)) == 20 - len(notifier.sent)


def test_no_try_is_begun_that_has_no_time(book: Book) -> None:
    notifier = FakeNotifier([a_channel("slow"), a_channel("late")], lasts=0.6)
    book.ask.tell(ONE)

    assert delivered(book, notifier, 1.2) == Delivered(put_off=1)

    assert notifier.sent == [("slow", "refused")]
    assert book.ask.unsent(Sending.WAITING)[0].trouble is Trouble.TOO_SLOW


class Broken:
    """A ledger that somebody else has locked for long."""

    async def next_message(self, _: timedelta) -> Any:
        raise TryLater(Code.E_BUSY)

    async def tell(self, _: Message) -> Any:
        raise TryLater(Code.E_BUSY)


def test_a_ledger_that_does_not_answer_fails_no_run(book: Book) -> None:
    broken: Any = Broken()

    book.run(tell(broken, [ONE]))

    assert book.run(deliver(broken, FakeNotifier([a_channel()]), book.clock)) == Delivered()
