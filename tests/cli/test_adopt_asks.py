"""At a terminal `adopt` asks for what is missing and shows all of it; without a yes it stays a dry run."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fakes import ACCOUNT, MOCK, SHOP
from flow_bench import Bench

from agent.cli.adopting import asked
from agent.domain.adoption import AdoptRequest
from agent.domain.declared import Subject, Wish
from agent.domain.identity import Handle
from agent.errors import CompanionError, MendInput

pytestmark = pytest.mark.fast
Answers = Callable[..., AdoptRequest]
ALICE = Handle("alice.home")


class Made:
    """Desks on fakes."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    async def desk(self, shop: object) -> Any:
        _ = shop
        return self.bench.desk()


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A shop whose portal shows neither the date of its link nor the unlinks left."""
    made = Bench()
    made.portal.linked.add(ACCOUNT)
    made.portal.linked_since = None
    made.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))
    yield made
    assert made.ask("events") == []
    made.ledger.close()


@pytest.fixture
def answers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Answers:
    def type_in(*lines: str, by: str = "") -> AdoptRequest:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{one}\n" for one in lines)))
        made: Any = Made(bench)
        return asyncio.run(asked(made, AdoptRequest(SHOP, by)))

    return type_in


def test_the_missing_date_and_count_are_asked_for_and_a_name(
    answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    request = answers("2026-10-01", "1", "Ana", "yes")

    day = datetime(2026, 10, 2, 5, 59, 59, tzinfo=UTC)
    assert (request.wishes, request.unlinks) == ((Wish(Subject.LINK, ALICE, day),), 1)
    assert (request.by, request.dry_run, capsys.readouterr().out) == ("Ana", False, "")


def test_what_nobody_knows_stays_unknown(answers: Answers) -> None:
    request = answers("", "", "yes")

    assert (request.wishes, request.unlinks, request.by, request.dry_run) == ((), None, "", False)


@pytest.mark.parametrize("answer", ["no", "", "yess"])
def test_without_a_yes_it_stays_a_dry_run(answers: Answers, answer: str) -> None:
    assert answers("", "", answer).dry_run


@pytest.mark.parametrize(("lines", "why"), [(["soon"], "date_form"), (["", "many"], "not_a_count")])
def test_a_wrong_answer_is_told(answers: Answers, lines: list[str], why: str) -> None:
    with pytest.raises(MendInput) as caught:
        answers(*lines)

    assert caught.value.params["why"] == why


def test_nobody_declares_without_a_name(answers: Answers) -> None:
    with pytest.raises(CompanionError) as caught:
        answers("2026-10-01", "", "")

    assert caught.value.params["why"] == "adopt_form"
