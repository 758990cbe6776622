"""Whoever watches from outside is told each round, learns no name, and holds nobody up."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from listeners import PATH, Answer, answering, dripping, hanging, knowing_no_exit_codes, listening, timed

from agent.adapters import logs
from agent.adapters.redact import redacted
from agent.adapters.watchdogs import Pings, Textfile, Watchdogs
from agent.domain.jobs import JobState, Tally
from agent.domain.ledger import Outcome
from agent.domain.pinging import is_ping_address
from agent.errors import Code, CompanionError
from agent.ports import Watchdog
from agent.settings import load_settings, origins
from agent.tomlfile import read
from agent.wiring import House
from agent.wiring.watch import watchdog

pytestmark = pytest.mark.fast

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = PATH.strip("/")


def tally(exit_: int = 0, **counts: Any) -> Tally:
    return Tally(BEGAN, BEGAN + timedelta(minutes=2), exit_, **counts)


def told_of(exit_: int, answer: Answer) -> list[str]:
    """The ends of the addresses that are asked when a round has ended so."""
    with listening(answer) as listener:
        asyncio.run(Pings(listener.url, 3).ended(tally(exit_)))
    return [end for end, _ in listener.asked]


def test_a_round_is_told_when_it_begins_and_when_it_has_ended_well() -> None:
    with listening(answering(200)) as listener:
        asyncio.run(Pings(listener.url + "/").began())
        asyncio.run(Pings(listener.url).ended(tally()))

    assert [end for end, _ in listener.asked] == ["/start", ""]


@pytest.mark.parametrize(("exit_", "end"), [(22, "/22"), (5, "/5"), (31, "/31"), (10, "/log"), (13, "/log")])
def test_an_end_is_told_by_its_exit_code_and_one_that_only_waits_is_noted(exit_: int, end: str) -> None:
    assert told_of(exit_, answering(200)) == [end]


def test_who_knows_no_exit_codes_is_told_of_the_failure() -> None:
    assert told_of(22, knowing_no_exit_codes) == ["/22", "/fail"]


def test_who_answers_with_an_error_is_asked_twice_and_no_more() -> None:
    assert told_of(0, answering(500)) == ["", ""]


def test_the_exit_code_and_figures_are_all_that_is_said() -> None:
    counts = {"outcomes": {Outcome.DONE: 3, Outcome.REFUSED: 0}, "jobs": {JobState.NEEDS_PERSON: 1}}
    with listening(answering(200)) as listener:
        asyncio.run(Pings(listener.url).ended(tally(22, **counts, next_due=BEGAN)))

    said = f"exit 22; visits: 3 {Outcome.DONE}; jobs: 1 needs_person; next due 2026-11-23T09:00+0000"
    assert listener.asked == [("/22", said)]


@pytest.mark.parametrize("answer", [hanging, dripping])
def test_who_does_not_come_to_an_end_is_left_after_two_tries(answer: Answer) -> None:
    with listening(answer) as listener, timed(1.5):
        asyncio.run(Pings(listener.url, 0.3).ended(tally()))

    assert len(listener.asked) == 2


def test_a_redirect_is_not_followed() -> None:
    with listening(answering(200)) as other, listening(answering(302, {"Location": other.url})) as listener:
        asyncio.run(Pings(listener.url).began())

    assert (other.asked, len(listener.asked)) == ([], 2)


def test_where_nobody_listens_the_round_goes_on() -> None:
    with timed(4):
        asyncio.run(Pings(f"http://127.0.0.1:9{PATH}").began())


def test_the_address_is_a_secret_wherever_it_turns_up() -> None:
    told = io.StringIO()
    logs.configure("INFO", None, told)
    url = f"http://127.0.0.1:9{PATH}"

    asyncio.run(Pings(url).began())

    assert "watchdog_not_told status=0" in told.getvalue()
    assert SECRET not in told.getvalue() + redacted(f"GET {url}/start 404; {SECRET}")


def test_what_is_shown_of_the_settings_hides_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_WATCHDOG__URL", f"https://hc-ping.com{PATH}")

    settings = load_settings()

    shown = origins(settings)["watchdog.url"]
    assert (shown.origin, SECRET in f"{settings!r}{shown}") == ("env COMPANION_WATCHDOG__URL", False)


def test_the_address_may_stand_in_the_settings_file_too(tmp_path: Path) -> None:
    (tmp_path / "companion.toml").write_text(f'[watchdog]\nurl = "https://hc-ping.com{PATH}"\n', "utf-8")

    settings = load_settings(read(tmp_path / "companion.toml"))

    assert settings.watchdog.url.get_secret_value() == f"https://hc-ping.com{PATH}"


GOOD = ("https://hc-ping.com/x", "https://hc.example:8443/ping/x", "http://127.0.0.1:8000/x", "http://[::1]/x")
BAD = ("http://hc-ping.com/x", "ftp://x/y", "https://u:p@hc-ping.com/x", "https://h/x?y", "https://h/x#y", "h/x", " ")


@pytest.mark.parametrize("url", GOOD)
def test_addresses_with_tls_and_those_of_this_machine_may_be_asked(url: str) -> None:
    assert is_ping_address(url)


@pytest.mark.parametrize("url", BAD)
def test_no_other_address_may(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_WATCHDOG__URL", url)

    with pytest.raises(CompanionError) as caught:
        load_settings()

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_CONFIG, "not_a_ping")
    assert caught.value.params["field"] == "COMPANION_WATCHDOG__URL"


def by_file(path: Path, text: str, mode: int = 0o600) -> Callable[[], Watchdog]:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return lambda: watchdog(load_settings(flags={"watchdog.url_file": str(path)}))


def test_the_address_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    with listening(answering(200)) as listener:
        asyncio.run(by_file(tmp_path / "url", f"{listener.url}\n")().began())

    assert listener.asked == [("/start", "")]


@pytest.mark.parametrize(
    ("text", "mode", "code"), [("nothing\n", 0o600, Code.E_INPUT), ("https://h/x", 0o644, Code.E_PERMISSION)]
)
def test_a_file_with_something_else_or_for_others_to_read_is_refused(
    tmp_path: Path, text: str, mode: int, code: Code
) -> None:
    with pytest.raises(CompanionError) as caught:
        by_file(tmp_path / "url", text, mode)()

    assert caught.value.code is code


def test_a_house_that_names_nobody_tells_nobody() -> None:
    with timed(1):
        asyncio.run(House(example=True).watchdog().began())
        asyncio.run(House(example=True).watchdog().ended(tally(22)))


def test_the_figures_of_the_last_round_are_left_for_everybody_to_read(tmp_path: Path) -> None:
    path, mask = tmp_path / "companion.prom", os.umask(0o077)
    asyncio.run(Watchdogs([Textfile(path)]).ended(tally(22, jobs={JobState.OPEN: 7}, next_due=BEGAN)))
    os.umask(mask)

    lines = path.read_text("utf-8").splitlines()
    assert {"companion_run_exit_code 22", 'companion_jobs{state="open"} 7'} <= set(lines)
    assert f"companion_next_due_timestamp_seconds {BEGAN.timestamp()}" in lines
    assert (path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o644, [path])


def test_every_figure_says_what_it_is(tmp_path: Path) -> None:
    asyncio.run(Textfile(tmp_path / "x.prom").ended(tally()))

    lines = (tmp_path / "x.prom").read_text("utf-8").splitlines()
    named = {line.partition(" ")[0].partition("{")[0] for line in lines if not line.startswith("#")}
    assert {line.split()[2] for line in lines if line.startswith("# TYPE")} == named
    assert {line.split()[2] for line in lines if line.startswith("# HELP")} == named


def test_figures_that_cannot_be_written_fail_no_round(tmp_path: Path) -> None:
    told = io.StringIO()
    logs.configure("INFO", None, told)

    asyncio.run(Textfile(tmp_path / "nowhere" / "x.prom").ended(tally()))

    assert "metrics_not_written" in told.getvalue()
