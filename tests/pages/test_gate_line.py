"""What passes no wall still takes the line: without one of its own, a login's line leads to the portal alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hostile_site import Rogue
from playwright.async_api import Page

from agent.adapters.visit import BrowserVisit
from agent.domain.facts import Egress

# {F} foreign, {W} foreign as ws://; each gets out of a browser whose line reaches everybody, past every wall.
WAYS = {
    "socket of a worker": "new Worker(URL.createObjectURL(new Blob([`new WebSocket('{W}/x')`])))",
    "socket of a worker's worker": (
        "new Worker(URL.createObjectURL(new Blob([`new Worker(URL.createObjectURL(new Blob("
        "[\"new WebSocket('{W}/x')\"])))`])))"
    ),
    "socket of a worker from the net": "new Worker('/worker')",
    "page fetched ahead": (
        "document.head.append(Object.assign(document.createElement('script'), {{type: 'speculationrules', text: "
        '\'{{"prefetch": [{{"urls": ["{F}/x"], "eagerness": "immediate"}}]}}\'}}))'
    ),
}


async def tried(rogue: Rogue, page: Page, way: str) -> None:
    """Go the way, and stay for as long as it would need."""
    await gone(rogue, page, way)
    await page.wait_for_function("() => window.over === true")


async def gone(rogue: Rogue, page: Page, way: str) -> None:
    foreign = rogue.foreign.origin
    socket = foreign.replace("http", "ws")
    rogue.own.answers["/worker"] = (200, {"Content-Type": "text/javascript"}, f"new WebSocket('{socket}/x')")
    rogue.own.page("/trick", "<script>setTimeout(() => { window.over = true }, 400)</script>")
    await page.goto(f"{rogue.own.origin}/trick")
    await page.evaluate(way.format(F=foreign, W=socket) + "; 0")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nothing_comes_out_by_a_line_of_nobody_s(rogue: Rogue, way: str) -> None:
    rogue.line = None

    rogue.run(lambda _, page: tried(rogue, page, way))

    assert rogue.foreign.connections == 0


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_way_works_where_no_line_ends(rogue: Rogue, way: str) -> None:
    rogue.unguarded(lambda page: arrived(rogue, page, way))

    assert rogue.foreign.connections > 0


async def arrived(rogue: Rogue, page: Page, way: str) -> None:
    await gone(rogue, page, way)
    await rogue.wait(page, lambda: rogue.foreign.connections > 0)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_portal_and_its_echoes_are_reached(rogue: Rogue, name: str) -> None:
    rogue.line, echo = None, f"{rogue.foreign.origin.replace('127.0.0.1', name)}/echo"
    rogue.visits.tools = replace(rogue.visits.tools, portal=replace(rogue.visits.tools.portal, echoes=(echo,)))
    rogue.own.page("/page", "")
    rogue.foreign.answers["/echo"] = (200, {}, "loc=MX")

    told = rogue.run(lambda visit, page: page_and_echo(rogue, visit, page))

    assert told == (200, Egress(("MX",)))


async def page_and_echo(rogue: Rogue, visit: BrowserVisit, page: Page) -> tuple[int, Any]:
    answer = await page.goto(f"{rogue.own.origin}/page")
    assert answer
    return answer.status, await visit.egress()
