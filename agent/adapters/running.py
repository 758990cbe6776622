"""A browser that serves one visit after another until it is worn out; the next one takes over before it grows."""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

from agent.adapters.visit import closed

if TYPE_CHECKING:
    from playwright.async_api import Browser

_MOST_SERVED: Final = 200  # contexts
_WEIGHED_EACH: Final = 10
_OF_A_BROWSER: Final = 600_000  # kilobytes, and for each context that is open
_OF_A_CONTEXT: Final = 100_000
_PSS: Final = "Pss:"


class Running:
    """One browser and its driver; closed once it is worn out and the last visit has left it."""

    def __init__(self, browser: Browser, stack: AsyncExitStack) -> None:
        """Take a browser, and what has to be closed with it."""
        self.browser = browser
        self.worn = False
        self._stack = stack
        self._served = 0
        self._open = 0

    @property
    def usable(self) -> bool:
        """Whether another visit may begin in it."""
        return not self.worn and self.browser.is_connected()

    async def enter(self) -> None:
        """A visit begins; the last one that may is counted here."""
        self._open += 1
        self._served += 1
        heavy = self._served % _WEIGHED_EACH == 0 and await self._weight() > self._allowed
        self.worn = self.worn or heavy or self._served >= _MOST_SERVED

    async def leave(self) -> None:
        """A visit is over."""
        self._open -= 1
        if self.worn:
            await self.retire()

    async def retire(self) -> None:
        """No further visit begins in it; with the last one it ends."""
        self.worn = True
        if not self._open:
            await self.close()

    async def close(self) -> None:
        """End it, with its driver."""
        await closed(self.browser)
        await self._stack.aclose()

    @property
    def _allowed(self) -> int:
        return _OF_A_BROWSER + self._open * _OF_A_CONTEXT

    async def _weight(self) -> int:
        """Its share of this machine's memory in kilobytes (PSS); 0 where the system does not tell."""
        with suppress(PlaywrightError):
            session = await self.browser.new_browser_cdp_session()
            told = await session.send("SystemInfo.getProcessInfo")
            await session.detach()
            return sum(share_of(one["id"]) for one in told["processInfo"])
        return 0


def share_of(process: int) -> int:
    """One process's share of memory in kilobytes; 0 where it is gone, or the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
        return int(next((line.split()[1] for line in lines if line.startswith(_PSS)), "0"))
    return 0
