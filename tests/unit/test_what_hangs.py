"""What hangs is not waited for: a browser that does not answer, and a page that is never read to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, cast

import pytest
from fakes import FakeTrail
from playwright.async_api import Error as PlaywrightError

from agent.adapters.retry import PatientReader
from agent.adapters.visit import BrowserVisit, Tools, answering, closed
from agent.domain.ledger import Lease
from agent.errors import Code, LookAgain
from agent.ports import Home

pytestmark = pytest.mark.fast
SOON = timedelta(milliseconds=20)
GONE = PlaywrightError("Target page, context or browser has been closed")


async def never() -> None:
    await asyncio.Event().wait()


def given_up(work: Awaitable[object]) -> LookAgain:
    async def told() -> None:
        async with asyncio.timeout(5):
            await work

    with pytest.raises(LookAgain) as caught:
        asyncio.run(told())
    return caught.value


async def asked_of_a_browser() -> None:
    async with answering(0.02):
        await never()


def test_a_browser_that_does_not_answer_is_gone() -> None:
    error = given_up(asked_of_a_browser())

    assert (error.code, error.exit, error.submitted) == (Code.E_PORTAL_DOWN, 10, "no")
    assert error.params["detail"] == "browser_gone"


def test_a_page_that_is_never_read_to_its_end_is_given_up_at_the_deadline() -> None:
    reader = PatientReader(FakeTrail(), 3, SOON, SOON)

    error = given_up(reader.read("home", never))

    assert (error.code, error.params["detail"]) == (Code.E_PORTAL_DOWN, "home")


def test_what_was_said_last_is_told_when_no_time_is_left_for_another_try() -> None:
    reader = PatientReader(FakeTrail(), 1000, timedelta(milliseconds=50), timedelta(seconds=1))

    async def slowed_down() -> None:
        raise LookAgain(Code.E_RATE_LIMITED)

    assert given_up(reader.read("home", slowed_down)).code == Code.E_RATE_LIMITED


class Dead:
    """Stands for a context whose browser is gone."""

    asked = 0

    def on(self, *_: object) -> None:
        """Tell nothing."""

    async def new_page(self) -> None:
        self.asked += 1
        raise GONE


def test_a_browser_that_is_gone_is_asked_once() -> None:
    dead: Any = Dead()
    visit = BrowserVisit(cast("Tools", None), dead, cast("Any", None), cast("Lease", None), FakeTrail())

    errors = [given_up(visit.open(Home)) for _ in range(3)]

    assert {one.params["detail"] for one in errors} == {"browser_gone"}
    assert dead.asked == 1


class Stuck:
    """Stands for a tab that does not close."""

    async def close(self) -> None:
        raise GONE


def test_what_does_not_close_is_left_behind() -> None:
    asyncio.run(closed(cast("Any", Stuck())))
