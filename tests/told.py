"""What a person reads of an error."""

from __future__ import annotations

from agent.errors import CompanionError
from agent.words import Words


def told(error: CompanionError, language: str = "en") -> str:
    """The first of its three lines."""
    return Words.load((), language)(f"error.{error.code}.what", **error.params)
