"""The operator's own browser: a second Chromium with a profile folder and a port, and a person who works in it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

from agent_bench import PEOPLE, until
from anyio.from_thread import BlockingPortal
from playwright.async_api import BrowserContext, Playwright, async_playwright

T = TypeVar("T")
AS_ROOT = ("--no-sandbox",) if os.geteuid() == 0 else ()
OPS, GLOBAL = PEOPLE.values()


class HisBrowser:
    """One browser that nobody of us has started; what he does in it, he does by a connection of his own."""

    def __init__(self, loop: BlockingPortal, folder: Path, *flags: str, executable: str = "") -> None:
        self.loop, self._stack = loop, AsyncExitStack()
        self._driver: Playwright | None = None
        words = [executable or os.environ["COMPANION_BROWSER__EXECUTABLE"], "--headless", *AS_ROOT, *flags]
        words += ["--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(words, stdout=quiet, stderr=quiet, stdin=quiet, start_new_session=True)
        named = folder / "DevToolsActivePort"
        until(lambda: named.exists() and named.read_text("utf-8").count("\n") > 0, 30)
        self.port = int(named.read_text("utf-8").split()[0])
        self.address = f"http://127.0.0.1:{self.port}"

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def tabs(self) -> dict[str, str]:
        """The address of each of its tabs by the tab's own id."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/json/list")
        told = json.loads(connection.getresponse().read())
        connection.close()
        return {one["id"]: one["url"] for one in told if one["type"] == "page"}

    @asynccontextmanager
    async def hands(self) -> AsyncIterator[BrowserContext]:
        """His own hands on his tabs, which he takes away again."""
        if self._driver is None:
            self._driver = await self._stack.enter_async_context(async_playwright())
        browser = await self._driver.chromium.connect_over_cdp(self.address, no_defaults=True)
        yield browser.contexts[0]
        await browser.close()

    def he(self, does: Callable[[BrowserContext], Awaitable[T]]) -> T:
        """Let him do something."""

        async def work() -> T:
            async with self.hands() as context:
                return await does(context)

        return self.loop.call(work)

    def begins_anew(self) -> None:
        """One empty tab, and nothing kept."""

        async def does(context: BrowserContext) -> None:
            first, *others = context.pages
            for one in others:
                await one.close()
            await first.goto("about:blank")
            await context.clear_cookies()

        self.he(does)

    def signs_in(self, origin: str, who: Any = OPS) -> None:
        """He signs in at the portal, and stays on its home in his one tab."""

        async def does(context: BrowserContext) -> None:
            told = {"account": who.account, "password": who.password}
            answer = await context.request.post(f"{origin}/passport/web/user/login", data=told)
            assert (await answer.json())["code"] == 0
            await context.pages[0].goto(f"{origin}/homepage")

        self.he(does)

    @property
    def pid(self) -> int:
        """The browser's own process; what was started may only be a script that starts it."""

        async def asked(context: BrowserContext) -> int:
            assert context.browser
            session = await context.browser.new_browser_cdp_session()
            told = await session.send("SystemInfo.getProcessInfo")
            return next(int(one["id"]) for one in told["processInfo"] if one["type"] == "browser")

        return self.he(asked)

    def quits(self) -> None:
        """He closes it, or it dies."""
        if self.alive:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def ends(self) -> None:
        """After the test."""
        self.quits()
        self.loop.call(self._stack.aclose)


@contextmanager
def his_browser(loop: BlockingPortal, folder: Path, *flags: str, executable: str = "") -> Iterator[HisBrowser]:
    """One that is gone after the test, whatever came of it."""
    made = HisBrowser(loop, folder, *flags, executable=executable)
    try:
        yield made
    finally:
        made.ends()
