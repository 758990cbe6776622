"""HTTP/2 over TLS: many requests on one connection, and faults that end one of them or all."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from http2_client import Http2Client
from playwright.sync_api import Browser, Page, expect
from portal_tab import Tab
from portal_visitor import LINKS, LUCIA, SEND, account_id, eventually

from mock_portal.child import running
from mock_portal.client import World

LUZ = account_id(3)
PAGE = "/profile/linked-accounts"
INTERNAL, REFUSED = 2, 7


@pytest.fixture(scope="module")
def newest_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal that offers HTTP/2."""
    with running(tmp_path_factory.mktemp("newest"), "--tls") as world:
        yield world


@pytest.fixture
def newest(newest_portal: World) -> World:
    """The same, put back to its start."""
    newest_portal.reset()
    return newest_portal


@pytest.fixture
def client(newest: World) -> Iterator[Http2Client]:
    """A connection on which Lucia has logged in."""
    client = Http2Client(newest)
    client.ask("POST", "/passport/web/user/login", account=LUCIA[0], password=LUCIA[1])
    yield client
    client.close()


def test_the_site_is_the_same_over_http_2(newest: World, client: Http2Client) -> None:
    invited = client.ask("POST", SEND, account_id=LUZ)

    assert (client.agreed, invited.status, invited.json["code"]) == ("h2", 200, 0)
    assert newest.effects("invite") == 1
    assert newest.requests("POST", SEND)[0]["shop"]


def test_an_answer_need_not_wait_for_the_one_before(newest: World, client: Http2Client) -> None:
    newest.fault("GET", LINKS, do="delay_before_commit", seconds=0.4)

    slow, quick = client.send("GET", LINKS), client.send("GET", "/m/login")
    client.read(quick)

    assert (client.streams[quick].status, client.streams[slow].ended) == (200, False)
    assert client.read(slow).status == 200


def test_a_page_larger_than_the_client_s_window_comes_whole(client: Http2Client) -> None:
    pages = [client.ask("GET", "/homepage") for _ in range(12)]

    assert all(page.body.rstrip().endswith(b"</html>") for page in pages)
    assert sum(len(page.body) for page in pages) > 65535


@pytest.mark.parametrize(("frame", "code"), [("internal", INTERNAL), ("refused", REFUSED)])
def test_one_request_can_be_ended_alone(newest: World, client: Http2Client, frame: str, code: int) -> None:
    newest.fault("POST", SEND, do="close_after_commit", frame=frame)

    ended = client.ask("POST", SEND, account_id=LUZ)

    assert (ended.status, ended.reset, newest.effects("invite")) == (0, code, 1)
    assert client.ask("GET", LINKS).status == 200


def test_the_portal_can_say_that_it_never_looked(newest: World, client: Http2Client) -> None:
    newest.fault("POST", SEND, do="close_after_commit", frame="goaway")

    client.ask("POST", SEND, account_id=LUZ)

    assert client.terminated
    assert client.terminated.last_stream_id < max(client.streams)
    assert newest.effects("invite") == 1


@pytest.mark.parametrize("verb", ["close_after_commit", "rst_after_commit", "truncate"])
def test_the_whole_connection_can_end(newest: World, client: Http2Client, verb: str) -> None:
    newest.fault("POST", SEND, do=verb, **({"bytes": 5} if verb == "truncate" else {}))
    told = client.streams[client.send("POST", SEND, b'{"account_id": "%s"}' % LUZ.encode())]

    ends = (ConnectionResetError, ssl.SSLEOFError)
    gone = eventually(lambda: _ended(client, ends))

    assert gone
    assert (told.ended, newest.effects("invite")) == (False, 1)


def _ended(client: Http2Client, ends: tuple[type[Exception], ...]) -> bool:
    try:
        return client.socket.recv(65536) == b""
    except ends:
        return True


def test_what_is_not_http_2_is_hung_up_on(newest: World) -> None:
    client = Http2Client(newest)

    client.socket.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")

    assert eventually(lambda: _ended(client, (ConnectionResetError,)))
    client.close()


@pytest.fixture
def newest_tab(newest: World, browser: Browser, browser_type_launch_args: dict[str, Any]) -> Iterator[Tab]:
    """A tab of a browser that knows the portal's key."""
    args = [*browser_type_launch_args["args"], f"--ignore-certificate-errors-spki-list={newest.pin}"]
    told = browser.browser_type.launch(**(browser_type_launch_args | {"args": args}))
    tab = Tab(told.new_page(), newest.origin, "en")
    tab.open("/account/login")
    _log_in(tab.page)
    yield tab
    told.close()


def _log_in(page: Page) -> None:
    """In the page itself: the browser's own requests are the only ones that know the key."""
    account = {"account": LUCIA[0], "password": LUCIA[1]}
    page.evaluate(
        "(told) => fetch('/passport/web/user/login', { method: 'POST', body: JSON.stringify(told) })", account
    )


@pytest.mark.parametrize("frame", ["refused", "goaway"])
def test_a_browser_sends_again_what_was_never_looked_at(newest: World, newest_tab: Tab, frame: str) -> None:
    newest.fault("POST", SEND, do="close_after_commit", frame=frame)
    newest_tab.open(PAGE)

    newest_tab.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    assert eventually(lambda: len(newest.requests("POST", SEND)) >= 2)
    assert newest.effects("invite") == 1


def test_a_browser_does_not_send_again_what_went_wrong(newest: World, newest_tab: Tab) -> None:
    newest.fault("POST", SEND, do="close_after_commit", frame="internal")
    newest_tab.open(PAGE)
    dialog = newest_tab.check("cocina.conluz", LUZ)

    dialog.get_by_role("button", name="Send invitation").click()

    expect(dialog.get_by_role("alert")).to_be_visible()
    assert (len(newest.requests("POST", SEND)), newest.effects("invite")) == (1, 1)


def test_a_browser_sends_again_when_the_connection_ends(newest: World, newest_tab: Tab) -> None:
    newest.fault("POST", SEND, do="close_after_commit")
    newest_tab.open(PAGE)

    newest_tab.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    assert eventually(lambda: len(newest.requests("POST", SEND)) == 2)
    assert newest.effects("invite") == 1
