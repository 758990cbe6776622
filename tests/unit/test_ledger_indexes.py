"""What every run asks of the ledger is found by an index: a ledger of years answers as fast as a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakes import START
from ledger_bench import ACCOUNT, HANDLE, HOUR, LOGIN, RUN, SHOP, Book, a_permit, in_memory
from sqlalchemy import event

from agent.domain.approving import Approval
from agent.domain.handover import HandedOver
from agent.domain.identity import Handle
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import ClaimState
from agent.domain.permit import Kind

pytestmark = pytest.mark.fast
LOOK = Job(SHOP, Task.LOOK, Handle(""), JobState.WAITING, None)
APPROVAL = Approval(a_permit().key, LOGIN, HANDLE, RUN, START, START + HOUR)
HANDED = HandedOver("a", SHOP, LOGIN, RUN, "home", "here", 4711, START, START + HOUR)
ASKED: dict[str, Callable[[Book], Any]] = {
    "what is due": lambda book: book.ask.jobs(due_by=book.clock.now()),
    "the jobs of a shop": lambda book: book.ask.jobs(SHOP),
    "when the next is due": lambda book: book.ask.next_due(),
    "the roster": lambda book: book.ask.roster_taken(),
    "a job": lambda book: book.ask.set_jobs([LOOK]),
    "a claim": lambda book: book.claim(a_permit(0)),
    "how a press ended": lambda book: book.pressed(ClaimState.DONE),
    "a pair": lambda book: book.memory(Kind.UNLINK),
    "a shop's presses": lambda book: book.ask.claims(shop=SHOP),
    "a shop's open presses": lambda book: book.ask.claims(shop=SHOP, unsettled=True),
    "a shop's links": lambda book: book.ask.links(SHOP),
    "a shop's invitations": lambda book: book.ask.invitations(SHOP),
    "links in a window, of a shop": lambda book: book.ask.links_since(book.clock.now(), account=None, shop=SHOP),
    "links in a window, of an account": lambda book: book.ask.links_since(book.clock.now(), account=ACCOUNT, shop=None),
    "unlinks of others": lambda book: book.ask.unclaimed_unlinks(SHOP),
    "declarations": lambda book: book.ask.declarations(),
    "adoption": lambda book: book.ask.adopted(SHOP),
    "a kept showcase": lambda book: book.ask.kept_showcase(ACCOUNT),
    "what a whole showcase ends": lambda book: book.ask.see_showcase(SHOP, ACCOUNT, ["1"]),
    "the last press": lambda book: book.ask.last_press(LOGIN),
    "the last challenge": lambda book: book.ask.last_challenge(LOGIN),
    "accepted risks": lambda book: book.ask.risks_accepted(),
    "choices": lambda book: book.ask.choices(SHOP),
    "walks": lambda book: book.ask.walks(SHOP, "0011"),
    "a pinned id": lambda book: book.ask.pinned(HANDLE),
    "a lease": lambda book: book.ask.lease(LOGIN, "here", HOUR),
    "what governs a press": lambda book: book.ask.ask_approval(APPROVAL, anew=True),
    "a claim on a yes": lambda book: book.ask.approval(APPROVAL.id),
    "a page in a person's hands": lambda book: book.ask.begin_handover(HANDED),
    "a shop's runs": lambda book: book.ask.runs(SHOP, 20),
    "all shops": lambda book: book.ask.survey(book.clock.now(), {"unlinks", "showcase_adds"}, {"ever", "2026-11-23"}),
    "a counter's history": lambda book: book.ask.figures(SHOP, "credit_score"),
    "whether anything has happened": lambda book: book.ask.pulse(),
}


@pytest.fixture
def book() -> Iterator[Book]:
    made = in_memory()
    yield made
    made.close()


def plans(book: Book, ask: Callable[[Book], Any]) -> list[str]:
    """How SQLite finds what each statement of a question asks for."""
    connection, told = book.ledger._database._connection, list[tuple[str, Any]]()  # noqa: SLF001 - to listen
    listen = lambda _c, _u, text, values, *_: told.append((text, values))  # noqa: E731 - the listener's own form
    event.listen(connection, "before_cursor_execute", listen)
    ask(book)
    event.remove(connection, "before_cursor_execute", listen)
    with book.ledger._database.bare() as driver:  # noqa: SLF001 - same
        asked = [one for one in told if one[0].lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE"))]
        return [row[3] for text, values in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {text}", values)]


@pytest.mark.parametrize("what", ASKED)
def test_nothing_is_searched_from_end_to_end(book: Book, what: str) -> None:
    found = plans(book, ASKED[what])

    assert found
    assert [line for line in found if line.startswith("SCAN") and "INDEX" not in line and line != "SCAN roster"] == []
