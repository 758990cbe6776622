"""Several accounts bound in one call leave one report about all of them, and no trouble with it undoes anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from runs_to_show import done, refused

from agent.adapters.clocks import SystemClock
from agent.cli.acts import keep_report
from agent.cli.call import CALL, Call
from agent.domain.record import Record
from agent.wiring import House

pytestmark = pytest.mark.fast

RUNS = [(done(), "/runs/1"), (refused(), "/runs/2")]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = CALL.set(Call(lang="en"))
    yield
    CALL.reset(before)


def test_several_runs_leave_one_report_and_its_path_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep_report(House(chosen_state=tmp_path), RUNS, SystemClock())

    (report,) = tmp_path.glob("runs/batch-*/report.html")
    assert capsys.readouterr().out == f"The report is at {report}\n"
    assert "<h1>Bind: 2 accounts</h1>" in report.read_text("utf-8")


def test_a_machine_is_told_the_path_in_an_object_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    CALL.set(Call(lang="en", json=True))

    keep_report(House(chosen_state=tmp_path), RUNS, SystemClock())

    (report,) = tmp_path.glob("runs/batch-*/report.html")
    assert capsys.readouterr().out == f'{{"schema_version": 1, "report": "{report}"}}\n'


@pytest.mark.parametrize("runs", [RUNS[:1], [(record, "") for record, _ in RUNS]], ids=["single", "no evidence"])
def test_a_single_run_or_runs_without_evidence_leave_none(
    runs: list[tuple[Record, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_report(House(chosen_state=tmp_path), runs, SystemClock())

    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out == ""


def test_a_report_that_cannot_be_written_is_told_and_undoes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "runs").write_text("in the way")

    keep_report(House(chosen_state=tmp_path), RUNS, SystemClock())

    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 3)
    assert "may not be written" in told.err
