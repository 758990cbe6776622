"""What a person does here: come in and leave, and start a command, under the same guards as everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from agent.dashboard.doors import session_of
from agent.dashboard.pages import form, see
from agent.dashboard.streams import said
from agent.domain.identity import parse_handle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.requests import Request

    from agent.dashboard.pages import Desk
    from agent.dashboard.views import Views
    from agent.domain.roster import Shop


def _check(shop: Shop, said: Mapping[str, str]) -> Sequence[str] | None:
    """Ask every guard about one account, or about all that are wanted."""
    if not said.get("handle", "").strip():
        return ("check", "--", shop.id)
    handle = _handle(said)
    return ("check", f"--account={handle}", "--", shop.id) if handle else None


def _rehearse(shop: Shop, said: Mapping[str, str]) -> Sequence[str] | None:
    """Walk to the last click of an invitation, and stop there."""
    handle = _handle(said)
    return ("bind", "--dry-run", "--", shop.id, handle) if handle else None


def _apply(shop: Shop, said: Mapping[str, str]) -> Sequence[str] | None:
    """Do what is due in a shop, where a person has said once more that it may be pressed."""
    return ("apply", f"--shop={shop.id}") if said.get("sure") == "yes" else None


COMMANDS: Final[Mapping[str, Callable[[Shop, Mapping[str, str]], Sequence[str] | None]]] = {
    "check": _check,
    "rehearse": _rehearse,
    "apply": _apply,
}


def _handle(said: Mapping[str, str]) -> str | None:
    try:
        return parse_handle(said.get("handle", "").strip())
    except ValueError:
        return None


@dataclass
class Deeds:
    """The requests that change something."""

    desk: Desk
    views: Views
    entered: Callable[[], None]

    async def door(self, request: Request) -> Response:
        """The page that a link opens: it sends on the secret behind the #, which no server and no log has seen."""
        return self.desk.page(request, "enter.html", trouble=None)

    async def closed(self, request: Request) -> Response:
        """How to come in, for whoever has not."""
        asked = f"/{request.scope.get('asked', '').lstrip('/')}"  # with two of them it would be another site's
        return self.desk.page(request, "message.html", 401, kind="closed", asked=asked, trouble=None)

    async def enter(self, request: Request) -> Response:
        """A link's secret for a session; it is good once."""
        session = self.desk.keys.enter((await form(request)).get("token", ""))
        if session is None:
            return Response(status_code=403)
        answer = Response(status_code=204)
        answer.set_cookie(self.desk.place.cookie, session, httponly=True, samesite="strict")
        self.entered()
        return answer

    async def leave(self, request: Request) -> Response:
        """End a session."""
        self.desk.keys.leave(session_of(request.headers, self.desk.place))
        answer = see("/")
        answer.delete_cookie(self.desk.place.cookie, httponly=True, samesite="strict")
        return answer

    async def start(self, request: Request) -> Response:
        """Start a command for a shop of the roster, and look at it."""
        told = await form(request)
        shop = self.desk.board.roster().shop(told.get("shop", ""))
        make = COMMANDS.get(told.get("act", ""))
        words = make(shop, told) if shop and make else None
        if shop is None or words is None:
            return self.desk.page(request, "message.html", 400, kind="unclear")
        return await self.desk.start(request, words, shop)

    async def child(self, request: Request) -> Response:
        """A command that was started here: what it says, and how it ended."""
        child = self.desk.children.get(request.path_params["number"])
        return self.desk.page(request, "child.html", child=child) if child else self.desk.lost(request)

    async def listen(self, request: Request) -> Response:
        """What a command says from now on."""
        child = self.desk.children.get(request.path_params["number"])
        after = request.query_params.get("after", "0")
        if child is None or not (after.isascii() and after.isdecimal() and len(after) < 10):  # noqa: PLR2004 - no more lines
            return Response(status_code=404)
        return self.views.streamed(said(child, self.desk.closing, int(after)))
