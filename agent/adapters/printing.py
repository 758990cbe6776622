"""Prints pages of our own to PDF, in a browser that nothing else is done in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import PdfMargins, async_playwright

from agent.adapters.launching import launched
from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from playwright.async_api import Page

    from agent.adapters.launching import Launch

_MARGIN: Final = PdfMargins(top="16mm", bottom="16mm", left="14mm", right="14mm")
_NARROW: Final = PdfMargins(top="10mm", bottom="8mm", left="11mm", right="11mm")
_SMALLER: Final = tuple(1 - step / 20 for step in range(11))  # down to half the size
_A_PAGE: Final = re.compile(rb"/Type\s*/Page\b")


async def as_pdf(html: str, launch: Launch) -> bytes:
    """The page on A4; it may load nothing, as everything is in it. Raises MendHost(E_BROWSER_MISSING)."""
    return (await _in_browser([html], launch, lambda page: _printed(page, _MARGIN)))[0]


async def as_single_sheets(pages: Sequence[str], launch: Launch) -> list[bytes]:
    """Each page on one sheet of A4, smaller where it would need two; the same may go wrong."""
    return await _in_browser(pages, launch, _on_one_sheet)


async def _in_browser(pages: Sequence[str], launch: Launch, printed: Callable[[Page], Awaitable[bytes]]) -> list[bytes]:
    async with async_playwright() as driver:
        browser = await launched(driver, launch)
        try:
            page = await browser.new_page(offline=True, java_script_enabled=False)
            made = []
            for html in pages:
                await page.set_content(html)
                made.append(await printed(page))
        except PlaywrightError as error:
            raise MendHost(Code.E_BROWSER_MISSING, detail=error.message.splitlines()[0]) from None
        else:
            return made
        finally:
            await browser.close()


async def _on_one_sheet(page: Page) -> bytes:
    """As large as one sheet allows; what does not fit at half its size is given as it is."""
    made = b""
    for scale in _SMALLER:
        made = await _printed(page, _NARROW, scale)
        if len(_A_PAGE.findall(made)) == 1:
            break
    return made


async def _printed(page: Page, margin: PdfMargins, scale: float = 1.0) -> bytes:
    return await page.pdf(format="A4", margin=margin, scale=scale, print_background=True, tagged=True)
