"""plan, apply and worker as an operator calls them: what needs no browser starts none, and says why not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from operators import kept

from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.wiring import House

pytestmark = pytest.mark.fast
DAY = timedelta(days=1)


def a_plan(place: list[str], tmp_path: Path, **change: object) -> str:
    """A saved plan with nothing to press in it, made just now."""
    digest = House(config=Path(place[1]), chosen_state=Path(place[3])).roster_digest()
    told = {"schema_version": 1, "kind": "plan", "made_at": datetime.now(UTC).isoformat(), "roster": digest}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(told | {"shops": []} | change), "utf-8")
    return str(file)


def test_with_nothing_due_no_browser_is_started(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*far, "apply"]) == EXIT[Code.G_RISKS_NOT_ACCEPTED]
    capsys.readouterr()

    assert run([*far, "apply", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["exit"], summary["outcomes"]) == (0, {})
    assert datetime.fromisoformat(summary["next_due"]) > datetime.now(UTC) + DAY / 2


def test_each_end_is_a_line_for_a_machine(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*far, "apply", "--json", "--shop", "Siam Glow TH"])

    *ends, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert {(one["job"]["handle"], one["code"]) for one in ends} == {
        (handle, Code.G_RISKS_NOT_ACCEPTED) for handle in ("glow.by.ploy", "beauty_nan", "siam.skin.lab", "ploy.daily")
    }
    assert last["summary"]["outcomes"] == {"REFUSED": 4}


def test_status_names_what_is_due_next(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*far, "apply"])
    capsys.readouterr()

    assert run([*far, "status", "--json"]) == 0
    shops = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {job["state"] for one in shops for job in one["jobs"] if job["task"] == "link"} == {"refused"}


def test_status_says_who_works_with_a_login(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    login = House(config=Path(far[1])).roster.logins[0].id
    kept(far, "lease", login, "elsewhere/run-7", DAY)

    assert run([*far, "--lang", "en", "status"]) == 0
    assert f"Login {login} is worked with by elsewhere/run-7" in capsys.readouterr().out


STALE = {
    "it was good until": {"made_at": (datetime.now(UTC) - 2 * DAY).isoformat()},
    "the roster has changed": {"roster": "another"},
}
NO_PLAN = {
    "schema_version": {"schema_version": 2},
    "made_at": {"made_at": "2026-11-29T10:00:00"},
    "shops.0.state": {"shops": [{"id": "1"}]},
}


@pytest.mark.parametrize("why", [*STALE, *NO_PLAN])
def test_a_plan_that_may_not_be_done_says_why(
    far: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], why: str
) -> None:
    plan = a_plan(far, tmp_path, **(STALE | NO_PLAN)[why])

    assert run([*far, "--lang", "en", "apply", plan]) == EXIT[Code.G_PLAN_STALE if why in STALE else Code.E_INPUT]
    assert why in capsys.readouterr().err


def test_a_plan_with_nothing_to_press_is_done_at_once(far: list[str], tmp_path: Path) -> None:
    assert run([*far, "apply", a_plan(far, tmp_path)]) == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["apply", "--shop", "No Such Shop"], Code.E_INPUT),
        (["apply", "/nonexistent.json"], Code.E_INPUT),
        (["apply", "--confirm", "two words"], Code.E_INPUT),
        (["plan", "-o", "plan.doc"], Code.E_USAGE),
        (["plan", "--concurrency", "65"], Code.E_USAGE),
        (["worker", "--fleet"], Code.E_CONFIG),
    ],
)
def test_a_call_that_cannot_be_ends_before_anything_is_done(
    far: list[str], words: list[str], code: Code, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*far, *words]) == EXIT[code]
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_hours_that_cannot_be_read_are_told_by_line_and_field(
    far: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(far[1]) / "companion.toml").write_text('[rounds]\npress_hours = "nine to five"\n', "utf-8")

    assert run([*far, "--lang", "en", "apply"]) == EXIT[Code.E_CONFIG]
    told = capsys.readouterr().err
    assert "companion.toml" in told
    assert "rounds.press_hours" in told
