"""What of a profile is found on the portal's pages, element by element."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Found(StrEnum):
    """How one element was found; only `once` is as it should be."""

    ONCE = "once"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    UNNAMED = "unnamed"  # the profile has no name for it, at all or in the page's language


@dataclass(frozen=True, slots=True)
class ElementSeen:
    """One element; `near` are the likeliest of those that are there instead, as role and name."""

    key: str
    found: Found
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StopSeen:
    """One page or dialog of the walk; `trouble` says why it was not come to, in which case nothing of it was seen."""

    name: str
    language: str
    elements: tuple[ElementSeen, ...]
    trouble: str = ""

    @property
    def good(self) -> bool:
        """Whether it was come to, and everything was found once."""
        return not self.trouble and all(one.found is Found.ONCE for one in self.elements)
