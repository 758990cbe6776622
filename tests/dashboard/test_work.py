"""What a person starts from the dashboard: our own commands, under their own locks, told as they go on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from agent_bench import until
from dash_bench import Dash, shop_id
from test_pages import text_of

from agent.errors import EXIT, Code

SHOP = {"shop": shop_id(0)}


def started(dash: Dash, **told: str) -> str:
    """The page of what was started."""
    return dash.post("/work", SHOP | told).header("location")


def ended(dash: Dash, place: str) -> int:
    child = dash.desk.children.get(place.rpartition("/")[2])
    assert child
    until(lambda: child.exit is not None, 60)
    return child.exit or 0


def test_a_check_is_a_run_of_the_same_command(dash: Dash) -> None:
    place = started(dash, act="check", handle="@acc0.a")

    assert ended(dash, place) == EXIT[Code.E_PORTAL_DOWN]
    told = text_of(dash.get(place).text)
    assert f"companion check --account=acc0.a -- {shop_id(0)}" in told
    assert "Nothing happened; start it again later (10)" in told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"act": "check"}, ["check", "--", shop_id(0)]),
        ({"act": "check", "handle": "acc0.a"}, ["check", "--account=acc0.a", "--", shop_id(0)]),
        ({"act": "rehearse", "handle": "@new.one"}, ["bind", "--dry-run", "--", shop_id(0), "new.one"]),
        ({"act": "apply", "sure": "yes"}, ["apply", f"--shop={shop_id(0)}"]),
    ],
)
def test_what_is_started_is_a_list_of_words_and_no_shell(
    dash: Dash, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: dict[str, str], words: list[str]
) -> None:
    heard, program = tmp_path / "heard", tmp_path / "python"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{heard}"\n', "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))

    assert ended(dash, started(dash, **told)) == 0

    module, agent, *rest = heard.read_text("utf-8").splitlines()
    assert (module, agent, rest[-len(words) :]) == ("-m", "agent", words)
    assert "--no-input" in rest


@pytest.mark.parametrize(
    "told",
    [
        {"act": "apply"},
        {"act": "apply", "sure": "no"},
        {"act": "rehearse"},
        {"act": "rehearse", "handle": "--confirm=x"},
        {"act": "rehearse", "handle": "a; rm -rf /"},
        {"act": "check", "handle": "$(id)"},
        {"act": "unlink", "handle": "acc0.a"},
        {"act": "check", "shop": "../../etc"},
        {},
    ],
)
def test_what_cannot_be_done_as_it_was_asked_starts_nothing(dash: Dash, told: dict[str, str]) -> None:
    assert dash.post("/work", SHOP | told).status == 400
    assert dash.desk.children.all == []


def test_a_login_is_worked_with_by_one_at_a_time(dash: Dash, asleep: Path) -> None:
    started(dash, act="check")

    assert dash.post("/work", SHOP | {"act": "check"}).status == 409
    assert dash.post("/work", {"shop": shop_id(1), "act": "check"}).status == 303
    until(asleep.exists)


def test_what_goes_on_is_told_line_by_line_and_ends_with_its_exit_code(dash: Dash, talker: Path) -> None:
    place = started(dash, act="check")

    told = dash.get(f"{place}/stream?after=0", sec_fetch_site="same-origin").text

    lines = [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: ")]
    assert [one.get("text") for one in lines] == ["<b>one</b>", "dos \u2028 двa", "x" * 1000, None]
    assert lines[-1] == {"exit": 22}
    assert talker.exists()


def test_a_page_that_comes_back_hears_only_the_rest(dash: Dash, talker: Path) -> None:
    place = started(dash, act="check")
    ended(dash, place)

    told = dash.get(f"{place}/stream?after=2", sec_fetch_site="same-origin").text

    assert told.count("event: line") == 1
    assert talker.exists()


def test_nothing_outlives_the_dashboard(dash: Dash, asleep: Path) -> None:
    started(dash, act="check")
    (child,) = dash.desk.children.all
    until(asleep.exists)

    dash._loop.call(dash.desk.children.close)  # noqa: SLF001 - what the end of the server does

    assert child.exit == -15


def _program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> Path:
    """Another program in the place of ours."""
    program, heard = tmp_path / "python", tmp_path / "heard"
    program.write_text(f"#!{sys.executable}\nimport sys, time\nopen({str(heard)!r}, 'w').close()\n{text}\n", "utf-8")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    return heard


@pytest.fixture
def asleep(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return _program(monkeypatch, tmp_path, "time.sleep(60)")


@pytest.fixture
def talker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    lines = ("<b>one</b>", "dos \u2028 двa", "x" * 3000)
    return _program(
        monkeypatch,
        tmp_path,
        f"sys.stdout.reconfigure(encoding='utf-8')\nfor one in {lines!r}: print(one)\nsys.exit(22)",
    )
