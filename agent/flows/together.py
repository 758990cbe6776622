"""Several logins at once, one visit per login at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from agent.errors import CompanionError, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from agent.domain.identity import LoginId
    from agent.domain.roster import Shop


async def together(shops: Iterable[Shop], each: Callable[[Shop], Awaitable[None]], at_once: int) -> None:
    """Do something for each shop; the shops of one login one after the other, at most so many logins at the same time.

    What one of them raises ends the others too, as a signal does; of several errors the gravest is raised.
    """
    logins: dict[LoginId, list[Shop]] = defaultdict(list)
    for shop in shops:
        logins[shop.login].append(shop)
    room = asyncio.Semaphore(at_once)

    async def of_login(its: Iterable[Shop]) -> None:
        async with room:
            for shop in its:
                await each(shop)

    try:
        async with asyncio.TaskGroup() as group:
            for its in logins.values():
                group.create_task(of_login(its))
    except ExceptionGroup as errors:  # no `except*`: before Python 3.11.4 it wraps what is raised in it once more
        ours, others = errors.split(CompanionError)
        if others or not ours:
            raise
        raise _gravest(ours) from None


def _gravest(errors: ExceptionGroup[CompanionError]) -> CompanionError:
    """Of several logins' errors the one that must not be overlooked."""
    found = [one for one in errors.exceptions if isinstance(one, CompanionError)]
    return next(one for one in found if one.exit == worst([each.exit for each in found]))
