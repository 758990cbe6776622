"""All shops in one look: what takes a place, what ended lately, what waits, and what portals have shown."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import START
from ledger_bench import ACCOUNT, HOUR, LOGIN, SHOP, Book, Place, a_link, a_permit, a_run, an_invitation

from agent.domain.identity import Handle, RunId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import ClaimState, InvitationState, LinkState, RunRow
from agent.domain.permit import Spend
from agent.domain.survey import figures_told

pytestmark = pytest.mark.fast
DAY = 24 * HOUR
EVER = Spend("unlinks", SHOP, "ever", 3)


def told(score: str, *, known: str = "yes") -> dict[str, Any]:
    return {"facts": [{"fact": "credit_score", "known": known, "value": score}, {"fact": "egress", "known": "yes"}]}


def ran(number: int, detail: dict[str, Any]) -> RunRow:
    row = a_run(f"run-{number}")
    return RunRow(RunId(f"run-{number}"), row.command, SHOP, row.handle, row.outcome, 0, START, START, "", detail)


def look(book: Book) -> Any:
    return book.ask.survey(START - DAY, {"unlinks"}, {"ever"})


def test_a_survey_tells_links_that_stand_or_ended_lately(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    assert [one.state for one in look(book).links] == [LinkState.LINKED]

    book.ask.see_links(SHOP, [], complete=True)

    assert [one.state for one in look(book).links] == [LinkState.UNLINKED]
    book.clock.moment += 3 * DAY
    assert book.ask.survey(START + 2 * DAY, (), ()).links == []


def test_a_survey_tells_invitations_that_wait(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation("1"), an_invitation("2", InvitationState.EXPIRED)])

    assert [one.invitation_id for one in look(book).invitations] == ["1"]


def test_a_survey_counts_jobs_and_names_those_that_a_person_moves(book: Book) -> None:
    states = {"a": JobState.WAITING, "b": JobState.WAITING, "c": JobState.NEEDS_PERSON}
    jobs = [Job(SHOP, Task.LINK, Handle(name), state, START + HOUR) for name, state in states.items()]
    book.ask.set_jobs(jobs)

    found = look(book)

    assert {(one.state, one.count, one.due_at) for one in found.jobs} == {
        (JobState.WAITING, 2, START + HOUR),
        (JobState.NEEDS_PERSON, 1, START + HOUR),
    }
    assert [one.handle for one in found.waiting] == ["c"]


def test_a_survey_tells_budgets_open_presses_challenges_and_leases(book: Book) -> None:
    book.claim(a_permit(0, EVER))
    book.ask.challenge(LOGIN, "captcha")

    found = look(book)

    assert found.spent == {("unlinks", SHOP, "ever"): 1}
    assert [one.state for one in found.unsettled] == [ClaimState.OPEN]
    assert list(found.challenges) == [LOGIN]
    assert [one.login for one in found.leases] == [LOGIN]


def test_a_counter_is_kept_each_time_that_it_is_another(book: Book) -> None:
    for number, score in enumerate(("96", "96", "81", "96")):
        book.clock.moment += HOUR
        book.ask.record(ran(number, told(score)))

    assert [(one.value, one.at) for one in book.ask.figures(SHOP, "credit_score")] == [
        ("96", START + HOUR),
        ("81", START + 3 * HOUR),
        ("96", START + 4 * HOUR),
    ]
    assert [(one.name, one.value) for one in look(book).figures] == [("credit_score", "96")]


@pytest.mark.parametrize("detail", [{}, {"facts": None}, told("7", known="unknown"), {"parts": [{"facts": []}]}])
def test_a_run_that_saw_no_counter_leaves_none(book: Book, detail: dict[str, Any]) -> None:
    book.ask.record(ran(1, detail))

    assert look(book).figures == []


def test_of_a_replacement_both_halves_tell() -> None:
    assert dict(figures_told({"parts": [told("96"), told("81")]})) == {"credit_score": "81"}


def test_the_pulse_is_another_as_soon_as_anything_is(book: Book) -> None:
    first = book.ask.pulse()
    assert book.ask.pulse() == first

    book.ask.see_links(SHOP, [a_link()], complete=True)
    second = book.ask.pulse()
    book.ask.give_back(book.lease)

    assert len({first, second, book.ask.pulse()}) == 3


def test_who_is_forgotten_leaves_no_counter_that_only_his_runs_saw(book: Book) -> None:
    book.pressed(ClaimState.DONE)
    book.ask.record(ran(1, told("96")))

    book.ask.forget(ACCOUNT)

    assert look(book).figures == []


def test_a_ledger_of_the_version_before_gets_its_counters_from_the_runs_that_it_knows(tmp_path: Path) -> None:
    spot = Place(tmp_path)
    spot.create()
    book = spot.open()
    book.ask.record(ran(1, told("96")))
    book.close()
    as_before(spot.path)

    again = spot.open()

    assert [one.value for one in again.ask.figures(SHOP, "credit_score")] == ["96"]
    assert again.ledger.check() == []
    again.close()


def as_before(path: Path) -> None:
    """Take away what the newest versions have brought."""
    with closing(sqlite3.connect(path)) as raw:
        for table in ("figure", "shelf", "violation", "content_audit", "reading", "collected", "export"):
            raw.execute(f"DROP TABLE {table}")
        for index in ("invitation_of_state", "link_of_state", "budget_of_period", "ix_job_state"):
            raw.execute(f"DROP INDEX {index}")
        raw.execute("DROP INDEX claim_of_pair")
        raw.execute("ALTER TABLE claim DROP COLUMN item")
        raw.execute("CREATE INDEX claim_of_pair ON claim (shop, account, kind)")
        raw.execute("UPDATE companion_schema SET version_num = '0002'")
        raw.commit()


def test_a_wait_that_was_over_long_ago_is_not_told(book: Book) -> None:
    assert look(book).links == []
    assert book.ask.survey(START - timedelta(days=14), {"x"}, {"y"}).spent == {}
