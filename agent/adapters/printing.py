"""Prints a page of our own to PDF, in a browser that nothing else is done in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import PdfMargins, async_playwright

from agent.adapters.browser import launched
from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from agent.adapters.browser import Launch

_MARGIN = PdfMargins(top="16mm", bottom="16mm", left="14mm", right="14mm")


async def as_pdf(html: str, launch: Launch) -> bytes:
    """The page on A4; it may load nothing, as everything is in it. Raises MendHost(E_BROWSER_MISSING)."""
    async with async_playwright() as driver:
        browser = await launched(driver, launch)
        try:
            page = await browser.new_page(offline=True, java_script_enabled=False)
            await page.set_content(html)
            return await page.pdf(format="A4", margin=_MARGIN, print_background=True, tagged=True)
        except PlaywrightError as error:
            raise MendHost(Code.E_BROWSER_MISSING, detail=error.message.splitlines()[0]) from None
        finally:
            await browser.close()
