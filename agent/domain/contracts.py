"""That a named person has read a contract with another site and found that it allows what this tool does there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contract:
    """Who confirmed it, when, and in which words of which language (their hash); `named` is what was read."""

    site: str
    named: str
    by: str
    version: str
    text_hash: str
    language: str
    at: datetime | None = None
