"""What is written for each scheduler is what it reads, and answers each of our exit codes as it should be answered."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from as_schedulers_read import (
    by_systemd,
    cron_runs,
    crontab,
    ending_with,
    in_exec,
    unit,
)
from cronsim import CronSim
from rounds_to_start import CUT_OFF, DAILY, NOT_AGAIN, ODD, OFTEN, PERSON, REFUSED, TRY_AGAIN, a_round, texts

from agent.adapters.schedulers import At, Every, When, rendered
from agent.domain.scheduling import Scheduler, Then, exits, healed_by_time, then
from agent.errors import ALL_EXITS, EXIT, Code

pytestmark = pytest.mark.fast


def test_every_exit_code_asks_for_what_the_table_says() -> None:
    classes = (Then.AGAIN, Then.CUT_OFF, Then.NEXT_ROUND, Then.PERSON)

    assert [list(exits(one)) for one in classes] == [TRY_AGAIN, CUT_OFF, REFUSED, PERSON]
    assert set(EXIT.values()) <= set(ALL_EXITS) == {0, *TRY_AGAIN, *CUT_OFF, *NOT_AGAIN}


def test_the_refusals_that_end_by_waiting_are_refusals() -> None:
    assert healed_by_time() == (EXIT[Code.G_COOLDOWN], EXIT[Code.G_QUOTA], EXIT[Code.G_SLOTS])
    assert {then(one) for one in healed_by_time()} == {Then.NEXT_ROUND}


# --- systemd


@pytest.mark.parametrize(("exits_", "end"), [([0, *CUT_OFF, *TRY_AGAIN], "success"), (NOT_AGAIN, "failed")])
def test_systemd_leaves_what_did_not_happen_to_the_next_turn_where_that_is_near(exits_: list[int], end: str) -> None:
    service, _ = texts(Scheduler.SYSTEMD, OFTEN)

    assert {by_systemd(service, one) for one in exits_} == {end}
    assert "StartLimitBurst" not in unit(service)


@pytest.mark.parametrize("when", [DAILY, Every(120)])
@pytest.mark.parametrize(
    ("exits_", "end"), [([0, *CUT_OFF], "success"), (TRY_AGAIN, "restart"), ([137], "restart"), (NOT_AGAIN, "failed")]
)
def test_systemd_tries_again_what_did_not_happen_where_the_next_turn_is_far(
    exits_: list[int], end: str, when: When
) -> None:
    service, _ = texts(Scheduler.SYSTEMD, when)

    assert {by_systemd(service, one) for one in exits_} == {end}
    assert unit(service)["StartLimitBurst"] == ["3"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
@pytest.mark.parametrize("when", [OFTEN, DAILY, At(time(23, 59)), Every(1440)])
def test_systemd_has_nothing_against_its_units(tmp_path: Path, when: When) -> None:
    program = ending_with(tmp_path, 0)
    files = rendered(Scheduler.SYSTEMD, a_round(when, program))
    for one in files:
        (tmp_path / one.name).write_bytes(one.content)

    words = ["systemd-analyze", "verify", *(str(tmp_path / one.name) for one in files)]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_systemd_starts_the_very_words_with_the_key_handed_over() -> None:
    told = unit(texts(Scheduler.SYSTEMD)[0])

    assert in_exec(told["ExecStart"][0]) == ["/opt/companion", "apply", "--state", ODD]
    assert told["LoadCredential"] == ["vault.key:/etc/my keys 100%%/vault.key"]
    assert '"PLAYWRIGHT_BROWSERS_PATH=/opt/my browsers"' in told["Environment"]
    assert "COMPANION_VAULT__KEY_FILE=%d/vault.key" in told["Environment"]


def test_systemd_never_runs_late_and_lets_the_browser_have_its_sandbox() -> None:
    often, daily = unit(texts(Scheduler.SYSTEMD, OFTEN)[1]), unit(texts(Scheduler.SYSTEMD, DAILY)[1])
    service = unit(texts(Scheduler.SYSTEMD)[0])

    assert (often["OnUnitInactiveSec"], "OnCalendar" in often) == (["10min"], False)
    assert (daily["OnCalendar"], daily["Persistent"]) == (["*-*-* 09:10:00 Asia/Shanghai"], ["false"])
    assert set(service["RestrictNamespaces"][0].split()) == {"user", "pid", "net"}
    assert (service["Type"], service["KillMode"], service["TimeoutStopSec"]) == (["oneshot"], ["mixed"], ["60"])


# --- cron


@pytest.mark.parametrize("exit_", ALL_EXITS)
def test_cron_mails_what_concerns_a_person_and_nothing_else(tmp_path: Path, exit_: int) -> None:
    program = ending_with(tmp_path, exit_)
    _, line = crontab(texts(Scheduler.CRON, program=program)[0])

    said = f"said apply --state {ODD}\ncompanion ended with {exit_}\n"
    assert cron_runs(line) == (said if exit_ in NOT_AGAIN else "")


def test_cron_is_told_as_whom_and_with_what_in_a_line_that_it_reads_whole() -> None:
    named, line = crontab(texts(Scheduler.CRON)[0])

    assert line.split()[:6] == ["*/10", "*", "*", "*", "*", "ops"]
    assert (named["SHELL"], named["PLAYWRIGHT_BROWSERS_PATH"]) == ("/bin/sh", '"/opt/my browsers"')
    assert len(line) < 990


@pytest.mark.parametrize(("when", "zone"), [(DAILY, "Asia/Shanghai"), (At(time(9, 10)), None)])
def test_cron_is_told_the_zone_and_the_reader_which_crons_know_none(when: When, zone: str | None) -> None:
    text = texts(Scheduler.CRON, when)[0]

    assert crontab(text)[0].get("CRON_TZ") == zone
    assert ("TAKE CARE: CRON_TZ" in text) is (zone is not None)


EVEN = [(1, 60), (10, 6), (30, 2), (60, 1)]


@pytest.mark.parametrize(("minutes", "count"), EVEN)
def test_a_round_every_so_often_falls_evenly_on_the_hour(minutes: int, count: int) -> None:
    start = datetime(2026, 3, 8, 5, 59, tzinfo=UTC)
    times = CronSim(Every(minutes).cron, start)

    fired = [next(times) for _ in range(count + 1)]

    assert {later - one for one, later in pairwise(fired)} == {timedelta(minutes=minutes)}
    assert (Every(minutes).even, fired[0].minute) == (True, 0)


@pytest.mark.parametrize(("minutes", "hours"), [(120, range(0, 24, 2)), (720, [0, 12]), (1440, [0])])
def test_a_round_every_so_many_hours_falls_evenly_on_the_day(minutes: int, hours: list[int]) -> None:
    times = CronSim(Every(minutes).cron, datetime(2026, 3, 8, 23, 59, tzinfo=UTC))

    fired = [next(times) for _ in hours]

    assert ([one.hour for one in fired], {one.day for one in fired}) == ([*hours], {9})


@pytest.mark.parametrize("minutes", [0, 7, 45, 90, 61, 300, 2880])
def test_what_cron_could_not_do_evenly_is_no_time_table(minutes: int) -> None:
    assert not Every(minutes).even


def test_once_a_day_is_once_a_day_even_when_the_clocks_change() -> None:
    times = CronSim(At(time(9, 10)).cron, datetime(2026, 3, 7, 12, tzinfo=ZoneInfo("America/New_York")))

    fired = [next(times) for _ in range(3)]

    assert [(one.day, one.hour, one.minute) for one in fired] == [(8, 9, 10), (9, 9, 10), (10, 9, 10)]
