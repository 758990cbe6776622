"""A step as a pace is given it, without a page: what was shown is written down, and clicks come from a list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from agent.ports import Pick, Picture, Stage, Use


class FakeStage(Stage):
    """One step; `clicks` are where the person clicks, one after the other, and then nowhere any more."""

    def __init__(self, step: str, use: Use = Use.CLICK, clicks: Sequence[Pick] = ()) -> None:
        self.step, self.use, self.somewhere = step, use, True
        self.captions: list[Sequence[str]] = []
        self.marked = self.followed = False
        self._clicks = list(clicks)

    async def mark(self) -> None:
        self.marked = True

    async def caption(self, lines: Sequence[str]) -> None:
        self.captions.append(lines)

    async def picture(self) -> Picture:
        return Picture(b"")

    async def picked(self) -> Pick:
        if not self._clicks:
            await asyncio.Event().wait()
        return self._clicks.pop(0)

    async def follow(self) -> None:
        self.followed = True
