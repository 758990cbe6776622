"""What lies over a page for people and is no part of it; it helps, and nothing rests on it."""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import Page


class Overlay:
    """One piece of markup of ours over one page, which stays while the page goes elsewhere."""

    def __init__(self, page: Page) -> None:
        """Nothing lies there yet."""
        self._page = page
        self._laid = AsyncExitStack()

    async def show(self, html: str) -> None:
        """Lay it there instead of what was; nothing takes away what was."""
        with suppress(PlaywrightError):
            await self._laid.aclose()
        with suppress(PlaywrightError):
            if html:
                await self._laid.enter_async_context(await self._page.screencast.show_overlay(html))
