"""The tab as it stands while a person has it: looked at, filmed, and driven only by what the person does."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager, suppress
from html import escape
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError

from agent.domain.handover import Frame, Key, Pointer, Text, Wheel
from agent.errors import Code, LookAgain
from agent.pages.obstacles import asks_for_nobody
from agent.pages.overlay import Overlay
from agent.ports import InHand

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import CDPSession

    from agent.domain.handover import Input
    from agent.pages.tab import Tab

_FORM: Final = {"format": "jpeg", "quality": 60, "everyNthFrame": 1}
_BANNER: Final = (
    '<div role="status" style="position:fixed;top:0;left:0;right:0;padding:10px 16px;background:#7a1f00;color:#fff;'
    'font:600 16px/1.4 system-ui,sans-serif;text-align:center">{}</div>'
)


class InHandPage(InHand):
    """Whatever page the person stands on."""

    def __init__(self, tab: Tab) -> None:
        """A page is given a tab and cannot open one."""
        self.tab = tab
        self._banner = Overlay(tab.page)

    async def arrive(self) -> None:
        """Go nowhere: the person is where the person is."""

    async def clear(self, heading: str = "") -> bool:
        """Whether nothing that needs a person is to be seen; between two pages it is not known, so not yet."""
        if self.tab.page.is_closed():
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone")
        try:
            return await asks_for_nobody(self.tab, heading)
        except PlaywrightError:
            return False

    async def tell(self, words: str) -> None:
        """Lay a line over the page, or take it away."""
        await self._banner.show(_BANNER.format(escape(words)) if words else "")

    @asynccontextmanager
    async def frames(self) -> AsyncIterator[AsyncIterator[Frame]]:
        """Film the page; nothing of it is kept."""
        try:
            session = await self.tab.page.context.new_cdp_session(self.tab.page)
            film = _Film(session)
            await session.send("Page.startScreencast", _FORM)
        except PlaywrightError:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone") from None
        try:
            yield film.each()
        finally:
            with suppress(PlaywrightError):  # the page may be gone, and its film with it
                await session.detach()

    async def act(self, done: Input) -> None:
        """Hand it to the page as the browser would have from its own mouse and keyboard."""
        mouse, keyboard = self.tab.page.mouse, self.tab.page.keyboard
        with suppress(PlaywrightError):
            match done:
                case Pointer("move", x, y):
                    await mouse.move(x, y)
                case Pointer("down", x, y, button):
                    await mouse.move(x, y)
                    await mouse.down(button=button)
                case Pointer("up", x, y, button):
                    await mouse.move(x, y)
                    await mouse.up(button=button)
                case Wheel(right, down):
                    await mouse.wheel(right, down)
                case Key("down", name):
                    await keyboard.down(name)
                case Key("up", name):
                    await keyboard.up(name)
                case Text(text):
                    await keyboard.insert_text(text)


class _Film:
    """What the browser shows of a page; whoever is slow gets the newest frame, and none of those before it."""

    def __init__(self, session: CDPSession) -> None:
        """Listen before the film begins."""
        self._session = session
        self._frames = asyncio.Queue[Frame](1)
        self._tasks = set[asyncio.Task[None]]()
        session.on("Page.screencastFrame", self._seen)

    def _seen(self, event: dict[str, Any]) -> None:
        if self._frames.full():
            self._frames.get_nowait()
        told = event["metadata"]
        size = round(told["deviceWidth"]), round(told["deviceHeight"])
        self._frames.put_nowait(Frame(base64.b64decode(event["data"]), *size))
        task = asyncio.ensure_future(self._taken(event["sessionId"]))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _taken(self, number: int) -> None:
        with suppress(PlaywrightError):  # without this answer the browser sends no further frame
            await self._session.send("Page.screencastFrameAck", {"sessionId": number})

    async def each(self) -> AsyncIterator[Frame]:
        """One after the other, without an end."""
        while True:
            yield await self._frames.get()
