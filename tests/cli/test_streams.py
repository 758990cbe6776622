"""What is said can be read at once, also by a program that reads a pipe while work goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from agent.cli.streams import open_outlets

pytestmark = pytest.mark.fast


def test_a_line_in_a_file_can_be_read_while_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told.jsonl"
    with told.open("w", encoding="utf-8") as answers, (tmp_path / "log").open("w", encoding="utf-8") as log:
        monkeypatch.setattr(sys, "stdout", answers)
        monkeypatch.setattr(sys, "stderr", log)
        open_outlets()

        sys.stdout.write('{"outcome": "DONE"}\n')

        assert told.read_text("utf-8") == '{"outcome": "DONE"}\n'
