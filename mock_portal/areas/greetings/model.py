"""An announcement over the home page, and what a login has seen for good."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ModalKind(StrEnum):
    """News are read and put away, a campaign has nothing but a cross, a policy must be agreed to."""

    NEWS = "news"
    CAMPAIGN = "campaign"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class HomeModal:
    """One announcement, for a `shop` or a `login` or, without either, for everybody.

    It comes up `late_ms` after the one before it was put away, or after the page is there; a campaign has a `link`.
    """

    id: str
    title: str
    text: str
    kind: ModalKind = ModalKind.NEWS
    shop: str = ""
    login: str = ""
    link: str = ""
    late_ms: int = 0


@dataclass(frozen=True, slots=True)
class ModalHidden:
    """A login does not want to see an announcement again, or has agreed to it."""

    id: str
    login: str
    modal: str


@dataclass(frozen=True, slots=True)
class TourSeen:
    """A login has had the tour, to its end or not."""

    id: str
    login: str
