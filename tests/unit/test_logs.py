"""The log says what happened in one line each, and never a secret."""

from __future__ import annotations

import io
import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from loguru import logger

from agent.adapters import logs
from agent.adapters.redact import HIDDEN, register_secret
from agent.errors import Code, MendHost

pytestmark = pytest.mark.fast

SENTINEL = "SENTINEL-log-4711!"


@pytest.fixture(autouse=True)
def _silent_afterwards() -> Iterator[None]:
    yield
    logger.remove()
    logger.configure(patcher=lambda _: None)


@pytest.fixture
def human() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def kept(tmp_path: Path, human: io.StringIO) -> Path:
    register_secret(SENTINEL)
    path = tmp_path / "logs" / "companion.jsonl"
    logs.configure("INFO", path, human)
    return path


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_an_event_is_one_line_for_people_and_one_for_machines(kept: Path, human: io.StringIO) -> None:
    logs.event("run.ended", run="018f", tries=2)

    assert human.getvalue().endswith("INFO    run.ended run=018f tries=2\n")
    assert [(line["event"], line["run"], line["tries"], line["level"]) for line in lines(kept)] == [
        ("run.ended", "018f", 2, "INFO")
    ]


def test_secrets_are_hidden_in_message_and_fields(kept: Path, human: io.StringIO) -> None:
    logs.event(f"login {SENTINEL}", detail=f"pw {SENTINEL}", password="a b", cause=ValueError(SENTINEL))

    told = human.getvalue() + kept.read_text("utf-8")
    assert SENTINEL not in told
    assert lines(kept)[0]["password"] == HIDDEN


def fail_with(secret: str) -> None:
    try:
        int(secret)
    except ValueError as first:
        message = f"again {secret}"
        raise RuntimeError(message) from first


def test_a_traceback_goes_to_the_file_alone_and_holds_no_secret(kept: Path, human: io.StringIO) -> None:
    try:
        fail_with(SENTINEL)
    except RuntimeError:
        logger.exception("broken")

    traceback = str(lines(kept)[0]["traceback"])
    assert SENTINEL not in kept.read_text("utf-8") + human.getvalue()
    assert "fail_with" in traceback
    assert f"RuntimeError: again {HIDDEN}" in traceback
    assert "Traceback" not in human.getvalue()


@pytest.mark.parametrize("hostile", ["a\nERROR forged", "\x1b]0;title\x07", "\u2028x", "{x} <red>", "\ud800"])
def test_hostile_text_stays_one_line_and_is_not_obeyed(kept: Path, human: io.StringIO, hostile: str) -> None:
    logs.event(hostile, name=hostile)

    assert len(human.getvalue().splitlines()) == 1
    assert len(lines(kept)) == 1
    assert "\x1b" not in human.getvalue() + kept.read_text("utf-8")


def test_what_libraries_log_is_made_safe_too(kept: Path, human: io.StringIO) -> None:
    logging.getLogger("somebody").warning("got %s", SENTINEL)

    assert lines(kept)[0]["logger"] == "somebody"
    assert SENTINEL not in human.getvalue() + kept.read_text("utf-8")


def test_the_file_is_private(kept: Path) -> None:
    logs.event("here")

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_less_than_the_level_is_not_logged(kept: Path, human: io.StringIO) -> None:
    logs.event("detail", level="DEBUG")

    assert human.getvalue() + kept.read_text("utf-8") == ""


def test_a_closed_terminal_fails_nothing(
    tmp_path: Path, human: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("INFO", tmp_path / "log.jsonl", human)
    human.close()

    logs.event("unheard")

    assert len(lines(tmp_path / "log.jsonl")) == 1
    assert capsys.readouterr().err == ""


def test_a_log_that_cannot_be_written_is_explained(tmp_path: Path, human: io.StringIO) -> None:
    (tmp_path / "log.jsonl").mkdir()

    with pytest.raises(MendHost) as told:
        logs.configure("INFO", tmp_path / "log.jsonl", human)

    assert told.value.code is Code.E_PERMISSION
