"""A page in a person's hands is seen and used from afar by who has the secret; nothing of it is kept."""

from __future__ import annotations

import asyncio
import stat
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from fakes import START
from flow_bench import finished
from ledger_bench import LOGIN, RUN, SHOP

from agent.adapters.live.client import LiveClient
from agent.adapters.live.lines import NotALineError, as_input, of_input, written
from agent.adapters.live.server import LoopbackView
from agent.adapters.logs import configure
from agent.domain.handover import Frame, HandedOver, Input, Key, Pointer, Text, Wheel
from agent.errors import Code, MendInput
from agent.ports import InHand

pytestmark = pytest.mark.fast
SECRET_TEXT = "hunter2-sentinel"
EVERY_INPUT = (
    Pointer("move", 10, 20.5),
    Pointer("down", 10, 20, "right"),
    Pointer("up", 10, 20),
    Wheel(0, -120),
    Key("down", "Enter"),
    Text(SECRET_TEXT),
)


class FilmedPage(InHand):
    """A page that shows one frame after the other as a test wishes, and keeps what was done at it."""

    def __init__(self) -> None:
        self.film = asyncio.Queue[Frame]()
        self.done = list[Input]()
        self._acted = asyncio.Condition()

    async def arrive(self) -> None:
        """It is here."""

    async def clear(self, heading: str = "") -> bool:
        return bool(heading)

    async def tell(self, words: str) -> None:
        _ = words

    @asynccontextmanager
    async def frames(self) -> AsyncIterator[AsyncIterator[Frame]]:
        async def each() -> AsyncIterator[Frame]:
            while True:
                yield await self.film.get()

        yield each()

    async def act(self, done: Input) -> None:
        async with self._acted:
            self.done.append(done)
            self._acted.notify_all()

    async def has_done(self, count: int) -> None:
        """Wait until so much was done at it."""
        async with self._acted:
            await self._acted.wait_for(lambda: len(self.done) >= count)


def a_frame(number: int) -> Frame:
    return Frame(bytes([number]), 1280, 860)


Play = Callable[[FilmedPage, HandedOver, Any], Awaitable[Any]]


def played(state: Path, play: Play) -> Any:
    """Let somebody look on and act while a page is in a person's hands; what that answers."""

    async def all_of_it() -> Any:
        page = FilmedPage()
        async with asyncio.timeout(10), LoopbackView(state / "live").of(page, "a1b2") as (port, inputs):
            handed = HandedOver("a1b2", SHOP, LOGIN, RUN, "home", "here", port, START, START)
            return await play(page, handed, inputs)

    return finished(all_of_it())


def test_frames_come_as_the_page_changes(tmp_path: Path) -> None:
    async def play(page: FilmedPage, handed: HandedOver, _: object) -> list[Frame]:
        async with LiveClient.connect(tmp_path, handed) as view:
            frames, seen = view.frames(), list[Frame]()
            for number in range(3):
                page.film.put_nowait(a_frame(number))
                seen.append(await anext(frames))
            return seen

    assert played(tmp_path, play) == [a_frame(0), a_frame(1), a_frame(2)]


def test_who_comes_late_sees_the_page_as_it_is(tmp_path: Path) -> None:
    async def play(page: FilmedPage, handed: HandedOver, _: object) -> Frame:
        async with LiveClient.connect(tmp_path, handed) as first:
            page.film.put_nowait(a_frame(7))
            await anext(first.frames())
            async with LiveClient.connect(tmp_path, handed) as late:
                return await anext(late.frames())

    assert played(tmp_path, play) == a_frame(7)


def test_everything_that_is_done_reaches_the_page_and_is_counted_by_kind(tmp_path: Path) -> None:
    async def play(page: FilmedPage, handed: HandedOver, inputs: Any) -> tuple[Any, Any]:
        async with LiveClient.connect(tmp_path, handed) as view:
            for one in EVERY_INPUT:
                await view.send(one)
            await page.has_done(len(EVERY_INPUT))
        return page.done, dict(inputs)

    assert played(tmp_path, play) == (list(EVERY_INPUT), {"pointer": 3, "wheel": 1, "key": 1, "text": 1})


def test_what_was_typed_is_in_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def play(page: FilmedPage, handed: HandedOver, _: object) -> None:
        async with LiveClient.connect(tmp_path, handed) as view:
            await view.send(Text(SECRET_TEXT))
            await page.has_done(1)

    configure("DEBUG", tmp_path / "log.jsonl", sys.stderr)
    played(tmp_path, play)

    log = (tmp_path / "log.jsonl").read_text("utf-8")
    assert ("handover.input" in log, SECRET_TEXT in log) == (True, False)
    assert SECRET_TEXT not in repr(Text(SECRET_TEXT)) + "".join(capsys.readouterr())


