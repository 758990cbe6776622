"""Who has to agree to a press sees what waits, says yes or no by its id, and stands in the record with his name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import ACCOUNT, ALICE, LOGIN, SHOP
from operators import kept

from agent.cli.call import parse
from agent.cli.main import run
from agent.cli.rooms import house
from agent.domain.approving import Approval
from agent.domain.identity import RunId
from agent.domain.permit import Kind, RequestKey
from agent.errors import EXIT, Code
from agent.wiring import user
from agent.wiring.people import ask_first

pytestmark = pytest.mark.fast
DAY = timedelta(hours=24)


@pytest.fixture
def asked(place: list[str]) -> Approval:
    """A press that waits for a yes."""
    now = datetime.now(UTC)
    shown = {"verdicts": [], "facts": []}
    key, run_ = RequestKey(SHOP.id, ACCOUNT, Kind.BIND, 0), RunId("run-1")
    one = Approval(key, LOGIN.id, ALICE.handle, run_, now, now + DAY, detail=shown, picture="1-before.jpg")
    told: Approval = kept(place, "ask_approval", one, anew=True)
    return told


def answers(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_what_waits_is_listed_with_what_was_seen(
    place: list[str], asked: Approval, capsys: pytest.CaptureFixture[str]
) -> None:
    (told,) = answers(capsys, *place, "approvals")

    assert (told["approval"], told["state"], told["action"]) == (asked.id, "pending", "bind")
    assert (told["account"]["handle"], told["picture"]) == ("alice.home", "run-1/1-before.jpg")


@pytest.mark.parametrize(
    ("words", "state"), [(["approve"], "approved"), (["deny", "--reason", "not this week"], "denied")]
)
def test_the_system_s_user_decides_and_is_recorded(
    place: list[str], asked: Approval, words: list[str], state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    verb, *more = words

    (told,) = answers(capsys, *place, verb, asked.id, *more)

    assert (told["state"], told["decided_by"]) == (state, user())
    assert kept(place, "approval", asked.id).state == state


def test_a_no_needs_a_reason(place: list[str], asked: Approval) -> None:
    assert run([*place, "deny", asked.id]) == EXIT[Code.E_USAGE]
    assert kept(place, "approval", asked.id).state == "pending"


def test_the_status_says_that_something_waits(
    place: list[str], asked: Approval, capsys: pytest.CaptureFixture[str]
) -> None:
    run([*place, "--lang", "en", "status"])
    run([*place, "approve", asked.id])
    before = capsys.readouterr().out
    run([*place, "--lang", "en", "status"])

    assert ("wait for a yes: 1" in before, "wait for a yes" in capsys.readouterr().out) == (True, False)


def test_what_is_over_is_listed_only_where_all_is_asked_for(
    place: list[str], asked: Approval, capsys: pytest.CaptureFixture[str]
) -> None:
    run([*place, "deny", asked.id, "--reason", "no"])

    assert answers(capsys, *place, "approvals") == []
    assert [one["state"] for one in answers(capsys, *place, "approvals", "--all")] == ["denied"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("waits", "said yes")), ("zh", ("等待中", "已批准")), ("es", ("en espera", "dijo que sí"))],
)
def test_people_read_it_in_their_language(
    place: list[str], asked: Approval, language: str, said: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    run([*place, "--lang", language, "approvals"])
    run([*place, "--lang", language, "approve", asked.id])

    told = capsys.readouterr().out
    assert [word for word in (*said, "@alice.home", "Casa Aurora MX") if word not in told] == []


@pytest.mark.parametrize("verb", [["approve"], ["deny", "--reason", "x"]], ids=["approve", "deny"])
def test_an_id_that_nobody_gave_is_told(place: list[str], verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, *verb, "--", "00ff\x1b[2J"]) == EXIT[Code.E_INPUT]

    assert "\x1b" not in capsys.readouterr().err


def test_a_portal_that_is_asked_to_wait_is_asked_on_the_line_or_in_the_roster_or_in_the_settings(
    place: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {}
    for name, (words, roster, setting) in WAYS.items():
        monkeypatch.setenv("COMPANION_APPROVALS__ASK", setting)
        told[name] = asks(place, words, roster)

    assert told == {"nobody": None, "line": DAY, "one word": DAY, "roster": DAY, "settings": DAY}


WAYS = {
    "nobody": ([], "", "false"),
    "line": (["--approve", "ask"], "", "false"),
    "one word": (["--approve=ask"], "", "false"),
    "roster": ([], 'approve = "ask"\n', "false"),
    "settings": ([], "", "true"),
}


def asks(place: list[str], words: list[str], line: str) -> timedelta | None:
    """How long a person has for a press of the first shop, called so, with this line in the roster."""
    from agent.cli.call import CALL

    file = Path(place[1]) / "shops.toml"
    before = file.read_text("utf-8")
    file.write_text(before.replace('stage = "standard"\n', f'stage = "standard"\n{line}', 1), "utf-8")
    call, _ = parse([*place, *words])
    CALL.set(call)
    rooms = house()
    told = ask_first(rooms, rooms.roster.shops[0])
    file.write_text(before, "utf-8")
    return told


def test_the_approval_of_a_creators_request_is_another_option() -> None:
    call, rest = parse(["unlink", "SHOP", "alice.home", "--approve"])

    assert (call.ask_first, rest) == (False, ["unlink", "SHOP", "alice.home", "--approve"])
    assert parse([*rest, "--approve", "ask"]) == (replace(call, ask_first=True), rest)
    assert parse([*rest, "--", "--approve", "ask"]) == (call, [*rest, "--", "--approve", "ask"])


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ([], None),
        (["--hand-over", "20m"], timedelta(minutes=20)),
        (["--no-hand-over"], timedelta()),
    ],
)
def test_how_long_a_person_is_waited_for_is_said_on_the_line(
    place: list[str], words: list[str], wait: timedelta | None
) -> None:
    from agent.cli.call import CALL

    CALL.set(parse([*place, *words])[0])

    assert house().hand_over == wait
