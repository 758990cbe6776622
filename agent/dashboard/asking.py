"""Presses that wait for a named person's yes: shown with all that speaks for and against them, and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from agent.dashboard.doors import SANDBOX
from agent.dashboard.pages import form, see
from agent.domain.approving import LIVE, ApprovalState
from agent.domain.permit import Kind

if TYPE_CHECKING:
    from starlette.requests import Request

    from agent.dashboard.pages import Desk

_DECISIONS: Final = {"approve": True, "deny": False}
_LONGEST: Final = 500
_KINDS: Final = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg"}


@dataclass
class Asking:
    """The page of approvals, and what is decided on it."""

    desk: Desk

    async def approvals(self, request: Request) -> Response:
        """Those that wait first, then those that are over, the newest first."""
        told = await self.desk.board.ledger.approvals()
        known = sorted(told, key=lambda one: one.state not in LIVE)
        shops = {one.id: one for one in self.desk.board.roster().shops}
        return self.desk.page(request, "approvals.html", known=known, shops=shops, live=LIVE)

    async def picture(self, request: Request) -> Response:
        """What the page looked like when a yes was asked for, personal data covered."""
        one = await self.desk.board.ledger.approval(request.path_params["approval"])
        content = self.desk.board.picture(one.run, one.picture) if one and one.picture else b""
        kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
        if kind is None:
            return self.desk.lost(request)
        return Response(content, media_type=kind, headers={"content-security-policy": SANDBOX})

    async def decide(self, request: Request) -> Response:
        """A yes, or a no with its reason, by the system's user whom the dashboard runs as."""
        told = await form(request)
        approve, reason = _DECISIONS.get(told.get("decision", "")), told.get("reason", "").strip()[:_LONGEST]
        if approve is None or not (approve or reason):
            kind = "unclear" if approve is None else "no_reason"
            return self.desk.page(request, "message.html", 400, kind=kind)
        board, approval = self.desk.board, request.path_params["approval"]
        await board.ledger.decide_approval(approval, approve=approve, by=board.user, reason=reason)
        return see("/approvals")

    async def press(self, request: Request) -> Response:
        """Make an approved invitation now: the command asks every guard again, and uses the yes at most once.

        An unlink wants its own confirmation, which only the command line takes.
        """
        board = self.desk.board
        one = await board.ledger.approval(request.path_params["approval"])
        shop = board.roster().shop(one.key.shop) if one else None
        if one is None or shop is None or one.state is not ApprovalState.APPROVED or one.key.kind is not Kind.BIND:
            return self.desk.page(request, "message.html", 400, kind="unclear")
        words = ("bind", f"--id={one.key.account}", "--", shop.id, one.handle)
        return await self.desk.start(request, words, shop)
