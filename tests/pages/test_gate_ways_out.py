"""No byte reaches a foreign origin, whatever the page tries; each trick works in a browser without a gate."""

from __future__ import annotations

from typing import Any

import pytest
from hostile_site import Ear, Rogue
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page
from ways_out import ARRIVES_AS, DEPARTURES, TRICKS, heard, html, set_the_traps


@pytest.fixture(autouse=True)
def _our_other_site_is_allowed(rogue: Rogue) -> None:
    rogue.forget(rogue.own.origin.replace("127.0.0.1", "localhost"))


def test_nothing_reaches_the_foreign_origin(rogue: Rogue) -> None:
    set_the_traps(rogue)

    stopped = rogue.run(lambda visit, page: tried(rogue, visit, page))

    assert (heard(rogue), rogue.foreign.connections) == (set(), 0)
    assert len(stopped) >= 20


async def tried(rogue: Rogue, visit: Any, page: Page) -> Any:
    await rogue.stay(page)
    return visit.gate.stopped


def test_each_trick_works_where_no_gate_stands(rogue: Rogue) -> None:
    set_the_traps(rogue)
    wanted = {ARRIVES_AS.get(name, name) for name in TRICKS}

    rogue.unguarded(lambda page: rogue.watch(page, lambda: heard(rogue) >= wanted))

    assert sorted(wanted - heard(rogue)) == []


@pytest.mark.parametrize("name", DEPARTURES)
def test_the_page_cannot_leave_for_the_foreign_origin(rogue: Rogue, name: str) -> None:
    rogue.own.redirect("/read", f"{rogue.foreign.origin}/{name}")
    rogue.own.page("/trick", html(rogue, name, DEPARTURES[name]))

    stopped = rogue.run(lambda visit, page: left(rogue, visit, page))

    assert (bool(stopped), rogue.foreign.heard) == (True, [])


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", DEPARTURES)
def test_each_departure_works_where_no_gate_stands(rogue: Rogue, name: str) -> None:
    rogue.own.redirect("/read", f"{rogue.foreign.origin}/{name}")
    rogue.own.page("/trick", html(rogue, name, DEPARTURES[name]))

    rogue.unguarded(lambda page: rogue.watch(page, lambda: heard(rogue) == {name}))

    assert heard(rogue) == {name}


async def left(rogue: Rogue, visit: Any, page: Page) -> Any:
    """Open the page that wants to go, and stay until that was stopped, and for what may follow."""
    await page.goto(f"{rogue.own.origin}/trick", wait_until="commit")
    await rogue.wait(page, lambda: bool(visit.gate.stopped))
    await page.wait_for_timeout(400)
    return visit.gate.stopped


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirected_page_stays_here(rogue: Rogue, status: int) -> None:
    rogue.own.redirect("/trick", f"{rogue.foreign.origin}/page?secret", status)

    with pytest.raises(PlaywrightError, match="ERR_BLOCKED_BY_CLIENT"):
        rogue.run(lambda _, page: page.goto(f"{rogue.own.origin}/trick"))

    assert rogue.foreign.connections == 0


TURN = "turn:127.0.0.1:${port}?transport=tcp"
TALK = """(port) => {{
  const way = {way};
  way.createDataChannel?.('x');
  way.createOffer?.().then((offer) => way.setLocalDescription(offer));
}}"""


@pytest.mark.parametrize(
    "way",
    [
        "new WebTransport(`https://127.0.0.1:${port}/x`)",
        "new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${port}`}]})",
        f"new RTCPeerConnection({{iceServers: [{{urls: `{TURN}`, username: 'u', credential: 'p'}}]}})",
    ],
)
def test_what_speaks_another_language_is_mute(rogue: Rogue, way: str) -> None:
    rogue.own.page("/trick", "")

    with Ear().running() as ear:
        rogue.run(lambda _, page: said(rogue, page, TALK.format(way=way), ear.port))

    assert ear.heard == b""


async def said(rogue: Rogue, page: Page, talk: str, port: int) -> None:
    await page.goto(f"{rogue.own.origin}/trick")
    with pytest.raises(PlaywrightError, match="is not defined"):
        await page.evaluate(talk, port)


def test_no_service_worker_is_registered(rogue: Rogue) -> None:
    rogue.own.answers["/sw.js"] = (200, {"Content-Type": "text/javascript"}, "")
    rogue.own.page("/trick", "")

    registered = rogue.run(lambda _, page: registering(rogue, page))

    assert not registered
    assert rogue.own.times("GET", "/sw.js") == 0


async def registering(rogue: Rogue, page: Page) -> bool:
    await page.goto(f"{rogue.own.origin}/trick")
    await page.evaluate("navigator.serviceWorker.register('/sw.js').catch(() => 0)")
    return bool(await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length > 0)"))
