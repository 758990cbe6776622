"""Who else acts, for tests: the platform's own people, and the owner who gives sub-accounts their rights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mock_portal.client import World


@dataclass(frozen=True, slots=True)
class Compliance:
    """Who watches over the rules."""

    world: World

    def issue(self, shop: str, kind: str, points: int, *, handle: str = "", note: str = "") -> str:
        """Find a violation of a shop, or of an account that sells for it; answers with its number."""
        told = self._do("issue", shop=shop, kind=kind, points=points, handle=handle, note=note)
        return str(told["violation"])

    def accept_appeal(self, violation: str, note: str = "") -> int:
        """Take a violation back; answers with where the shop then stands."""
        return int(self._do("accept_appeal", violation=violation, note=note)["standing"])

    def reject_appeal(self, violation: str, note: str = "") -> int:
        """Let a violation stand; answers with where the shop then stands."""
        return int(self._do("reject_appeal", violation=violation, note=note)["standing"])

    def _do(self, deed: str, **told: object) -> dict[str, Any]:
        return self.world.person({"who": "compliance", "do": deed, **told})


@dataclass(frozen=True, slots=True)
class Videos:
    """The videos of one creator, and how the portal's check of them fares."""

    world: World
    handle: str

    def publish(self, objection: str | None = None, *, caption: str = "", passage: str = "") -> str:
        """Publish one, with what the check will find in it; answers with its number."""
        return str(self._do("publish", objection=objection, caption=caption, passage=passage)["video"])

    def delete(self, video: str) -> None:
        """Take one away."""
        self._do("delete", video=video)

    def stall(self) -> None:
        """Let the checks of this account never end."""
        self._do("stall")

    def _do(self, deed: str, **told: object) -> dict[str, Any]:
        return self.world.person({"who": "videos", "do": deed, "handle": self.handle, **told})


@dataclass(frozen=True, slots=True)
class Support:
    """Customer service."""

    world: World

    def answer(self, ticket: str, text: str) -> None:
        """Answer a ticket."""
        self._do("answer", ticket=ticket, text=text)

    def resolve(self, ticket: str) -> None:
        """Close a ticket."""
        self._do("resolve", ticket=ticket)

    def join(self, shop: str) -> None:
        """Take a shop's chat out of the queue."""
        self._do("join", shop=shop)

    def say(self, shop: str, text: str) -> None:
        """Say something in a shop's chat."""
        self._do("say", shop=shop, text=text)

    def end(self, shop: str) -> None:
        """End a shop's chat."""
        self._do("end", shop=shop)

    def _do(self, deed: str, **told: str) -> None:
        self.world.person({"who": "support", "do": deed, **told})


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of the main account that a login is a sub-account of."""

    world: World
    login: str

    def takes(self, right: str) -> None:
        """Take a right away: an area such as `creators`, `creators:press`, or `shop:ID`."""
        self._do("take", right=right)

    def gives(self, right: str) -> None:
        """Give a right back."""
        self._do("give", right=right)

    def drops(self, shop: str) -> None:
        """Take a shop out of the login's list."""
        self._do("drop", shop=shop)

    def _do(self, deed: str, **told: str) -> None:
        self.world.person({"who": "owner", "login": self.login, "do": deed, **told})
