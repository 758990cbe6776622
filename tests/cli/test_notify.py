"""Channels are named in the settings and tried by a command; their addresses are shown by nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeClock
from post_office import TOKEN, PostOffice, post_office

from agent.cli.main import run
from agent.domain.identity import ShopId
from agent.domain.machine import State, What
from agent.domain.news import Message, Occasion, Trouble
from agent.errors import EXIT, Code
from agent.flows.deliver import deliver
from agent.wiring import House
from agent.wiring.channels import notifier_of
from agent.wiring.machine import notifications

pytestmark = pytest.mark.fast

ONE = Message("1", Occasion.QUOTA, ShopId("7495"), code=Code.G_QUOTA, values={"shop": "Casa Aurora MX"})


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


@pytest.fixture
def told(place: list[str], office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator with a channel whose address is in the environment, and one whose address is in a private file."""
    settings = (
        '[notify.channels.ops]\nlanguage = "zh"\n[notify.channels.boss]\noccasions = ["quota"]\nurl_file = "boss"\n'
    )
    (Path(place[1]) / "companion.toml").write_text(settings, "utf-8")
    Path("boss").write_text(office.url() + "/boss\n", "utf-8")
    Path("boss").chmod(0o600)
    monkeypatch.setenv("COMPANION_NOTIFY__OPS", office.url() + "/ops")
    return place


def answer(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*words, "--json"]) == code
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def queued(place: list[str], ago: timedelta) -> None:
    """A message was put into the outbox that long ago, and delivering was tried now."""
    rooms = House(config=Path(place[1]), chosen_state=Path(place[3]))

    async def work() -> None:
        async with rooms.ledger(FakeClock(datetime.now(UTC) - ago)) as book:
            await book.tell(ONE)
        async with rooms.ledger() as book:
            await deliver(book, notifier_of(rooms), rooms.clock())

    asyncio.run(work())


def test_a_test_message_reaches_every_channel(told: list[str], office: PostOffice) -> None:
    assert run([*told, "notify", "test"]) == 0

    assert [one.path.rpartition("/")[2] for one in office.letters] == ["ops", "boss"]
    assert "测试消息" in office.letters[0].told["title"]


def test_one_channel_can_be_tried_alone(
    told: list[str], office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answer(capsys, *told, "notify", "test", "boss")

    assert said["channels"] == [{"channel": "boss", "ok": True, "trouble": None}]
    assert len(office.letters) == 1


def test_a_channel_that_does_not_take_it_is_told_by_the_exit_code(
    told: list[str], office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.status = 403

    said = answer(capsys, *told, "notify", "test", "ops", code=EXIT[Code.E_NETWORK])

    assert said["channels"] == [{"channel": "ops", "ok": False, "trouble": "not_taken"}]


@pytest.mark.parametrize("words", [["notify", "test"], ["notify", "test", "nobody"]])
def test_a_channel_that_there_is_not_is_told(
    place: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, *words]) == EXIT[Code.E_INPUT]

    assert "companion.toml" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["notify", "list"], ["notify", "list", "--json"], ["config", "show", "--origin"]])
def test_no_command_shows_an_address(told: list[str], words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*told, *words]) == 0

    shown = "".join(capsys.readouterr())
    assert "boss" in shown
    assert TOKEN not in shown


def test_the_list_tells_kinds_occasions_and_what_waits(
    told: list[str], office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.status = 500
    queued(told, timedelta(hours=1))

    said = answer(capsys, *told, "notify", "list")

    ops, boss = said["channels"]
    assert (ops["channel"], ops["service"], ops["language"], boss["occasions"]) == ("ops", "JSON", "zh", ["quota"])
    assert [(one["occasion"], one["tries"], one["trouble"]) for one in said["waiting"]] == [("quota", 1, "not_taken")]


def test_what_was_given_up_is_told_by_list_status_and_doctor(
    told: list[str], office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.status = 500
    queued(told, timedelta(days=3))

    assert len(answer(capsys, *told, "notify", "list")["given_up"]) == 1

    assert run([*told, "--lang", "en", "status"]) == 0
    assert "Messages that reached nobody: 1 (companion notify list)" in capsys.readouterr().out
    found = asyncio.run(notifications(House(config=Path(told[1]), chosen_state=Path(told[3]))))
    assert [(one.what, one.state) for one in found][-1] == (What.GIVEN_UP, State.WARN)


def test_doctor_names_the_channel_that_nobody_can_be_told_by(told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COMPANION_NOTIFY__OPS")

    found = asyncio.run(notifications(House(config=Path(told[1]), chosen_state=Path(told[3]))))

    assert [(one.values["channel"], one.what) for one in found] == [("ops", What.CHANNEL_DUMB), ("boss", What.CHANNEL)]


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_an_address_that_others_may_read_is_not_used(
    told: list[str], office: PostOffice, mode: int, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("boss").chmod(mode)

    said = answer(capsys, *told, "notify", "test", "boss", code=EXIT[Code.E_CONFIG])

    assert (said["channels"][0]["trouble"], office.letters) == (Trouble.ADDRESS_FILE, [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'[notify.channels.ops]\nurl = "dingtalk://{TOKEN}"\n', "COMPANION_NOTIFY__"),
        ("[notify.channels.Ops]\n", "Ops is no name"),
        ("[notify.channels.channels]\n", "channels is no name"),
        ('[notify.channels.ops]\noccasions = ["all"]\n', "needs_person"),
        ("[notify.channels.ops]\noccasions = []\n", "must not be empty"),
    ],
)
def test_a_channel_that_is_told_wrongly_is_refused_without_its_address(
    place: list[str], text: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(place[1]) / "companion.toml").write_text(text, "utf-8")

    assert run([*place, "--lang", "en", "notify", "list"]) == EXIT[Code.E_CONFIG]

    said = capsys.readouterr().err
    assert why in said
    assert TOKEN not in said