def test_who_came_first_uses_the_page_and_the_next_one_after_that(tmp_path: Path) -> None:
    async def play(page: FilmedPage, handed: HandedOver, _: object) -> list[bool]:
        async with AsyncExitStack() as later:
            async with LiveClient.connect(tmp_path, handed) as first:
                await seen(page, first)
                second = await later.enter_async_context(LiveClient.connect(tmp_path, handed))
                await seen(page, second)
                await second.send(Key("down", "b"))
                yours = [first.yours, second.yours]
            await anext(second.frames())
            await second.send(Key("down", "c"))
            await page.has_done(1)
            assert page.done == [Key("down", "c")]
            return [*yours, second.yours]

    assert played(tmp_path, play) == [True, False, True]


async def seen(page: FilmedPage, view: LiveClient) -> None:
    """Wait until somebody sees the page."""
    page.film.put_nowait(a_frame(1))
    await anext(view.frames())


def test_the_secret_is_for_our_own_user_and_gone_with_the_hand_over(tmp_path: Path) -> None:
    async def play(_: FilmedPage, __: HandedOver, ___: object) -> list[int]:
        return [stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "live").iterdir()]

    assert played(tmp_path, play) == [0o600]
    assert list((tmp_path / "live").iterdir()) == []


async def answer_to(handed: HandedOver, *lines: bytes) -> bytes:
    """All that somebody is told who says this."""
    reader, writer = await asyncio.open_connection("127.0.0.1", handed.port)
    for line in lines:
        writer.write(line)
    told = await reader.read()
    writer.close()
    return told


BAD = {
    "nothing": b"\n",
    "a wrong secret": written({"secret": "x" * 43}),
    "no text": written({"secret": 7}),
    "no object": b"[]\n",
    "http": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "too much": b"x" * 100_000,
    "not utf-8": b"\xff\xfe\n",
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD)
def test_who_does_not_know_the_secret_is_told_nothing(tmp_path: Path, line: bytes) -> None:
    async def play(page: FilmedPage, handed: HandedOver, _: object) -> tuple[bytes, list[Input]]:
        page.film.put_nowait(a_frame(1))
        return await answer_to(handed, line, written(of_input(Key("down", "a")))), page.done

    assert played(tmp_path, play) == (b"", [])


def test_it_is_over_for_the_viewer_when_it_is_over(tmp_path: Path) -> None:
    async def play() -> list[Frame]:
        page, handed = FilmedPage(), HandedOver("a1b2", SHOP, LOGIN, RUN, "home", "here", 0, START, START)
        view = LoopbackView(tmp_path / "live")
        async with view.of(page, "a1b2") as (port, _):
            connecting = LiveClient.connect(tmp_path, replaced(handed, port))
            client = await connecting.__aenter__()
        seen = [one async for one in client.frames()]
        await connecting.__aexit__(None, None, None)
        return seen

    assert finished(play()) == []


def replaced(handed: HandedOver, port: int) -> HandedOver:
    return HandedOver(handed.id, SHOP, LOGIN, RUN, "home", "here", port, START, START)


def test_there_is_nothing_to_see_of_what_is_over(tmp_path: Path) -> None:
    handed = HandedOver("a1b2", SHOP, LOGIN, RUN, "home", "elsewhere", 9, START, START)

    async def look() -> None:
        async with LiveClient.connect(tmp_path, handed):
            pass

    with pytest.raises(MendInput) as caught:
        finished(look())

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_INPUT, "not_in_hand")


@pytest.mark.parametrize("one", EVERY_INPUT, ids=lambda one: type(one).__name__)
def test_an_input_survives_its_line(one: Input) -> None:
    assert as_input(of_input(one)) == one


STRANGE: list[dict[str, Any]] = [
    {},
    {"pointer": "fly", "x": 1, "y": 1, "button": "left"},
    {"pointer": "move", "x": True, "y": 1, "button": "left"},
    {"pointer": "move", "x": float("nan"), "y": 1, "button": "left"},
    {"pointer": "move", "x": 1e9, "y": 1, "button": "left"},
    {"pointer": "move", "x": 1, "y": 1, "button": "fourth"},
    {"wheel": [1]},
    {"key": "down", "name": ""},
    {"key": "down", "name": "x" * 21},
    {"text": "x" * 501},
    {"text": 5},
]


@pytest.mark.parametrize("told", STRANGE, ids=str)
def test_what_no_viewer_sends_is_not_believed(told: dict[str, Any]) -> None:
    with pytest.raises(NotALineError):
        as_input(told)
