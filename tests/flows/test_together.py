"""Several logins at once: what ends one of them ends the others, and each signal reaches whatever still goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from fakes import SHOP
from flow_bench import finished

from agent.domain.identity import LoginId
from agent.domain.roster import Shop
from agent.errors import AskPerson, Code, CompanionError, TryLater
from agent.flows.together import together

pytestmark = pytest.mark.fast
SHOPS = [replace(SHOP, login=LoginId(f"748000000000000000{n}")) for n in range(3)]
TROUBLES = [TryLater(Code.E_BUSY), AskPerson(Code.E_OUTCOME_UNKNOWN), TryLater(Code.E_PORTAL_DOWN)]


class Deaf:
    """A visit that a first signal does not get out of what hangs."""

    def __init__(self) -> None:
        self.heard = 0

    async def visit(self, shop: Shop) -> None:
        _ = shop
        while self.heard < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                self.heard += 1


async def signalled(times: int, each: Callable[[Shop], Awaitable[None]]) -> None:
    """So many signals come while the shops are worked on."""
    task = asyncio.ensure_future(together(SHOPS, each, 3))
    for _ in range(times):
        await asyncio.sleep(0.01)
        task.cancel()
    await task


def test_a_second_signal_gets_away_from_what_hangs() -> None:
    deaf = [Deaf() for _ in SHOPS]

    with pytest.raises(asyncio.CancelledError):
        finished(signalled(2, lambda shop: deaf[SHOPS.index(shop)].visit(shop)))

    assert [one.heard for one in deaf] == [2, 2, 2]


def test_the_gravest_of_several_errors_is_raised() -> None:
    async def fails(shop: Shop) -> None:
        raise TROUBLES[SHOPS.index(shop)]

    with pytest.raises(CompanionError) as raised:
        finished(together(SHOPS, fails, 3))

    assert raised.value.code is Code.E_OUTCOME_UNKNOWN


def test_a_first_signal_after_an_error_tears_nothing_that_is_being_written_down() -> None:
    written = list[LoginId]()

    async def each(shop: Shop) -> None:
        try:
            await asyncio.sleep(60 * SHOPS.index(shop))
            raise TROUBLES[0]
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)
            written.append(shop.login)

    with pytest.raises(TryLater):
        finished(signalled(1, each))

    assert sorted(written) == [one.login for one in SHOPS[1:]]


def test_what_ends_one_ends_the_others_which_hear_of_it_once() -> None:
    heard = list[LoginId]()

    async def each(shop: Shop) -> None:
        try:
            await asyncio.sleep(0.01 * SHOPS.index(shop))
            raise TROUBLES[SHOPS.index(shop)]
        except asyncio.CancelledError:
            heard.append(shop.login)
            await asyncio.sleep(0.01)
            raise

    with pytest.raises(TryLater) as raised:
        finished(together(SHOPS, each, 3))

    assert (raised.value.code, sorted(heard)) == (Code.E_BUSY, [one.login for one in SHOPS[1:]])
