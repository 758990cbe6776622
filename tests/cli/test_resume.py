"""After a challenge on a press a login rests; only a named person, with a reason, ends that before its time."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeClock

from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.wiring import House

pytestmark = pytest.mark.fast
SHOP, SAME_LOGIN, OTHER_LOGIN = "7495000000000000011", "Ops Latin America", "Ops Global"
WHY = ["--by", "Ana", "--reason", "the captcha was a drill"]


def challenged(place: list[str], ago: timedelta) -> None:
    """A press of the shop's login met a captcha some time ago."""
    rooms = House(config=Path(place[1]), chosen_state=Path(place[3]))

    async def note() -> None:
        async with rooms.ledger(FakeClock(datetime.now(UTC) - ago)) as book:
            await book.challenge(rooms.shop(SHOP).login, "captcha")

    asyncio.run(note())


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run([*words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_the_status_tells_the_rest_and_when_it_ends(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    challenged(far, timedelta(hours=1))

    pause = answer(capsys, *far, "status", SHOP)["pause"]
    run([*far, "--lang", "en", "status", SHOP])

    rest = datetime.fromisoformat(pause["until"]) - datetime.fromisoformat(pause["challenged_at"])
    assert rest == timedelta(hours=24)
    assert "companion resume 7495000000000000011 --by NAME" in capsys.readouterr().out


def test_a_rest_ends_by_itself_only_when_its_time_is_up(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    challenged(far, timedelta(hours=23, minutes=59))

    assert answer(capsys, *far, "status", SHOP)["pause"]


@pytest.mark.parametrize("word", [SHOP, "Casa Aurora MX", SAME_LOGIN])
def test_a_named_person_ends_it_by_shop_or_login(far: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    challenged(far, timedelta(hours=1))

    told = answer(capsys, *far, "resume", word, *WHY)

    assert (told["outcome"], told["by"], told["reason"]) == ("DONE", "Ana", "the captcha was a drill")
    assert answer(capsys, *far, "status", SHOP)["pause"] is None
    assert answer(capsys, *far, "resume", word)["outcome"] == "NOTHING_TO_DO"


@pytest.mark.parametrize("missing", [[], ["--by", "Ana"], ["--reason", "x"], ["--by", " ", "--reason", "x"]])
def test_nobody_and_no_reason_end_nothing(
    far: list[str], missing: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    challenged(far, timedelta(hours=1))

    assert run([*far, "resume", SHOP, *missing]) == EXIT[Code.E_USAGE]

    capsys.readouterr()
    assert answer(capsys, *far, "status", SHOP)["pause"]


@pytest.mark.parametrize("ago", [timedelta(hours=25), timedelta(days=30)])
def test_without_a_rest_there_is_nothing_to_do(
    far: list[str], ago: timedelta, capsys: pytest.CaptureFixture[str]
) -> None:
    challenged(far, ago)

    assert answer(capsys, *far, "resume", SHOP)["outcome"] == "NOTHING_TO_DO"
    assert answer(capsys, *far, "resume", OTHER_LOGIN, *WHY)["outcome"] == "NOTHING_TO_DO"


def test_a_word_that_names_neither_is_told_what_there_is(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*far, "resume", "nobody", *WHY]) == EXIT[Code.E_INPUT]

    assert "Casa Aurora MX" in capsys.readouterr().err


def test_the_name_of_one_login_and_of_anothers_shop_is_not_guessed(
    far: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    roster = Path(far[1], "shops.toml")
    roster.write_text(roster.read_text("utf-8").replace('"Ops Global"', '"Casa Aurora MX"'), "utf-8")

    assert run([*far, "resume", "Casa Aurora MX", *WHY]) == EXIT[Code.E_INPUT]

    assert "Casa Aurora MX" in capsys.readouterr().err
