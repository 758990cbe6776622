"""Several logins at once, one visit per login at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from agent.errors import CompanionError, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

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

    await _all_ended([asyncio.ensure_future(of_login(its)) for its in logins.values()])


async def _all_ended(tasks: Collection[asyncio.Future[None]]) -> None:
    """Wait for all; each signal, not only the first as in a task group, reaches whatever still goes on."""
    told, signals, failed, going = 0, 0, 0, set(tasks)
    while going:
        try:
            _, going = await asyncio.wait(going, return_when=asyncio.FIRST_EXCEPTION)
        except asyncio.CancelledError:
            signals += 1
        else:
            failed = 1
        if told < max(signals, failed):  # a first signal after an error is nothing new to those that go on
            told += 1
            for one in going:
                one.cancel()
    errors = [error for one in tasks if not one.cancelled() and (error := one.exception())]
    if errors:
        raise _gravest(errors) from None
    if signals:
        raise asyncio.CancelledError


def _gravest(errors: Sequence[BaseException]) -> BaseException:
    """Of several logins' errors the one that must not be overlooked: one that nobody has thought of, else the worst."""
    unforeseen = [one for one in errors if not isinstance(one, CompanionError)]
    ours = {one.exit: one for one in reversed(errors) if isinstance(one, CompanionError)}
    return unforeseen[0] if unforeseen else ours[worst(list(ours))]
