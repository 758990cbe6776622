"""Who prints our pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.adapters.launching import Launch
    from agent.wiring.house import House


async def printed(html: str, house: House) -> bytes:
    """A page of our own as PDF, by the browser of headless runs."""
    from agent.adapters.printing import as_pdf  # noqa: PLC0415 - playwright is heavy

    return await as_pdf(html, _launch(house))


async def printed_sheets(pages: Sequence[str], house: House) -> list[bytes]:
    """The same for pages that are one sheet each."""
    from agent.adapters.printing import as_single_sheets  # noqa: PLC0415 - playwright is heavy

    return await as_single_sheets(pages, _launch(house))


def _launch(house: House) -> Launch:
    from agent.adapters.launching import Launch  # noqa: PLC0415 - playwright is heavy

    return Launch(house.settings.browser.executable, headed=False, action_ms=30_000)
