"""The platform's own people, for tests: they find violations and decide appeals."""

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
        """Take a violation back; answers with the shop's score."""
        return int(self._do("accept_appeal", violation=violation, note=note)["score"])

    def reject_appeal(self, violation: str, note: str = "") -> int:
        """Let a violation stand; answers with the shop's score."""
        return int(self._do("reject_appeal", violation=violation, note=note)["score"])

    def _do(self, deed: str, **told: object) -> dict[str, Any]:
        return self.world.person({"who": "compliance", "do": deed, **told})
