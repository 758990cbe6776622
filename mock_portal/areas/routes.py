"""The addresses of every area; they come before the placeholders of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.routing import Route

ROUTES: Final[list[Route]] = []
