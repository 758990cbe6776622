"""Pictures left out while a long list is scrolled through: drawing them takes longer than all that is read of it."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

_PICTURES: Final = ("data:image/*",)  # those that come by the network, from hosts of their own, the gate holds back


@asynccontextmanager
async def without_pictures(page: Page) -> AsyncIterator[None]:
    """Until the block ends the browser draws no picture that an address holds itself; texts and rows are as ever."""
    session = await page.context.new_cdp_session(page)
    try:
        await session.send("Network.enable")
        await session.send("Network.setBlockedURLs", {"urls": list(_PICTURES)})
        yield
    finally:
        with suppress(PlaywrightError):  # the page may be gone, and its session with it
            await session.detach()
