"""A run meets a puzzle, a person solves it in the dashboard's live view, and the run goes on to one effect."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from acts import BIND
from agent_bench import Agent
from anyio.from_thread import BlockingPortal
from dash_bench import Reader, Served, come_in
from playwright.sync_api import Browser, expect

from agent.domain.handover import HandOverState
from agent.domain.ledger import Outcome
from agent.wiring.boards import Board

LINKS, HOME = "/profile/linked-accounts", "/homepage"
FITS = 180
SENTINEL = "typed-sentinel"
SECONDS = 2


class Onlooker:
    """A run that stands still, and a person at the dashboard who sees its page."""

    def __init__(self, agent: Agent, reader: Reader, hand: ThreadPoolExecutor) -> None:
        self.agent, self.reader, self._hand = agent, reader, hand
        agent.house.hand_over = timedelta(seconds=40)

    def run(self) -> Future[Any]:
        return self._hand.submit(BIND.start, self.agent)

    def look(self) -> None:
        """Find the page where people are told that they are needed."""
        self.reader.open("/people")
        self.reader.page.get_by_role("link", name="See it and use it", exact=True).click(timeout=20_000)
        expect(self.reader.page.get_by_text("You are using the page", exact=False)).to_be_visible()

    def frames(self) -> int:
        return int(self.reader.page.locator("#screen").get_attribute("data-frames") or 0)

    def at(self, selector: str) -> tuple[float, float]:
        """Where in the picture the middle of an element of the run's page is."""
        box, wide = self.agent.call(self._box, selector)
        shown = self.reader.page.locator("#screen img").bounding_box()
        assert shown
        scale = shown["width"] / wide
        return shown["x"] + (box["x"] + box["width"] / 2) * scale, shown["y"] + (box["y"] + box["height"] / 2) * scale

    async def _box(self, selector: str) -> tuple[Any, float]:
        page = self._theirs()
        return await page.locator(selector).first.bounding_box(), float(await page.evaluate("innerWidth"))

    def _theirs(self) -> Any:
        visits = self.agent.made.visits[self.agent.shop_portal]
        return visits._running.browser.contexts[-1].pages[0]  # noqa: SLF001 - a person would see it in the picture

    async def flicker(self) -> None:
        """Let the run's page change all the time."""
        await self._theirs().evaluate(
            "document.body.animate([{opacity: 1}, {opacity: 0.5}], {duration: 500, iterations: 40})"
        )

    def drag(self, by: float) -> None:
        mouse, (x, y) = self.reader.page.mouse, self.at(".secsdk-captcha-drag-icon")
        far = self.reader.page.locator("#screen img").bounding_box()
        assert far
        by *= far["width"] / self.agent.call(self._wide)
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + by / 2, y)
        mouse.move(x + by, y)
        mouse.up()

    async def _wide(self) -> float:
        return float(await self._theirs().evaluate("innerWidth"))


@pytest.fixture
def onlooker(agent: Agent, agent_loop: BlockingPortal, browser: Browser) -> Iterator[Onlooker]:
    served = Served(agent_loop, Board(agent.house, agent.made.ledger, agent.made.ledger, agent.made.clock))
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    with ThreadPoolExecutor(1) as hand:
        yield Onlooker(agent, come_in(context, served), hand)
    context.close()
    served.stop()


def test_a_puzzle_is_solved_in_the_live_view_and_the_run_goes_on_to_one_effect(
    onlooker: Onlooker, mock_world: Any
) -> None:
    mock_world.fault("GET", LINKS, do="captcha")
    run = onlooker.run()

    onlooker.look()
    onlooker.drag(FITS)

    record = run.result(40)
    assert (record.outcome, mock_world.effects("invite")) == (Outcome.DONE, 1)
    expect(onlooker.reader.page.get_by_text("The person was done", exact=False)).to_be_visible()
    assert onlooker.reader.noise == []


@pytest.mark.heavy  # it measures, so nothing else may run beside it
def test_the_live_view_shows_at_least_eight_frames_a_second(onlooker: Onlooker, mock_world: Any) -> None:
    mock_world.fault("GET", LINKS, do="captcha")
    run = onlooker.run()
    onlooker.look()
    onlooker.agent.call(onlooker.flicker)

    before = onlooker.frames()
    onlooker.reader.page.wait_for_timeout(SECONDS * 1000)
    shown = onlooker.frames() - before

    onlooker.drag(FITS)
    run.result(40)
    assert shown >= 8 * SECONDS


@pytest.mark.heavy
def test_what_is_typed_is_counted_and_is_told_nobody(
    onlooker: Onlooker, mock_world: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    onlooker.agent.house.hand_over = timedelta(seconds=8)
    mock_world.fault("GET", HOME, do="twofa", times=None)
    run = onlooker.run()
    onlooker.look()

    onlooker.reader.page.get_by_label("Text to type", exact=True).fill(SENTINEL)
    onlooker.reader.page.get_by_role("button", name="Type it", exact=True).click()

    assert run.result(40).exit == 22
    (ended,) = onlooker.agent.ledger("handovers")
    assert (ended.state, ended.inputs) == (HandOverState.TIMED_OUT, {"text": 1})
    assert SENTINEL not in "".join(capfd.readouterr())
