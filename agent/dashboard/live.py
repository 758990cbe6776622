"""A page that is in a person's hands: its frames go out to the reader, and what the reader does there goes back."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from agent.dashboard.streams import event
from agent.domain.handover import HandedOver, HandOverState
from agent.errors import MendInput
from agent.wiring.boards import NotALineError, as_input

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

    from agent.dashboard.pages import Desk
    from agent.dashboard.views import Views
    from agent.wiring.boards import LiveClient

_AT_ONCE: Final = 100  # inputs in one request
_LATELY: Final = 200


@dataclass
class Live:
    """The view of pages that were handed over; nothing of them is kept."""

    desk: Desk
    views: Views
    _looks: dict[str, list[LiveClient]] = field(default_factory=dict)

    async def page(self, request: Request) -> Response:
        """Where a person sees a page and uses it, or is told how that ended."""
        one = await self._known(request)
        if one is None:
            return self.desk.lost(request)
        shop = self.desk.board.roster().shop(one.shop)
        waits = one.state is HandOverState.WAITING
        return self.desk.page(request, "live.html", one=one, shop=shop, waits=waits)

    async def stream(self, request: Request) -> Response:
        """Its frames, as they change."""
        one = await self._known(request)
        if one is None or one.state is not HandOverState.WAITING:
            return Response(status_code=404)
        return self.views.streamed(self._frames(one))

    async def act(self, request: Request) -> Response:
        """What the person did there, in order; what it was stands in no log."""
        told = _listed(await request.body())
        looks = self._looks.get(request.path_params["hand_over"], ())
        client = next((one for one in looks if one.yours), None)
        if told is None or client is None:
            return Response(status_code=409 if told else 400)
        try:
            for one in [as_input(one) for one in told]:
                await client.send(one)
        except NotALineError:
            return Response(status_code=400)
        return Response(status_code=204)

    async def _known(self, request: Request) -> HandedOver | None:
        asked = request.path_params["hand_over"]
        return next((one for one in await self.desk.board.ledger.handovers(limit=_LATELY) if one.id == asked), None)

    async def _frames(self, one: HandedOver) -> AsyncIterator[str]:
        try:
            async with self.desk.board.live(one) as client:
                looks = self._looks.setdefault(one.id, [])
                looks.append(client)
                try:
                    async for frame in client.frames():
                        shown = base64.b64encode(frame.jpeg).decode()
                        size = {"width": frame.width, "height": frame.height}
                        yield event("frame", {"jpeg": shown, "yours": client.yours} | size)
                finally:
                    looks.remove(client)
        except MendInput:
            yield event("elsewhere", {})
            return
        yield event("over", {})


def _listed(body: bytes) -> list[dict[str, Any]] | None:
    """The inputs of one request; None for what is no such list."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(told, list) and 0 < len(told) <= _AT_ONCE and all(isinstance(one, dict) for one in told)
    return told if whole else None
