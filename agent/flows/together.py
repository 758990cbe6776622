"""Several logins at once, one visit per login at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from agent.domain.identity import LoginId
    from agent.domain.roster import Shop


async def together(shops: Iterable[Shop], each: Callable[[Shop], Awaitable[None]], at_once: int) -> None:
    """Do something for each shop; the shops of one login one after the other, at most so many logins at the same time.

    What is raised ends the others too, as a signal does.
    """
    logins: dict[LoginId, list[Shop]] = defaultdict(list)
    for shop in shops:
        logins[shop.login].append(shop)
    room = asyncio.Semaphore(at_once)

    async def of_login(its: Iterable[Shop]) -> None:
        async with room:
            for shop in its:
                await each(shop)

    async with asyncio.TaskGroup() as group:
        for its in logins.values():
            group.create_task(of_login(its))
