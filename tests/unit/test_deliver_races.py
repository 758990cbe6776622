"""Several processes deliver at once and each message goes out once; who is killed loses none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from deliverers import delivering, dying
from ledger_bench import SHOP, Book, Place
from post_office import PostOffice, a_notifier, post_office

from agent.domain.news import Message, Occasion, Sending
from agent.flows.deliver import Delivered, deliver

SPAWNED = get_context("spawn")
ONE = Message("0", Occasion.DEADLINE, SHOP, values={"shop": "Casa Aurora 0", "shop_id": SHOP})


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


@pytest.fixture
def spot(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.create()
    return made


@pytest.fixture
def book(spot: Place) -> Iterator[Book]:
    made = spot.open()
    yield made
    assert made.ledger.check() == []
    made.close()


def run_all(workers: int, deed: Callable[..., None], *args: object) -> list[Any]:
    start, pipes = SPAWNED.Barrier(workers), [SPAWNED.Pipe(duplex=False) for _ in range(workers)]
    processes = [SPAWNED.Process(target=deed, args=(start, told, *args)) for _, told in pipes]
    for process in processes:
        process.start()
    for _, told in pipes:
        told.close()
    for process in processes:
        process.join(60)
    return [_heard(heard) for heard, _ in pipes]


def _heard(pipe: Any) -> Any:
    with suppress(EOFError):  # who was killed tells nothing
        return pipe.recv()


def shops(office: PostOffice) -> Counter[str]:
    return Counter(one.told["title"] for one in office.letters)


@pytest.mark.heavy
def test_of_two_processes_that_deliver_at_once_each_message_is_sent_by_one(
    spot: Place, book: Book, office: PostOffice
) -> None:
    for number in range(20):
        values = {"shop": f"Casa Aurora {number}", "shop_id": SHOP}
        book.ask.tell(replace(ONE, key=str(number), values=values))

    sent = run_all(2, delivering, spot, office.url(), 60)

    assert sum(sent) == 20
    assert set(shops(office).values()) == {1}
    assert len(shops(office)) == 20


@pytest.mark.parametrize(("sends", "times"), [(False, 1), (True, 2)])
def test_who_is_killed_while_sending_loses_nothing(
    spot: Place, book: Book, office: PostOffice, *, sends: bool, times: int
) -> None:
    book.ask.tell(ONE)
    run_all(1, dying, spot, office.url(), sends)
    notifier = a_notifier({"ops": office.url()})

    assert book.run(deliver(book.ledger, notifier, book.clock)) == Delivered()
    book.clock.moment += timedelta(minutes=1)
    assert book.run(deliver(book.ledger, notifier, book.clock)) == Delivered(sent=1)

    assert [*shops(office).values()] == [times]


@pytest.mark.heavy
def test_a_process_ends_though_a_service_never_ends(spot: Place, book: Book, office: PostOffice) -> None:
    office.drips = True
    book.ask.tell(ONE)
    began = monotonic()

    assert run_all(1, delivering, spot, office.url(), 8) == [0]

    assert monotonic() - began < 25  # the service goes on for thirty seconds
    assert len(office.letters) == 1
    assert book.ask.unsent(Sending.WAITING)[0].tries == 1
