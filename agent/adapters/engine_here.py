"""Hands out visits in this process: one machine needs no queue."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from agent.ports import Engine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from agent.domain.identity import LoginId, ShopId
    from agent.ports import Due, DueShop, Work

GRACE_S: Final = 40.0  # for visits that go on when the end is asked for; with what is closed after them, under a minute


class EngineHere(Engine):
    """Starts visits as room allows; who is being worked on is not started again."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._visits: dict[LoginId, asyncio.Task[None]] = {}

    async def run(self, due: Due, work: Work, at_once: int, pause: timedelta) -> None:
        """Until cancelled; what goes on then may end within the grace, and is cancelled after it."""
        try:
            while True:
                self._start(await due(), work, at_once)
                await self._news(pause)
        finally:
            await self._end()

    def _start(self, due: Sequence[DueShop], work: Work, at_once: int) -> None:
        for one in due:
            if one.login not in self._visits and len(self._visits) < at_once:
                self._visits[one.login] = asyncio.create_task(self._visit(one.shop, work))

    @staticmethod
    async def _visit(shop: ShopId, work: Work) -> None:
        await work(shop)

    async def _news(self, pause: timedelta) -> None:
        """Wait for a visit to end, at most so long; what a visit raises is raised here."""
        if not self._visits:
            await asyncio.sleep(pause.total_seconds())
            return
        await asyncio.wait(self._visits.values(), timeout=pause.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
        for login, task in list(self._visits.items()):
            if task.done():
                del self._visits[login]
                task.result()

    async def _end(self) -> None:
        """Whatever ends the grace, a further signal too, no visit goes on without what is closed after it."""
        late = set(self._visits.values())
        try:
            if late:
                _, late = await asyncio.wait(late, timeout=GRACE_S)
        finally:
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
