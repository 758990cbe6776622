"""Who prints our pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.wiring.house import House


async def printed(html: str, house: House) -> bytes:
    """A page of our own as PDF, by the browser of headless runs."""
    from agent.adapters.browser import Launch  # noqa: PLC0415 - playwright is heavy
    from agent.adapters.printing import as_pdf  # noqa: PLC0415 - same

    return await as_pdf(html, Launch(house.settings.browser.executable, headed=False, action_ms=30_000))
