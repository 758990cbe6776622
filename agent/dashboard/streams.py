"""What a page hears while it is open: that something has happened, and what a command that was started says."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from agent.errors import TryLater

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.dashboard.children import Child
    from agent.ports import Ledger

_LOOK_S: Final = 1.0
_BREATH_S: Final = 15.0
_BREATH: Final = ": still here\n\n"
AT_ONCE: Final = 40


class Closing:
    """Whether the dashboard ends: streams end then by themselves, and nobody waits for them."""

    def __init__(self) -> None:
        """Nothing ends yet."""
        self._event = asyncio.Event()

    def now(self) -> None:
        """From now on it ends."""
        self._event.set()

    async def within(self, seconds: float) -> bool:
        """Whether it ends within that time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        return self._event.is_set()


def event(kind: str, data: object) -> str:
    """One event as a stream carries it; JSON keeps every text on one line."""
    return f"event: {kind}\ndata: {json.dumps(data)}\n\n"


async def changes(ledger: Ledger, closing: Closing) -> AsyncIterator[str]:
    """An event whenever something has happened in the ledger, whoever did it."""
    known, silent = await _pulse(ledger), 0.0
    yield event("ready", {})
    while not await closing.within(_LOOK_S):
        seen = await _pulse(ledger)
        silent += _LOOK_S
        if seen and seen != known:
            known, silent = seen, 0.0
            yield event("changed", {})
        elif silent >= _BREATH_S:
            silent = 0.0
            yield _BREATH


async def _pulse(ledger: Ledger) -> tuple[int, int] | None:
    try:
        return await ledger.pulse()
    except TryLater:
        return None


async def said(child: Child, closing: Closing, after: int) -> AsyncIterator[str]:
    """Each line that a command says after that one, and at last its exit code."""
    while True:
        for number, line in child.after(after):
            after = number
            yield event("line", {"number": number, "text": line})
        if child.exit is not None:
            yield event("end", {"exit": child.exit})
            return
        if not await _moved(child, after) and await closing.within(0.01):
            return
        yield _BREATH


async def _moved(child: Child, after: int) -> bool:
    """Whether it has said more, or ended, within a moment."""

    def news() -> Any:  # noqa: ANN401 - any truth
        return child.after(after) or child.exit is not None

    async with child.moved:
        with suppress(TimeoutError):
            return bool(await asyncio.wait_for(child.moved.wait_for(news), _LOOK_S))
    return False
