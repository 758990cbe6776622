"""One request on its way through the portal: where faults take hold, before and after the application has acted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from mock_portal.faults import Fault
    from mock_portal.form_tokens import FormTokens
    from mock_portal.portal import Portal
    from mock_portal.sessions import Session
    from mock_portal.wire import Grip

Headers = list[tuple[bytes, bytes]]
DATA = (b"content-type", b"application/json")
PAGE = (b"content-type", b"text/html; charset=utf-8")
_FORM_TOKEN = b"x-form-token"


@dataclass(slots=True)
class Answer:
    """A whole answer, held back until it may leave."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""


@dataclass(slots=True)
class Exchange:
    """A request, the application that would answer it, and the connection it came on."""

    portal: Portal
    app: ASGIApp
    scope: Scope
    body: bytes
    wire: Grip
    session: Session | None
    bites: list[Fault]
    note: dict[str, Any]
    tokens: FormTokens | None
    later: Callable[[Coroutine[Any, Any, None]], None]
    out: Send

    async def commit(self) -> Answer:
        """Let the application act, and keep what it wants to say; with form tokens each acts once."""
        work = partial(_run, self.app, self.scope, self.body)
        if self.tokens is None or self.scope["method"] != "POST" or not self.scope["path"].startswith("/api/"):
            return await work()
        session = self.session.name if self.session else ""
        token = dict(self.scope["headers"]).get(_FORM_TOKEN, b"").decode("latin-1")
        return await self.tokens.once(session, token, work) or await self.stop("form_token")

    async def stop(self, name: str) -> Answer:
        """What is answered whatever was asked: a page that says why, or a refusal of the call."""
        return await self.page(f"/api/v1/stop/{name}" if self.for_data else f"/stop/{name}")

    async def page(self, path: str) -> Answer:
        """A public page of the portal, as somebody without a session sees it."""
        scope = {**self.scope, "method": "GET", "path": path, "raw_path": path.encode()}
        scope["state"] = {**self.scope["state"], "session": None}
        return await _run(self.app, scope, b"")

    async def answer(self, answer: Answer) -> None:
        """Send a whole answer."""
        await self.begin(answer)
        await self.out({"type": "http.response.body", "body": answer.body})

    async def begin(self, answer: Answer) -> None:
        """Send status and headers, with the portal's date."""
        self.note["status"] = answer.status
        outward = self.portal.skin.outward
        headers = [_led(pair, outward) for pair in answer.headers if pair[0] != b"content-length"]
        headers += [(b"content-length", str(len(answer.body)).encode()), (b"date", self._date())]
        await self.out({"type": "http.response.start", "status": answer.status, "headers": headers})

    async def part(self, body: bytes) -> None:
        """Send some of the body."""
        await self.out({"type": "http.response.body", "body": body, "more_body": True})

    async def pause(self, seconds: float) -> None:
        """Let time pass, whether or not the client stays."""
        await asyncio.sleep(seconds)

    async def hang(self, seconds: float) -> None:
        """Keep the client waiting; ends early when it leaves."""
        try:
            await asyncio.wait_for(self.wire.gone.wait(), seconds)
        except TimeoutError:
            return

    @property
    def for_data(self) -> bool:
        """Whether a page's script asks, and not somebody for a page."""
        return str(self.scope["path"]).startswith(("/api/", "/passport/", "/egress/"))

    def _date(self) -> bytes:
        skew = sum(fault.number("seconds", 0) for fault in self.bites if fault.verb == "skew")
        return format_datetime(self.portal.clock.now() + timedelta(seconds=skew), usegmt=True).encode()


def _led(header: tuple[bytes, bytes], outward: Callable[[str], str]) -> tuple[bytes, bytes]:
    """A header whose address, if it holds one, is called as the portal's skin does."""
    name, value = header
    return (name, outward(value.decode()).encode()) if name == b"location" else header


def plain(status: int) -> Answer:
    """A gateway's short answer."""
    return Answer(status, [(b"content-type", b"text/plain; charset=utf-8")], b"upstream error")


async def read_body(receive: Receive) -> bytes:
    """The request's body; our server hands it over in one piece."""
    body: bytes = (await receive()).get("body", b"")
    return body


async def _run(app: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """Run the application off the connection."""
    answer = Answer()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer
