"""Who may come in, and what a browser is told to hold to: each check asked as an attacker or a browser would ask it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from dash_bench import HOST, ORIGIN, PORT, Dash, Headers

from agent.dashboard.doors import MOST_BYTES, Place

pytestmark = pytest.mark.fast

FORM = ("content-type", "application/x-www-form-urlencoded")
SITE = ("sec-fetch-site", "same-origin")
FOREIGN = [("host", HOST), ("sec-fetch-site", "cross-site")]
FOLLOWED = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]
OURS = [("host", HOST), ("origin", ORIGIN), SITE, FORM]

# Each with its own session where "session" stands in front: method, address, headers, the status that it must get.
GUARDED: dict[str, tuple[str, str, Headers, int]] = {
    "a person's own address bar": ("GET", "/", [("host", HOST), ("sec-fetch-site", "none")], 200),
    "a page of ours": ("GET", "/", [("host", HOST), SITE], 200),
    "localhost by its name": ("GET", "/", [("host", f"localhost:{PORT}")], 200),
    "localhost in IPv6": ("GET", "/", [("host", f"[::1]:{PORT}")], 200),
    "another name that leads here (DNS rebinding)": ("GET", "/", [("host", f"evil.example:{PORT}")], 421),
    "our name with something behind it": ("GET", "/", [("host", f"127.0.0.1:{PORT}.evil.example")], 421),
    "our name without the port": ("GET", "/", [("host", "127.0.0.1")], 421),
    "another port": ("GET", "/", [("host", f"127.0.0.1:{PORT + 1}")], 421),
    "all addresses": ("GET", "/", [("host", f"0.0.0.0:{PORT}")], 421),
    "another way to write loopback": ("GET", "/", [("host", f"127.1:{PORT}")], 421),
    "a user in the host": ("GET", "/", [("host", f"{HOST}@evil.example")], 421),
    "two hosts": ("GET", "/", [("host", HOST), ("host", "evil.example")], 421),
    "no host": ("GET", "/", [], 421),
    "another site's page": ("GET", "/", [("host", HOST), ("sec-fetch-site", "cross-site")], 403),
    "another port of this machine": ("GET", "/", [("host", HOST), ("sec-fetch-site", "same-site")], 403),
    "a link in another site's page, which only leads to how to go on": ("GET", "/", [*FOREIGN, *FOLLOWED], 401),
    "a frame in another site's page": ("GET", "/", [*FOREIGN, FOLLOWED[0], ("sec-fetch-dest", "iframe")], 403),
    "a picture in another site's page": ("GET", "/", [*FOREIGN, ("sec-fetch-mode", "no-cors")], 403),
    "a header said twice": ("GET", "/", [("host", HOST), SITE, ("sec-fetch-site", "cross-site")], 403),
    "a script of another origin": ("GET", "/", [("host", HOST), ("origin", "http://evil.example")], 403),
    "a stream of ours": ("GET", "/work/0/stream", [("host", HOST), SITE], 404),
    "a stream that nobody says where from": ("GET", "/stream", [("host", HOST)], 403),
    "a stream typed into the address bar": ("GET", "/stream", [("host", HOST), ("sec-fetch-site", "none")], 403),
    "a form of ours": ("POST", "/work", OURS, 400),
    "a form of another site": ("POST", "/work", [("host", HOST), ("origin", "http://evil.example"), FORM], 403),
    "a form without an origin": ("POST", "/work", [("host", HOST), FORM], 403),
    "a form of nobody": ("POST", "/work", [("host", HOST), ("origin", "null"), SITE, FORM], 403),
    "a form of another port": (
        "POST",
        "/work",
        [("host", HOST), ("origin", f"http://127.0.0.1:{PORT + 1}"), FORM],
        403,
    ),
    "a form over https, which we are not": (
        "POST",
        "/work",
        [("host", HOST), ("origin", f"https://{HOST}"), FORM],
        403,
    ),
    "a form by another of our names": (
        "POST",
        "/work",
        [("host", HOST), ("origin", f"http://localhost:{PORT}"), FORM],
        403,
    ),
    "two origins": ("POST", "/work", [*OURS, ("origin", "http://evil.example")], 403),
    "a form typed by nobody": ("POST", "/work", [*OURS[:2], ("sec-fetch-site", "none"), FORM], 403),
    "a body that needs no preflight": ("POST", "/work", [*OURS[:3], ("content-type", "text/plain")], 415),
    "a file": ("POST", "/work", [*OURS[:3], ("content-type", "multipart/form-data; boundary=x")], 415),
    "PUT": ("PUT", "/work", OURS, 405),
    "DELETE": ("DELETE", "/", OURS, 405),
    "TRACE": ("TRACE", "/", OURS, 405),
    "a method that nobody knows": ("BREW", "/nowhere", OURS, 405),
    "a preflight": ("OPTIONS", "/", [*OURS, ("access-control-request-method", "POST")], 405),
    "starting by GET": ("GET", "/work?shop=7495000000000000011&act=apply&sure=yes", [("host", HOST), SITE], 200),
    "leaving by GET": ("GET", "/leave", [("host", HOST), SITE], 405),
    "a file outside": ("GET", "/static/../pages.py", [("host", HOST), SITE], 404),
    "a file outside, spelt otherwise": ("GET", "/static/..%2fpages.py", [("host", HOST), SITE], 404),
    "a template": ("GET", "/static/frame.html", [("host", HOST), SITE], 404),
    "a run that is a path": ("GET", "/runs/..%2f..%2fetc%2fpasswd/report", [("host", HOST), SITE], 404),
    "nothing": ("GET", "/admin", [("host", HOST), SITE], 404),
}


@pytest.mark.parametrize("what", GUARDED)
def test_what_comes_in_and_what_does_not(dash: Dash, what: str) -> None:
    method, address, headers, status = GUARDED[what]
    own = ("cookie", f"{dash.desk.place.cookie}={dash.session}")

    assert dash.ask(method, address, [*headers, own]).status == status
    assert dash.desk.children.all == []


RULES = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "access-control-allow-origin": "",
    "server": "",
}


@pytest.mark.parametrize("address", ["/", "/enter", "/static/dashboard.css", "/nowhere", "/people"])
@pytest.mark.parametrize("rule", RULES)
def test_every_answer_carries_the_rules_for_browsers(dash: Dash, address: str, rule: str) -> None:
    assert dash.get(address).header(rule) == RULES[rule]


@pytest.mark.parametrize("headers", [[("host", "evil.example")], [("host", HOST), ("sec-fetch-site", "cross-site")]])
def test_what_is_turned_away_carries_them_too(dash: Dash, headers: Headers) -> None:
    assert dash.ask("GET", "/", headers).header("content-security-policy") == RULES["content-security-policy"]


@pytest.mark.parametrize("address", ["/", "/shops/7495000000000000011", "/runs", "/people", "/work", "/runs/x/report"])
@pytest.mark.parametrize(
    "cookie", ["", "companion-8790=", "companion-8790=guessed", "other=x; companion-1=y", "\x7f=;"]
)
def test_without_a_session_nothing_is_told(dash: Dash, address: str, cookie: str) -> None:
    dash.session = ""
    answer = dash.ask("GET", address, [("host", HOST), ("cookie", cookie)])

    assert answer.status == 401
    assert "Shop 0000" not in answer.text


def test_without_a_session_nothing_is_done(dash: Dash) -> None:
    dash.session = "guessed"

    answer = dash.post("/work", {"shop": "7495000000000000011", "act": "check"})

    assert (answer.status, dash.desk.children.all) == (401, [])


def test_a_body_that_is_too_long_is_read_no_further(dash: Dash) -> None:
    one_too_many = dash.ask("POST", "/enter", OURS, b"x" * (MOST_BYTES + 1))
    many = dash.ask("POST", "/enter", OURS, b"x" * 40 * MOST_BYTES)

    assert (one_too_many.status, many.status) == (413, 413)
    assert many.unread > 38 * MOST_BYTES


@pytest.mark.parametrize("address", ["//evil.example/x", "///evil.example", "/shops/1"])
def test_whoever_came_by_a_link_is_led_on_within_this_site(dash: Dash, address: str) -> None:
    answer = dash.ask("GET", address, [*FOREIGN, *FOLLOWED])

    assert f'<a href="/{address.lstrip("/")}">' in answer.text


def test_nobody_speaks_another_protocol(dash: Dash) -> None:
    assert dash.ask("GET", "/stream", OURS, kind="websocket").status == 1008


def test_a_link_opens_once_and_its_session_is_for_scripts_and_other_sites_out_of_reach(dash: Dash) -> None:
    token = dash.keys.new_link()

    first, again = (dash.post("/enter", {"token": token}) for _ in range(2))

    assert (first.status, again.status, again.cookie) == (204, 403, "")
    told = first.header("set-cookie").lower()
    assert all(one in told for one in ("httponly", "samesite=strict", "path=/"))
    assert dash.links == 1


def test_the_secret_of_a_link_stands_in_no_address(dash: Dash) -> None:
    token = dash.keys.new_link()

    dash.session = ""

    assert dash.get(f"/enter?token={token}").cookie == ""
    assert dash.get(f"/?token={token}").status == 401


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 40, "' OR 1=1"])
def test_a_guess_opens_nothing(dash: Dash, token: str) -> None:
    dash.keys.new_link()

    assert dash.post("/enter", {"token": token}).status == 403


def test_whoever_leaves_has_to_come_in_again(dash: Dash) -> None:
    assert dash.post("/leave", {}).status == 303

    assert dash.get("/").status == 401


def test_a_session_that_nobody_uses_ends(dash: Dash) -> None:
    dash.ticks = 12 * 3600.0 - 1
    assert dash.get("/").status == 200

    dash.ticks += 12 * 3600.0 + 1

    assert dash.get("/").status == 401


def test_a_place_in_the_network_has_its_own_name_alone() -> None:
    assert Place.at("192.168.1.20", 80).hosts == {"192.168.1.20:80"}
    assert Place.at("fd00::1", 80).hosts == {"[fd00::1]:80"}


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "/?lang=//evil.example"])
def test_nothing_leads_to_another_site(dash: Dash, address: str) -> None:
    assert "evil.example" not in dash.get(address).header("location")


def test_a_form_with_too_many_fields_is_no_form(dash: Dash) -> None:
    told = {f"x{number}": "" for number in range(50)} | {"shop": "7495000000000000011", "act": "check"}
    assert len(urlencode(told)) < MOST_BYTES

    assert dash.post("/work", told).status == 400
