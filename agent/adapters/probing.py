"""Starts what a run would start, only to see whether it works: a browser, and a request over each network line."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

from playwright.async_api import async_playwright

from agent.adapters.attached import greeted
from agent.adapters.echoes import line_seen
from agent.adapters.launching import is_root, launched
from agent.adapters.visit import answering, closed
from agent.domain.machine import BrowserSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AsyncExitStack
    from datetime import datetime

    from playwright.async_api import Playwright, ProxySettings

    from agent.adapters.launching import Launch
    from agent.domain.machine import LineSeen

# A font without Chinese draws the same box for every such sign.
_DRAWS_CHINESE = """
() => {
  const drawn = (sign) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 32;
    const pen = canvas.getContext('2d');
    pen.font = '24px sans-serif';
    pen.fillText(sign, 2, 26);
    return canvas.toDataURL();
  };
  return new Set(['\\u6e20', '\\u9053', '\\u7ecf'].map(drawn)).size === 3;
}
"""


class Prober:
    """What one Playwright driver can be asked; it is started by the first question."""

    def __init__(self, stack: AsyncExitStack) -> None:
        """Whatever is opened is closed with the stack."""
        self._stack = stack
        self._starting: asyncio.Task[Playwright] | None = None

    async def browser(self, launch: Launch) -> BrowserSeen:
        """What the browser is; raises MendHost(E_BROWSER_MISSING), or LookAgain where it does not answer."""
        browser = await launched(await self._driver(), launch)
        self._stack.push_async_callback(closed, browser)
        async with answering():
            page = await browser.new_page()
            return BrowserSeen(browser.version, not is_root(), bool(await page.evaluate(_DRAWS_CHINESE)))

    async def greeted(self, address: str) -> str:
        """Which browser of the operator's own listens there; raises MendHost(E_BROWSER_AWAY)."""
        request = await (await self._driver()).request.new_context()
        self._stack.push_async_callback(request.dispose)
        product, _ = await greeted(request, address)
        return product

    async def line(self, proxy: Mapping[str, str] | None, echo: str, now: Callable[[], datetime]) -> LineSeen | None:
        """What an echo says over a line, or over none: never over another one than the login's."""
        driver = await self._driver()
        request = await driver.request.new_context(proxy=cast("ProxySettings | None", proxy))
        self._stack.push_async_callback(request.dispose)
        return await line_seen(request, echo, now)

    async def _driver(self) -> Playwright:
        self._starting = self._starting or asyncio.create_task(self._stack.enter_async_context(async_playwright()))
        return await asyncio.shield(self._starting)
