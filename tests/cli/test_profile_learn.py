"""`companion profile learn`: who is asked at the terminal, what his lines mean, and what is written after all."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TextIO

import pytest
from operators import typed

from agent.cli.call import CALL, Call
from agent.cli.keyboard import Keyboard
from agent.cli.main import run
from agent.cli.teacher import Teacher
from agent.domain.pointing import Proposal, Sort
from agent.ports import Question, Reply, Said
from agent.profile import every_key, wanted

OPEN = "links.open_dialog"


@pytest.fixture
def whole(logged_in: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator who is logged in; his window is one that nobody sees."""
    monkeypatch.setenv("COMPANION_BROWSER__HEADED_EXECUTABLE", real_browser)
    return logged_in


@pytest.mark.fast
@pytest.mark.parametrize("words", [["--no-input"], []])
def test_without_anybody_to_ask_it_is_refused(
    place: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    assert run([*place, *words, "profile", "learn", "mock"]) == 2

    assert "a person at it" in capsys.readouterr().err


@pytest.mark.fast
@pytest.mark.usefixtures("terminal")
def test_an_element_that_no_page_asks_for_is_refused(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "profile", "learn", "mock", "--element", "links.opener"]) == 3

    assert "links.opener" in capsys.readouterr().err


def test_what_was_learnt_is_shown_as_a_difference_and_written_after_a_yes(
    whole: list[str], terminal: TextIO, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(terminal, "t Add an account", "", "y")

    assert run([*whole, "--lang", "en", "profile", "learn", "mock", "--element", OPEN]) == 0

    told, path = capsys.readouterr(), Path(whole[1]) / "portals" / "mock.toml"
    assert '+open_dialog = {en = "Add an account"}' in told.err.splitlines()
    assert f"Written: {path}" in told.out
    assert run([*whole, "--json", "profile", "check", str(path)]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert (len(checked["layers"]), checked["verified"], checked["gaps"]) == (2, False, [])


@pytest.mark.sample(1)
@pytest.mark.parametrize("answer", ["", "n"])
def test_without_a_yes_nothing_is_written(
    whole: list[str], terminal: TextIO, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    typed(terminal, "what?", "t Add an account", "", answer)

    assert run([*whole, "--json", "profile", "learn", "mock", "--element", OPEN, "--element", OPEN]) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["learnt"], told["written"]) == ({OPEN: {"en": "Add an account"}}, "")
    assert not (Path(whole[1]) / "portals").exists()


@pytest.mark.usefixtures("terminal")
def test_where_everything_is_found_nothing_is_asked(whole: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*whole, "--lang", "en", "profile", "learn", "mock"]) == 0

    assert "Nothing is missing" in capsys.readouterr().out


def asked(question: Question, *lines: str, terminal: TextIO) -> Reply:
    typed(terminal, *lines)
    return asyncio.run(Teacher(Keyboard()).reply(question))


@pytest.mark.fast
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", Reply(Said.TAKE)),
        ("n", Reply(Said.NEXT)),
        ("s", Reply(Said.SKIP)),
        ("b", Reply(Said.BACK)),
        ("w", Reply(Said.WALK)),
        ("p", Reply(Said.POINT)),
        ("q", Reply(Said.END)),
        ("t Enviar", Reply(Said.TYPE, "Enviar")),
    ],
)
def test_a_line_means_one_thing_and_another_one_is_asked_again(
    terminal: TextIO, capsys: pytest.CaptureFixture[str], line: str, said: Reply
) -> None:
    reply = asked(Question(wanted(OPEN), 1, 2, pointing=True), "x", line, terminal=terminal)

    first, *choices = capsys.readouterr().err.splitlines()
    assert (reply, OPEN in first, len(choices), len(set(choices))) == (said, True, 2, 1)


@pytest.mark.fast
def test_what_a_page_says_can_neither_turn_nor_move_a_line(
    terminal: TextIO, capsys: pytest.CaptureFixture[str]
) -> None:
    proposal = Proposal(Sort.NAME, "button", "Send\u202e\x1b[2J")

    asked(Question(wanted(OPEN), 1, 2, pointing=True, proposal=proposal), "", terminal=terminal)

    assert "Send\\u202e\\u001b[2J" in capsys.readouterr().err


@pytest.mark.fast
def test_a_line_whose_question_was_given_up_is_the_next_question_s(terminal: TextIO) -> None:
    async def given_up() -> str | None:
        keyboard = Keyboard()
        first = asyncio.ensure_future(keyboard.line())
        await asyncio.sleep(0)
        first.cancel()
        typed(terminal, "s")
        return await keyboard.line()

    assert asyncio.run(given_up()) == "s"


@pytest.mark.fast
@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_every_element_is_asked_for_in_words(terminal: TextIO, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    CALL.set(Call(lang=lang))
    for key in every_key():
        asked(Question(wanted(key), 1, 2, pointing=False), "q", terminal=terminal)

    assert not [line for line in capsys.readouterr().err.splitlines() if "wanted." in line or "column." in line]
