"""The time of day: the machine's, or on loopback the portal's, so that a day can pass in a test."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, Request, build_opener

from agent.domain.httpdate import date_in
from agent.errors import Code, TryLater
from agent.ports import Clock

if TYPE_CHECKING:
    from agent.domain.portal import Origin


class SystemClock(Clock):
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment in UTC."""
        return datetime.now(UTC)

    async def sleep(self, pause: timedelta) -> None:
        """Wait for real."""
        await asyncio.sleep(pause.total_seconds())


class PortalClock(SystemClock):
    """A clock that follows the Date header of a loopback portal; it waits in real time."""

    def __init__(self, origin: Origin, patience: float = 5.0) -> None:
        """Ask the portal once, TryLater(E_PORTAL_DOWN) where it is silent; off loopback it is our own mistake."""
        if not origin.loopback:
            raise ValueError(str(origin))
        request = Request(f"{origin}/egress/trace", method="HEAD")  # noqa: S310 - a loopback origin, http by construction
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=patience) as answer:
                date = date_in(answer.headers)
        except (OSError, ValueError):
            date = None
        if date is None:
            raise TryLater(Code.E_PORTAL_DOWN, detail="no_time_told", value=origin)
        self.ahead = date - super().now()

    def now(self) -> datetime:
        """The portal's moment in UTC."""
        return super().now() + self.ahead
