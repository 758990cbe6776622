"""A phone with the Seller app on it, for tests: it logs a desk in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mock_portal.client import World


@dataclass(frozen=True, slots=True)
class Phone:
    """The phone of a login; each deed answers with the code's new state."""

    world: World
    login: str

    def scan(self) -> str:
        """Scan the code that was shown last."""
        return self._do("scan")

    def confirm(self) -> str:
        """Let the desk in that shows it."""
        return self._do("confirm")

    def cancel(self) -> str:
        """Keep it out."""
        return self._do("cancel")

    def _do(self, deed: str) -> str:
        return str(self.world.person({"who": "qr", "login": self.login, "do": deed})["status"])
