"""The gate of one tab in the operator's own browser: nothing passes it, and nothing else there feels it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from his_browser import HisBrowser, his_browser
from hostile_site import LOGIN, Rogue, Site
from playwright.async_api import BrowserContext, Dialog, Page
from ways_out import DEPARTURES, heard, html, set_the_traps

from agent.domain.facts import Egress
from agent.domain.permit import Kind
from agent.errors import MendHost

SIGNS = """() => [navigator.userAgent, navigator.languages, navigator.webdriver, navigator.platform, devicePixelRatio,
    innerWidth, outerWidth, outerHeight, screen.width, screen.height, Intl.DateTimeFormat().resolvedOptions().timeZone,
    matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(prefers-reduced-motion: reduce)').matches]"""
COUNTS = """<script>
    let n = 0;
    let failed = 0;
    setInterval(() => fetch(`/poll?${n += 1}`, {method: 'POST', body: 'x'}).catch(() => { failed += 1 }), 40);
</script>"""
SAVED = "onfetch = (asked) => { if (asked.request.mode === 'navigate') asked.respondWith(new Response('kept')) }"


AT_THE_END = ("beacon-at-the-end", "keepalive-at-the-end")


def in_turn(every: Iterable[str], *often: str) -> list[Any]:
    """All of them in the long proofs, some in the suite."""
    return [one if one in often else pytest.param(one, marks=pytest.mark.heavy) for one in every]


@pytest.fixture
def tab(rogue: Rogue, his: HisBrowser) -> Rogue:
    """Hostile pages in front of a tab of ours in his browser; our other site is allowed."""
    rogue.forget(rogue.own.origin.replace("127.0.0.1", "localhost"))
    rogue.login = replace(LOGIN, attach=his.address)
    return rogue


async def left(rogue: Rogue, visit: Any, page: Page) -> Any:
    await rogue.watch(page, lambda: bool(visit.gate.stopped))
    return visit.gate.stopped


def test_nothing_reaches_the_foreign_origin(tab: Rogue) -> None:
    set_the_traps(tab)

    tab.run(lambda _, page: tab.stay(page))

    assert heard(tab) == set()  # a browser with a window may connect ahead, and send nothing


@pytest.mark.parametrize("name", in_turn([one for one in DEPARTURES if one not in AT_THE_END], "form"))
def test_our_tab_cannot_leave_for_the_foreign_origin(tab: Rogue, name: str) -> None:
    tab.own.redirect("/read", f"{tab.foreign.origin}/{name}")
    tab.own.page("/trick", html(tab, name, DEPARTURES[name]))

    stopped = tab.run(lambda visit, page: left(tab, visit, page))

    assert (bool(stopped), tab.foreign.heard) == (True, [])


OPENERS = (
    "<a href='{F}/x' target=_blank>x</a>",
    "<a href='{F}/x' target=_blank rel=noopener>x</a>",
    "<button onclick=\"open('{F}/x')\">x</button>",
    "<form action='{F}/x' method=post target=_blank><button>x</button></form>",
    "<button onclick=\"const w = open('about:blank'); w?.fetch('{F}/x', {mode: 'no-cors'})\">x</button>",
)


@pytest.mark.parametrize("opener", in_turn(OPENERS, *OPENERS[1:3]))
def test_no_popup_is_opened_by_a_click(tab: Rogue, his: HisBrowser, opener: str) -> None:
    tab.own.page("/trick", opener.replace("{F}", tab.foreign.origin))

    async def clicks(_: Any, page: Page) -> int:
        await page.goto(f"{tab.own.origin}/trick")
        await page.locator("a, button").click(timeout=20_000)
        await page.evaluate("new Promise((over) => setTimeout(over, 200))")
        return len(page.context.pages)

    assert tab.run(clicks) == 2
    assert (tab.foreign.connections, len(his.tabs())) == (0, 1)


@pytest.mark.parametrize("name", AT_THE_END)
def test_nothing_is_sent_after_a_page(tab: Rogue, name: str) -> None:
    tab.own.page("/trick", html(tab, name, DEPARTURES[name]))

    tab.run(lambda _, page: tab.watch(page, lambda: tab.own.times("GET", "/elsewhere") == 1))

    assert (tab.own.times("GET", "/elsewhere"), tab.foreign.heard) == (1, [])


FRAME = """<script>
const quiet = {mode: 'no-cors'};
const tries = [fetch('/commit', {method: 'POST', body: 'x'}), fetch('FOREIGN/x', quiet), fetch('/to-x', quiet)];
const work = "fetch('FOREIGN/w', {mode: 'no-cors'}).catch(() => postMessage(0))";
const worker = new Worker(URL.createObjectURL(new Blob([work])));
Promise.allSettled([...tries, new Promise((over) => { worker.onmessage = over })]).then(() => fetch('/over'));
</script>"""


def test_a_frame_of_another_site_and_its_worker_pass_no_gate_either(tab: Rogue) -> None:
    other = tab.own.origin.replace("127.0.0.1", "localhost")
    tab.own.page("/trick", f"<iframe src='{other}/inner'></iframe>")
    tab.own.page("/inner", FRAME.replace("FOREIGN", tab.foreign.origin))
    tab.own.redirect("/to-x", f"{tab.foreign.origin}/to-x")

    tab.run(lambda _, page: tab.watch(page, lambda: tab.own.times("GET", "/over") == 1))

    assert tab.own.times("GET", "/over") == 1
    assert (tab.foreign.heard, tab.own.times("POST", "/commit")) == ([], 0)


async def pressed(rogue: Rogue, visit: Any, page: Page) -> list[int]:
    await page.goto(f"{rogue.own.origin}/page")
    send = "fetch('/commit', {method: 'POST', body: 'x'}).then((answer) => answer.status, () => 0)"
    before = await page.evaluate(send)
    async with visit.gate.press(Kind.BIND, lambda: True):
        return [before, await page.evaluate(send), await page.evaluate(send)]


@pytest.mark.parametrize("how", [{"single_shot": True}, pytest.param({"single_shot": False}, marks=pytest.mark.heavy)])
def test_one_commit_leaves_in_a_press_by_his_own_line(tab: Rogue, how: dict[str, bool]) -> None:
    login = tab.login
    tab.forget(**how)
    tab.login = login
    tab.own.page("/page", "")

    assert tab.run(lambda visit, page: pressed(tab, visit, page)) == [0, 200, 0]
    (commit,) = [headers for method, path, headers in tab.own.heard if path == "/commit"]
    assert b"Chrome/" in commit


def test_his_other_tab_feels_nothing(tab: Rogue, his: HisBrowser) -> None:
    with Site().running() as site:
        site.page("/his", COUNTS)
        he_opens(his, f"{site.origin}/his", "window.kept = 1")
        before = dict(his.tabs())

        tab.run(lambda _, page: looked_at_his(tab, his, page, site))

        assert his.tabs() == before
        assert told_in_his_tab(his, "[window.kept, failed]") == [1, 0]


async def looked_at_his(rogue: Rogue, his: HisBrowser, page: Page, site: Site) -> None:
    """Do our own work, which is stopped at every step, until he has sent forty more requests."""
    rogue.own.page("/trick", f"<script>setInterval(() => fetch('{rogue.foreign.origin}/x'), 30)</script>")
    enough = len(site.heard) + 40
    await page.goto(f"{rogue.own.origin}/trick")
    await rogue.wait(page, lambda: len(site.heard) > enough)
    assert his.alive


def he_opens(his: HisBrowser, address: str, script: str = "0") -> None:
    async def does(context: BrowserContext) -> None:
        await context.pages[0].goto(address)
        await context.pages[0].evaluate(script)

    his.he(does)


def told_in_his_tab(his: HisBrowser, script: str) -> Any:
    async def does(context: BrowserContext) -> Any:
        return await context.pages[0].evaluate(script)

    return his.he(does)


def test_his_dialog_waits_for_him(tab: Rogue, his: HisBrowser) -> None:
    tab.own.page("/his", "")
    tab.own.page("/trick", "<script>setTimeout(() => { window.over = true }, 400)</script>")
    he_opens(his, f"{tab.own.origin}/his")

    async def meanwhile(_: Any, page: Page) -> Any:
        async with his.hands() as context:
            (his_own,) = [one for one in context.pages if one.url.endswith("/his")]
            asked = list[Dialog]()
            context.on("dialog", lambda dialog: asked.append(dialog))  # noqa: PLW0108 - Playwright marks what it is given
            await his_own.evaluate("setTimeout(() => { window.said = confirm('sure?') })")
            await tab.stay(page)
            await asked[0].accept()
            return await his_own.evaluate("window.said")

    assert tab.run(meanwhile) is True


@pytest.mark.heavy
def test_while_a_question_stands_open_in_his_tab_nothing_begins(tab: Rogue, his: HisBrowser) -> None:
    async def asked_first() -> Any:
        async with his.hands() as context:
            asked = list[Dialog]()
            context.on("dialog", lambda dialog: asked.append(dialog))  # noqa: PLW0108 - Playwright marks what it is given
            await context.pages[0].evaluate("setTimeout(() => { window.said = confirm('sure?') })")
            await tab.wait(context.pages[0], lambda: bool(asked))
            with pytest.raises(MendHost) as caught:
                await tab.visit().__aenter__()
            await asked[0].accept()
            return caught.value.params["detail"], await context.pages[0].evaluate("window.said")

    assert tab.loop.call(asked_first) == ("no_answer", True)


def test_our_tab_shows_itself_as_his_do(tab: Rogue, his: HisBrowser) -> None:
    tab.own.page("/page", "")
    he_opens(his, f"{tab.own.origin}/page")

    async def ours(_: Any, page: Page) -> Any:
        await page.goto(f"{tab.own.origin}/page")
        return await page.evaluate(SIGNS)

    shown = told_in_his_tab(his, SIGNS)
    assert (tab.run(ours), shown[-2]) == (shown, True)


def test_a_service_worker_of_his_answers_nothing_in_our_tab(tab: Rogue, his: HisBrowser) -> None:
    tab.own.answers["/worker.js"] = (200, {"Content-Type": "text/javascript"}, SAVED)
    tab.own.page("/page", "from the wire")
    register = "navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then(() => 0)"
    he_opens(his, f"{tab.own.origin}/page", register)
    he_opens(his, f"{tab.own.origin}/page")
    assert told_in_his_tab(his, "document.body.innerText") == "kept"

    async def ours(_: Any, page: Page) -> str:
        await page.goto(f"{tab.own.origin}/page")
        return await page.inner_text("body")

    assert tab.run(ours) == "from the wire"


def test_the_network_is_measured_by_his_own_line(rogue: Rogue, agent_loop: Any, tmp_path: Path) -> None:
    with Site().running() as line:
        place = line.origin.removeprefix("http://")
        flags = (f"--proxy-server={place}", "--proxy-bypass-list=<-loopback>")
        echo = f"{rogue.foreign.origin}/echo"
        line.answers[echo] = (200, {"Content-Type": "application/json"}, json.dumps({"country": "MX"}))
        rogue.foreign.answers["/echo"] = (200, {}, json.dumps({"country": "US"}))
        rogue.visits.tools = replace(rogue.visits.tools, portal=replace(rogue.visits.tools.portal, echoes=(echo, echo)))
        with his_browser(agent_loop, tmp_path / "his", *flags) as own:
            rogue.login = replace(LOGIN, attach=own.address)

            told = rogue.run(lambda visit, _: visit.egress())

    assert told == Egress(("MX", "MX"))
    assert (rogue.foreign.heard, b"cookie" in b"".join(sent for *_, sent in line.heard).lower()) == ([], False)


def test_a_run_that_breaks_off_leaves_his_tabs(tab: Rogue, his: HisBrowser) -> None:
    before = his.tabs()

    async def breaks_off(_: Any, page: Page) -> None:
        await page.goto(f"{tab.own.origin}/page")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tab.run(breaks_off)

    assert (his.alive, his.tabs()) == (True, before)
