"""Where the network comes out: two echo addresses, asked at the same time through the flow's own context."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError

from agent.domain.facts import Egress, Unknown
from agent.domain.httpdate import date_in
from agent.domain.machine import LineSeen
from agent.domain.portal import Origin
from agent.errors import Code, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from datetime import datetime

    from playwright.async_api import APIRequestContext, CDPSession, Page

_TRACE_LINE = re.compile(r"^loc=([A-Z]{2})\r?$", re.MULTILINE)
_COUNTRY = re.compile(r"[A-Z]{2}")
_LONGEST = 4096
_PATIENCE_MS = 10_000
_TRIES = 3
_OK = 200


async def ask(request: APIRequestContext, echoes: Sequence[str]) -> Egress | Unknown:
    """What every echo says, in order; Unknown as soon as one of them says nothing readable."""
    return _told(await asyncio.gather(*(_country(request, echo) for echo in echoes)), echoes)


def _told(countries: Sequence[str], echoes: Sequence[str]) -> Egress | Unknown:
    told = tuple(one for one in countries if one)
    return Egress(told) if told and len(told) == len(echoes) else Unknown("an echo gave no country")


async def ask_in(page: Page, echoes: Sequence[str], own: Container[Origin | None]) -> Egress | Unknown:
    """The same by the network of a page's own browser, whatever line that takes; its cookies go to `own` alone."""
    try:
        async with asyncio.timeout(_PATIENCE_MS / 1000):  # the browser itself sets such a load no bound
            session = await page.context.new_cdp_session(page)
            tree = await session.send("Page.getFrameTree")
            frame = tree["frameTree"]["frame"]["id"]
            countries = await asyncio.gather(*(_country_in(session, frame, echo, own) for echo in echoes))
            await session.detach()
    except (PlaywrightError, TimeoutError):
        return Unknown("an echo gave no country")
    return _told(countries, echoes)


async def _country_in(session: CDPSession, frame: str, echo: str, own: Container[Origin | None]) -> str:
    """What an echo says; a page that changes its process meanwhile breaks a load off, which is tried again."""
    how = {"disableCache": True, "includeCredentials": Origin.of(echo) in own}
    asked = {"frameId": frame, "url": echo, "options": how}
    for _ in range(_TRIES):
        told = (await session.send("Network.loadNetworkResource", asked))["resource"]
        if told["success"] and told.get("httpStatusCode") == _OK:
            return country_in(await _read_out(session, told["stream"]))
    return ""


async def _read_out(session: CDPSession, stream: str) -> str:
    content = await session.send("IO.read", {"handle": stream, "size": _LONGEST})
    await session.send("IO.close", {"handle": stream})
    text = str(content["data"])
    return base64.b64decode(text).decode("utf-8", "replace") if content.get("base64Encoded") else text


async def line_seen(request: APIRequestContext, echo: str, now: Callable[[], datetime]) -> LineSeen | None:
    """What one echo tells of the line that it was asked over; None where nothing comes back.

    Raises Refused(G_ORIGIN) where whoever answers cannot prove to be the portal.
    """
    try:
        answer = await request.get(echo, max_redirects=0, timeout=_PATIENCE_MS)
        country = country_in((await answer.body())[:_LONGEST].decode("utf-8", "replace"))
    except PlaywrightError as error:
        if "certificate" in error.message.casefold():
            raise Refused(Code.G_ORIGIN, detail=str(Origin.of(echo))) from None
        return None
    date = date_in(answer.headers)
    return LineSeen(country, date - now() if date else None)


async def _country(request: APIRequestContext, echo: str) -> str:
    try:
        answer = await request.get(echo, max_redirects=0, timeout=_PATIENCE_MS)
        content = await answer.body() if answer.ok else b""
        return country_in(content[:_LONGEST].decode())
    except (PlaywrightError, UnicodeDecodeError):
        return ""


def country_in(text: str) -> str:
    """The country code in a JSON answer ({"country": "MX"}) or in trace lines (loc=MX); empty where there is none."""
    try:
        told = json.loads(text)
    except RecursionError:
        return ""
    except ValueError:
        found = _TRACE_LINE.findall(text)
        return str(found[0]) if len(found) == 1 else ""
    country = told.get("country", "") if isinstance(told, dict) else ""
    return country if isinstance(country, str) and _COUNTRY.fullmatch(country) else ""
