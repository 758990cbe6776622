"""The outermost wall: what may not come in is turned away, and whatever goes out carries the rules for browsers."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, Final

from starlette.datastructures import Headers, MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from agent.dashboard.keys import Keys

CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# What a run has left is shown as a page of its own, in a box without scripts, forms, or this origin's rights.
SANDBOX: Final = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
    " frame-ancestors 'none'; base-uri 'none'"
)
_FOR_BROWSERS: Final = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with it a browser sends `Origin: null` with our own forms too. No other origin learns anything.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=()",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "cache-control": "no-store",
}
NO_SESSION: Final = 401
CLOSED: Final = "/closed"  # the page that says how to come in
MOST_BYTES: Final = 16_384
_METHODS: Final = frozenset({"GET", "HEAD", "POST"})
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "application/json"})
_OPEN: Final = ("/enter", "/static/")
_STREAM: Final = "/stream"  # how the address of each stream of events ends


@dataclass(frozen=True, slots=True)
class Place:
    """Where the dashboard is reached: each `host:port` that a browser may name, exactly as it would."""

    hosts: frozenset[str]
    port: int

    @classmethod
    def at(cls, host: str, port: int) -> Place:
        """The names of an address; a loopback one has three."""
        names = {"127.0.0.1", "localhost", "[::1]"} if is_loopback(host) else {f"[{host}]" if ":" in host else host}
        return cls(frozenset(f"{name.lower()}:{port}" for name in names), port)

    @property
    def cookie(self) -> str:
        """The session's cookie: browsers keep no ports apart, so that its name has to."""
        return f"companion-{self.port}"

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches it; browsers then always say where a request comes from."""
        return f"localhost:{self.port}" in self.hosts


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Doors:
    """An ASGI application around another one."""

    def __init__(self, inside: ASGIApp, place: Place, keys: Keys) -> None:
        """Take what is to be kept safe, where it is reached and who may come in."""
        self._inside = inside
        self._place = place
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or turn it away."""
        if scope["type"] == "lifespan":
            await self._inside(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        safe, refusal = _Outgoing(send), self._objection(scope)
        if refusal == NO_SESSION:
            scope = dict(scope) | {"method": "GET", "path": CLOSED, "asked": scope["path"]}
        elif refusal is not None:
            await _turn_away(refusal, safe)
            return
        body = await _whole(receive) if scope["method"] == "POST" else b""
        if body is None:
            await _turn_away(413, safe)
            return
        await self._inside(scope, _again(body, receive), safe)

    def _objection(self, scope: Scope) -> int | None:
        """The status that turns a request away; None for one that may come in."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host", "").lower()] or headers["host"] not in self._place.hosts:
            return 421
        if scope["method"] not in _METHODS:
            return 405
        if not self._from_here(scope, headers):
            return NO_SESSION if _follows_a_link(scope, headers) else 403
        if scope["method"] == "POST" and headers.get("content-type", "").partition(";")[0] not in _FORMS:
            return 415
        if scope["path"].startswith(_OPEN) or self._keys.knows(session_of(headers, self._place)):
            return None
        return NO_SESSION

    def _from_here(self, scope: Scope, headers: Headers) -> bool:
        """Whether a request is a page's of ours, or a person's own; another port of this machine is somebody else."""
        site = headers.getlist("sec-fetch-site")
        if site not in ([], ["same-origin"], ["none"]):
            return False
        if scope["method"] == "POST":
            return headers.getlist("origin") == [f"http://{headers['host']}"] and site != ["none"]
        if scope["path"].endswith(_STREAM):
            return site == ["same-origin"] or (not site and not self._place.loopback)
        return headers.get("origin") in {None, f"http://{headers['host']}"}


def _follows_a_link(scope: Scope, headers: Headers) -> bool:
    """Whether a person comes by a link in another page, as in a message: who is told to go on by a link of ours."""
    told = [headers.getlist(name) for name in ("sec-fetch-mode", "sec-fetch-dest")]
    return scope["method"] == "GET" and told == [["navigate"], ["document"]] and "origin" not in headers


def session_of(headers: Headers, place: Place) -> str:
    """The session's secret of a request, empty where it has none."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(place.cookie)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


async def _whole(receive: Receive) -> bytes | None:
    """A request's body; None for one that is longer than any of ours, whatever length it claims."""
    body, more = b"", True
    while more and len(body) <= MOST_BYTES:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= MOST_BYTES else None


def _again(body: bytes, receive: Receive) -> Receive:
    """What comes in once more, for whoever reads it inside."""
    read = False

    async def told() -> Message:
        nonlocal read
        if read:
            return await receive()
        read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return told


class _Outgoing:
    """What goes out, with the rules for browsers on it; what a page has said itself stays."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _FOR_BROWSERS.items():
                headers.setdefault(name, value)
        await self._send(message)


_SAID: Final = {
    403: "Not from here.",
    405: "Not this method.",
    413: "Too much.",
    415: "Not this kind of content.",
    421: "Not this host.",
}


async def _turn_away(status: int, send: Any) -> None:  # noqa: ANN401 - our own sender
    body = _SAID[status].encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    own = [(b"allow", b"GET, HEAD, POST")] if status == 405 else []  # noqa: PLR2004 - the status that demands it
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *own]})
    await send({"type": "http.response.body", "body": body})
