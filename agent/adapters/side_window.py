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
    from collections.abc import Mapping, Sequence

    from playwright.async_api import BrowserContext, Page

_FILE: Final = Path(__file__).with_name("side_window.html")
_WIDTH: Final = 420
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
        with suppress(PlaywrightError):  # where it stands is a courtesy
            session = await self._page.context.new_cdp_session(self._page)
            window = await session.send("Browser.getWindowForTarget")
            left = await self._page.evaluate("() => screen.availWidth") - _WIDTH
            bounds = {"left": max(left, 0), "top": 0, "width": _WIDTH, "height": 720}
            await session.send("Browser.setWindowBounds", {"windowId": window["windowId"], "bounds": bounds})


async def side_window(context: BrowserContext, language: str) -> SideWindow:
    """Open one in a context that is used for nothing else."""
    window = SideWindow(await context.new_page())
    await window.ready(language)
    return window
