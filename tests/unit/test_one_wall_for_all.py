"""A browser has one wall: who stops waiting for it takes it from nobody else, and one that failed is put up anew."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from playwright.async_api import BrowserContext
from playwright.async_api import Error as PlaywrightError

from agent.adapters.wall import wall_around

pytestmark = pytest.mark.fast
GONE = PlaywrightError("Target closed")


class SlowBrowser:
    """Gives a session once it is let, or fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.let, self.failures, self.asked = asyncio.Event(), failures, 0

    async def new_browser_cdp_session(self) -> SlowBrowser:
        self.asked += 1
        await self.let.wait()
        if self.asked <= self.failures:
            raise GONE
        return self

    def on(self, *_: object) -> None:
        """Listen to nothing."""

    async def send(self, *_: object) -> dict[str, Any]:
        return {}


class Context:
    def __init__(self, browser: SlowBrowser) -> None:
        self.browser = browser


def test_who_stops_waiting_takes_the_wall_from_nobody() -> None:
    async def two() -> bool:
        context = cast("BrowserContext", Context(SlowBrowser()))
        second = asyncio.ensure_future(wall_around(context))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await wall_around(context)
        context.browser.let.set()  # type: ignore[union-attr]
        return await second is await wall_around(context)

    assert asyncio.run(two())


def test_a_wall_that_could_not_be_put_up_is_tried_again() -> None:
    async def twice() -> int:
        browser = SlowBrowser(failures=1)
        browser.let.set()
        context = cast("BrowserContext", Context(browser))
        with pytest.raises(PlaywrightError):
            await wall_around(context)
        await wall_around(context)
        return browser.asked

    assert asyncio.run(twice()) == 2
