"""`companion doctor`: what is in order, what is not, and the command that mends it; nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from agent_bench import session_of
from facts_builder import rules

from agent.cli.main import run
from agent.domain.machine import LineSeen, State
from agent.domain.portal import Origin
from agent.errors import Code
from agent.wiring import House
from agent.wiring.machine import beside, room, shared_lines
from mock_portal.child import running

ELSEWHERE = Origin("https", "seller.example", 443)


@pytest.fixture
def whole(place: list[str], real_browser: str, mock_world: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator with everything: a browser, a state, and a portal that answers."""
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    monkeypatch.setenv("COMPANION_LOOPBACK_WAITS__PRESS_WORD_MS", "500")
    for side in ("SELLER", "CREATOR"):
        monkeypatch.setenv(f"COMPANION_PORTALS__MOCK__{side}", mock_world.origin)
    return place


def signed_in(words: list[str], world: Any) -> None:
    session = session_of(world.origin, "web/user", account="ops.latam@example.com", password="demo-lucia-pass")
    House(config=Path(words[1]), chosen_state=Path(words[3])).vault().save("login:7480000000000000001", session)


def in_one_language(words: list[str]) -> None:
    """A portal that answers in the session's language, whatever its address asks for."""
    layer = Path(words[1]) / "portals" / "mock.toml"
    layer.parent.mkdir()
    layer.write_text('base = "mock"\n\n[speaks]\nquery = "unheard"\n', "utf-8")


def looked(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    exit_ = run([*words, "--json", "doctor"])
    told = json.loads(capsys.readouterr().out)
    return exit_, {one["part"]: one for one in told["findings"]}


def test_a_machine_in_order_is_told_part_by_part(whole: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    exit_, found = looked(whole, capsys)

    assert (exit_, list(found)) == (0, ["browser", "sandbox", "fonts", "disk", "key", "ledger", "line"])
    assert {part for part, one in found.items() if one["state"] == "broken"} == set()
    assert "http://127.0.0.1" in found["line"]["what"]


@pytest.mark.parametrize("lang", ["zh", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "es"))])
def test_a_person_reads_a_line_for_each(whole: list[str], capsys: pytest.CaptureFixture[str], lang: str) -> None:
    assert run([*whole, "--lang", lang, "doctor"]) == 0

    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("    ")]

    assert len(lines) == 8
    assert all(line[0] in "✓!" for line in lines)


def test_what_is_missing_is_told_with_the_command_that_mends_it(
    whole: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    state, config = Path(whole[3]), Path(whole[1])
    (state / "ledger.db").unlink()
    (config / "vault.key").unlink()

    exit_, found = looked(whole, capsys)

    assert (exit_, found["ledger"]["code"], found["key"]["code"]) == (5, "E_LEDGER_MISSING", "E_VAULT_SEALED")
    assert "companion init" in found["ledger"]["next"]
    assert not (state / "ledger.db").exists()


def test_a_portal_that_is_not_served_is_told_with_how_to_serve_it(
    whole: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_PORTALS__MOCK__SELLER", "http://127.0.0.1:9")

    exit_, found = looked(whole, capsys)

    assert (exit_, found["line"]["state"], found["line"]["code"]) == (11, "broken", "E_NETWORK")
    assert "companion portal serve" in found["line"]["next"]


def test_a_certificate_that_proves_nothing_is_told_as_such(
    whole: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tls").mkdir()
    with running(tmp_path / "tls", "--tls") as world:
        monkeypatch.setenv("COMPANION_PORTALS__MOCK__SELLER", world.origin)

        exit_, found = looked(whole, capsys)

    assert (exit_, found["line"]["state"], found["line"]["code"]) == (34, "broken", "G_ORIGIN")
    assert "certificate" in found["line"]["what"]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("megabytes", "state", "code"),
    [(49, State.BROKEN, Code.E_DISK_FULL), (50, State.WARN, None), (999, State.WARN, None), (1000, State.GOOD, None)],
)
def test_room_is_told_before_it_ends(megabytes: int, state: State, code: Code | None) -> None:
    found = room(Path("/state"), megabytes * 1_000_000)

    assert (found.state, found.code, found.values["free"]) == (state, code, str(megabytes))


@pytest.mark.fast
@pytest.mark.parametrize("ahead", [1, -1])
def test_a_clock_is_judged_by_the_rules(ahead: int) -> None:
    bounds = rules()
    warn, refuse, moment = bounds.clock_skew_warn.value, bounds.clock_skew_refuse.value, timedelta(milliseconds=1)

    found = [beside(LineSeen("MX", ahead * skew), bounds, {}) for skew in (warn, warn + moment, refuse + moment)]

    assert [one.state for one in found] == [State.GOOD, State.WARN, State.BROKEN]
    assert beside(LineSeen("MX", None), bounds, {}).state is State.WARN


def test_a_portal_that_no_login_uses_is_told(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "doctor", "--portal", "elsewhere"]) == 3

    assert "there are: mock" in capsys.readouterr().err


@pytest.mark.sample(1)
@pytest.mark.parametrize(("fault", "exit_"), [("Unlinks left", 25), (None, 0)])
def test_a_walk_over_a_portal_s_pages_ends_with_the_code_of_what_was_found(
    whole: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str], fault: str | None, exit_: int
) -> None:
    signed_in(whole, mock_world)
    in_one_language(whole)
    mock_world.fault("GET", "/homepage", do="relabel", map={fault or "-": "Unbinds left"}, times=None)

    ended = run([*whole, "--json", "doctor", "--portal", "mock"])

    told = json.loads(capsys.readouterr().out)
    assert (ended, told["ok"]) == (exit_, exit_ == 0)
    wrong = [one["element"] for stop in told["stops"] for one in stop["elements"] if one["found"] != "once"]
    assert wrong == (["home.unlinks_left"] if fault else [])


@pytest.mark.fast
@pytest.mark.parametrize(("others", "hints"), [({ELSEWHERE}, [("warn", "Ops Latin America, Ops Global")]), ((), [])])
def test_logins_that_share_a_line_are_hinted_at(others: Collection[Origin], hints: list[tuple[str, str]]) -> None:
    rooms = House(example=True)
    portal = replace(rooms.portal(rooms.roster.logins[0]), allowed=frozenset(others))

    found = shared_lines(rooms.roster, lambda _: portal)

    assert [(one.state, one.values["logins"]) for one in found] == hints


@pytest.mark.heavy
@pytest.mark.parametrize("right", ["creators", "creators:press"])
def test_a_walk_tells_of_a_right_that_is_missing_and_not_of_a_change(
    whole: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, right: str
) -> None:
    monkeypatch.setenv("COMPANION_LOOPBACK_WAITS__ACTION_MS", "1500")
    signed_in(whole, mock_world)
    in_one_language(whole)
    mock_world.owner("7480000000000000001").takes(right)

    ended = run([*whole, "doctor", "--portal", "mock"])

    said = capsys.readouterr().out
    missing = said.count("This login lacks a right on the portal")
    assert (ended, said.count("✗"), said.count("Ask the owner of the main account")) == (26, missing, missing)
