"""The portal's front door: knows the session, notes the request, and lets faults bite before the pages see it."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from http.cookies import CookieError, SimpleCookie
from sys import intern
from typing import TYPE_CHECKING, Any

from mock_portal.exchange import Exchange, read_body
from mock_portal.form_tokens import FormTokens
from mock_portal.verbs import AROUND
from mock_portal.wire import WIRE

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    from mock_portal.faults import Fault, Faults
    from mock_portal.portal import Portal
    from mock_portal.sessions import Session

_SEEN = (
    "host",
    "user-agent",
    "accept-language",
    "origin",
    "referer",
    "sec-fetch-site",
    "x-csrftoken",
    "via",
    "x-forwarded-for",
)


class Counting(StrEnum):
    """Whether every POST counts, or each form's token once."""

    NAIVE = "naive"
    NONCE = "nonce"


class Gate:
    """An ASGI application around the pages."""

    def __init__(
        self, app: ASGIApp, portal: Portal, faults: Faults, latency: float = 0, counting: Counting = Counting.NAIVE
    ) -> None:
        """`latency` (seconds) slows down everything but static files."""
        self.count(counting)
        self._app = app
        self._portal = portal
        self._faults = faults
        self._latency = latency
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request in."""
        scope["path"] = self._portal.skin.inward(scope["path"])
        exchange = self._exchange(scope, await read_body(receive), send)
        static = str(scope["path"]).startswith("/static/")
        if not static:
            self._portal.catch_up()
            self._settle_session(exchange)
            await asyncio.sleep(self._latency)
        try:
            await _pass(exchange)
        finally:
            exchange.note["aborted"] = exchange.wire.gone.is_set() or exchange.note["status"] is None

    def _exchange(self, scope: Scope, body: bytes, send: Send) -> Exchange:
        session = self._session(scope)
        shop = session.shop if session else ""
        bites = self._faults.bite(scope["method"], scope["path"], shop)
        scope["state"] |= {
            "session": session,
            "speaker": session,
            "bites": bites,
            "portal": self._portal,
            "faults": self._faults,
            "tokens": self._tokens,
        }
        return Exchange(
            portal=self._portal,
            app=self._app,
            scope=scope,
            body=body,
            wire=scope["extensions"][WIRE],
            session=session,
            bites=bites,
            note=self._note(scope, session, bites),
            tokens=self._tokens,
            later=self._later,
            out=send,
        )

    def _session(self, scope: Scope) -> Session | None:
        token = cookies(scope).get("sessionid", "")
        return self._portal.sessions.of(token) if token else None

    def _note(self, scope: Scope, session: Session | None, bites: list[Fault]) -> dict[str, Any]:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        return self._portal.requests.add(
            self._portal.clock.now(),
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            session=session.name if session else None,
            shop=session.shop if session else None,
            headers_seen={name: intern(headers[name]) for name in _SEEN if name in headers},
            faults=[fault.verb for fault in bites],
        )

    def _settle_session(self, exchange: Exchange) -> None:
        """What a fault does to the session before anything else; one that is let die counts from this request on."""
        session = exchange.session
        if session is None:
            return
        for fault in exchange.bites:
            if fault.verb == "expire_session" and session.requests_left is None:
                session.requests_left = fault.args["after"]
            if fault.verb == "egress_moves":
                self._portal.sessions.move(session.login or session.account, fault.args["country"])
            if fault.verb == "shop_switch" and session.login:
                session.shop = _other_shop(self._portal.world.logins[session.login].shops, session.shop, fault)
        session.spend()

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def count(self, counting: Counting) -> None:
        """Begin to count POSTs anew, one way or the other."""
        self.counting = counting
        self._tokens = FormTokens() if counting is Counting.NONCE else None

    def forget_late_work(self) -> None:
        """Cancel what was still to be committed: a reset world must not change by itself."""
        for task in self._tasks:
            task.cancel()


def _other_shop(shops: Sequence[str], present: str, fault: Fault) -> str:
    """The shop that a fault names, if the login has it; else the one after the present."""
    wanted = str(fault.args.get("to", ""))
    return wanted if wanted in shops else shops[(shops.index(present) + 1) % len(shops)]


async def _pass(exchange: Exchange) -> None:
    """Let the first fault that holds the answer play with it, or simply answer."""
    fault = next((one for one in exchange.bites if one.verb in AROUND), None)
    if fault:
        await AROUND[fault.verb](exchange, fault)
    else:
        await exchange.answer(await exchange.commit())


def cookies(scope: Scope) -> dict[str, str]:
    """The request's cookies; a broken header counts as none."""
    text = next((value for name, value in scope["headers"] if name == b"cookie"), b"").decode("latin-1")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(text).items()}
    except CookieError:
        return {}
