"""A small window beside the portal's, in a context of its own: what is explained there, and keys that can be clicked.

An overlay on the portal's page cannot be clicked, and nothing of ours may stand in that page.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from playwright.async_api import BrowserContext, Page

_FILE: Final = Path(__file__).with_name("side_window.html")
_WIDTH: Final = 500
_LEAST: Final = 900
_HEIGHT: Final = 960
_OPEN: Final = "() => { open('', '', 'popup,width=500,height=900'); }"  # a small one has no bar to type in
_SHOW: Final = "(view) => globalThis.show(view)"


class SideWindow:
    """Shows lines and keys; what is chosen there comes out of `next` as the key's name."""

    def __init__(self, page: Page) -> None:
        """Whoever opens it closes it."""
        self._page = page
        self._chosen = asyncio.Queue[str]()

    async def show(self, lines: Sequence[str], keys: Mapping[str, str]) -> None:
        """Show the lines, the first as heading, over keys by name; a window that was closed is no longer missed."""
        with suppress(PlaywrightError):
            await self._page.evaluate(_SHOW, {"lines": list(lines), "keys": list(keys.items())})

    async def next(self) -> str:
        """The name of the key that is chosen next."""
        return await self._chosen.get()

    def forget(self) -> None:
        """What was chosen before a question is no answer to it."""
        while not self._chosen.empty():
            self._chosen.get_nowait()

    async def ready(self, language: str) -> None:
        """Draw it, and listen."""
        await self._page.expose_binding("chosen", lambda _, name: self._chosen.put_nowait(str(name)))
        await self._page.set_content(_FILE.read_text("utf-8").replace('lang="en"', f'lang="{language}"'))
        await _place(self._page, lambda screen: (max(screen - _WIDTH, 0), _WIDTH))


async def stand_beside(page: Page) -> None:
    """Let a portal's window leave the side window its place."""
    await _place(page, lambda screen: (0, max(screen - _WIDTH, _LEAST)))


async def _place(page: Page, across: Callable[[int], tuple[int, int]]) -> None:
    """Where it stands is a courtesy: its left edge and its width on a screen of this width."""
    with suppress(PlaywrightError):
        screen = await page.evaluate("() => [screen.availWidth, screen.availHeight]")
        left, width = across(screen[0])
        session = await page.context.new_cdp_session(page)
        window = await session.send("Browser.getWindowForTarget")
        bounds = {"left": left, "top": 0, "width": width, "height": min(screen[1], _HEIGHT)}
        await session.send("Browser.setWindowBounds", {"windowId": window["windowId"], "bounds": bounds})
        await session.detach()


async def side_window(context: BrowserContext, language: str) -> SideWindow:
    """Open one in a context that is used for nothing else."""
    opener = await context.new_page()
    async with opener.expect_popup() as opening:
        await opener.evaluate(_OPEN)
    window = SideWindow(await opening.value)
    await opener.close()
    await window.ready(language)
    return window
