"""`companion train`: what is offered, who is asked, and how a lesson goes on at a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO

import pytest
from operators import typed

from agent.cli.main import run
from agent.training.practice import CREATORS_PASSWORD, SELLERS

ON = ""


@pytest.fixture(autouse=True)
def window_that_nobody_sees(real_browser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("EXECUTABLE", "HEADED_EXECUTABLE"):
        monkeypatch.setenv(f"COMPANION_BROWSER__{kind}", real_browser)


def test_without_a_name_the_lessons_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "train"]) == 0

    told = [json.loads(line)["lesson"] for line in capsys.readouterr().out.splitlines()]
    assert told[0] == "bind-pc"
    assert len(told) > 1


def test_a_lesson_that_there_is_not_is_told_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "train", "bind-tv"]) == 3

    assert "bind-pc" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--no-window"], ["--live", "--shop", "Casa Aurora MX"]])
def test_where_nobody_could_answer_it_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert run(["--lang", "en", "train", "bind-pc", *words]) == 2

    assert "terminal" in capsys.readouterr().err


def test_a_lesson_goes_on_as_the_trainee_does(terminal: TextIO, capsys: pytest.CaptureFixture[str]) -> None:
    typed(terminal, *[ON] * 5, "1", "2", *[ON] * 3, "3", *[ON] * 3)

    assert run(["--json", "train", "bind-pc", "--no-window"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["scenes"] == [{"outcome": "DONE", "code": ""}]
    assert [one["at"] for one in told["mistakes"]] == ["lookalike"]


@pytest.mark.heavy
def test_who_repeats_begins_in_a_new_world_and_who_leaves_has_pressed_nothing(
    terminal: TextIO, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(terminal, ON, "r", ON, "q")

    assert run(["--json", "train", "bind-pc", "--no-window"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["scenes"] == []
    assert told.err.count("/desk") == 2


@pytest.mark.heavy
def test_a_guide_is_written_and_holds_no_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "--lang", "es", "train", "bind-pc", "--guide", str(tmp_path)]) == 0

    told = json.loads(capsys.readouterr().out)
    page = Path(told["html"]).read_text("utf-8")
    assert Path(told["pdf"]).read_bytes().startswith(b"%PDF-")
    assert page.count("<figure>") == page.count('class="frame"') + 1  # the home page is read as a whole
    assert [one for one in (CREATORS_PASSWORD, *SELLERS["7480000000000000001"]) if one in page] == []


@pytest.mark.sample(1)
@pytest.mark.parametrize(("answer", "ended"), [("no", (130, 0)), ("@cocina.conluz", (0, 1))])
def test_beside_a_real_portal_only_who_names_the_account_again_presses(
    logged_in: list[str], terminal: TextIO, mock_world: Any, answer: str, ended: tuple[int, int]
) -> None:
    typed(terminal, *[ON] * 8, answer, *[ON] * 4)
    words = ["train", "bind-pc", "--live", "--shop", "Casa Aurora MX", "--account", "cocina.conluz"]

    exit_ = run([*logged_in, *words])

    assert (exit_, mock_world.effects("invite")) == ended
