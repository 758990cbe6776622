"""health, violations and deadlines as an operator calls for them: read once, and told again without a browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from operators import SHOP, kept

from agent.cli.main import run
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import Invitation, InvitationState, Link, LinkState
from agent.domain.news import Occasion, Sending
from agent.domain.violation import AppealState, Category, Right, Standing, System, Violation
from agent.errors import EXIT, Code

MX = ShopId("7495000000000000011")
NOW = datetime.now(UTC).replace(microsecond=0)
HELD = Violation(
    "8210000000000000001",
    MX,
    Handle("casa.aurora"),
    category=Category.FALSE_PROMOTION,
    rule="False promotion <b>now</b>",
    points=-12,
    frozen=frozenset({Right.SELLING}),
    opened_at=NOW - timedelta(days=1),
    deadline=NOW + timedelta(days=9),
    state=AppealState.TO_APPEAL,
    appealable=True,
)


@pytest.fixture
def held(place: list[str]) -> list[str]:
    """A place whose ledger has read one shop's account health."""
    kept(place, "see_health", MX, Standing(System.CREDIT_SCORE, 78), [HELD])
    return place


def told(place: list[str], capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert run([*place, *words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_shop_is_read_under_the_figure_that_its_market_has(
    logged_in: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)

    ended = run([*logged_in, "health", SHOP])

    said = capsys.readouterr().out
    assert ended == 0
    assert "Casa Aurora MX: Compliance credit score 92" in said
    assert "not applicable: Health rating: first milestone (7 days) 150" in said
    assert [one.id for one in kept(logged_in, "violations", MX) if one.open] == [HELD.id]


@pytest.mark.fast
def test_a_crossed_line_is_told_with_who_says_so(held: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (mine, *others) = told(held, capsys, "health", "--kept")

    assert (mine["figure"], mine["frozen_by"]) == ({"name": "credit_score", "value": 78}, [HELD.id])
    assert {one["state"] for one in mine["lines"] if one["figure"] == "credit_score"} == {"crossed"}
    assert {one["state"] for one in mine["lines"] if one["figure"] != "credit_score"} == {"not_applicable"}
    assert {one["read_at"] for one in others} == {None}


@pytest.mark.fast
def test_a_violation_is_told_with_the_portals_date_first_and_ours_beside_it(
    held: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (shop,) = told(held, capsys, "violations", SHOP, "--kept")

    (one,) = shop["violations"]
    assert (one["deadline"], one["frozen"], one["points"]) == (HELD.deadline.isoformat(), ["selling"], -12)  # type: ignore[union-attr]  # it has one
    assert one["reminder"] is not None
    assert one["traffic_loss"] == {"portal": None, "claim": one["traffic_loss"]["claim"], "trust": "article"}


@pytest.mark.fast
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("permission to sell", "Only the portal's deadline counts")),
        ("zh", ("电商权限", "以平台的截止时间为准")),
        ("es", ("permiso de venta", "Solo vale el plazo del portal")),
    ],
)
def test_it_is_said_in_each_language(
    held: list[str], capsys: pytest.CaptureFixture[str], lang: str, words: tuple[str, ...]
) -> None:
    assert run([*held, "--lang", lang, "violations", "--kept"]) == 0

    said = capsys.readouterr().out
    assert [word for word in words if word not in said] == []


@pytest.mark.fast
def test_deadlines_are_a_calendar_that_can_be_taken_in_twice(
    held: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / name for name in ("first.ics", "second.ics")]
    for file in files:
        assert [one["matter"] for one in told(held, capsys, "deadlines", "--ics", str(file))] == ["appeal"]

    events = [Calendar.from_ical(file.read_bytes()).walk("VEVENT") for file in files]

    assert events[0][0]["UID"] == events[1][0]["UID"]
    assert events[0][0]["DTEND"].dt <= HELD.deadline


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def invited(name: str, state: InvitationState) -> Invitation:
    return Invitation(f"9{name}", MX, AccountId(name), Handle(f"acc.{name}"), state, NOW - HOUR, NOW + DAY, NOW)


def linked(name: str, state: LinkState, *, until: bool = False) -> Link:
    return Link(MX, AccountId(name), Handle(f"acc.{name}"), state, NOW - HOUR, NOW if until else None, NOW)


@pytest.mark.fast
def test_everything_that_waits_has_its_date_and_its_appointment(
    held: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(held, "see_invitations", MX, [invited("1", InvitationState.PENDING), invited("2", InvitationState.ACCEPTED)])
    links = [linked("3", LinkState.LINKED), linked("4", LinkState.UNLINKED, until=True)]
    kept(held, "see_links", MX, links, complete=False)
    kept(held, "set_jobs", [Job(MX, Task.LINK, Handle("acc.5"), JobState.WAITING, NOW + HOUR)])

    found = told(held, capsys, "deadlines", "--ics", str(tmp_path / "a.ics"))

    dated = {(one["matter"], one["about"]) for one in found if one["at"]}
    waits = {("invitation", "@acc.1"), ("unlink", "@acc.3"), ("rebind", "@acc.4"), ("review", "@acc.5")}
    assert dated == waits | {("appeal", HELD.id)}
    assert [one["about"] for one in found if not one["at"]] == ["@acc.2"]
    assert len(Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")) == len(dated)


@pytest.mark.fast
def test_a_review_without_a_date_is_told_and_is_no_appointment(
    place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kept(place, "see_invitations", MX, [invited("2", InvitationState.ACCEPTED)])

    assert run([*place, "deadlines"]) == 0
    assert "@acc.2 → Casa Aurora MX: accepted, and in review" in capsys.readouterr().out


@pytest.mark.fast
def test_asking_for_deadlines_reminds_of_what_is_near_once(place: list[str]) -> None:
    near = replace(HELD, opened_at=None, deadline=NOW + timedelta(days=2))
    kept(place, "see_health", MX, None, [near])

    assert [run([*place, "deadlines"]) for _ in range(2)] == [0, 0]

    told = [one.message for one in kept(place, "unsent", Sending.WAITING)]
    assert [(one.occasion, one.handle, one.quote) for one in told] == [(Occasion.VIOLATION, HELD.handle, HELD.rule)]


@pytest.mark.fast
def test_where_nothing_has_a_date_that_is_said(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "deadlines", SHOP]) == 0
    assert "Nothing has a date." in capsys.readouterr().out
    assert run([*place, "health", SHOP, "--kept"]) == 0
    assert "was not read yet" in capsys.readouterr().out


@pytest.mark.fast
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["health", "No Such Shop"], Code.E_INPUT),
        (["violations", "No Such Shop", "--kept"], Code.E_INPUT),
        (["deadlines", "No Such Shop"], Code.E_INPUT),
        (["health", SHOP], Code.E_PORTAL_DOWN),
    ],
)
def test_a_bad_call_ends_with_its_code(place: list[str], words: list[str], code: Code) -> None:
    assert run([*place, *words]) == EXIT[code]
