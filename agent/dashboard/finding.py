"""Some shops out of a thousand: by words, by what they need, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from agent.dashboard.cards import Card

ON_A_PAGE: Final = 50
_OF_AN_ID: Final = 6  # digits that name one
FILTERS: Final[Mapping[str, Callable[[Card], bool]]] = MappingProxyType(
    {
        "all": lambda _: True,
        "person": lambda card: card.needs_person > 0,
        "due": lambda card: card.due > 0,
        "invited": lambda card: bool(card.known.invitations),
        "cooling": lambda card: bool(card.cooling),
        "free": lambda card: card.free > 0,
        "spent": lambda card: not card.unlinks.left,
        "low": lambda card: card.score_is_low,
    }
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which shops are asked for: words that all have to be found, a filter, and a page of what is left."""

    words: str = ""
    filter: str = "all"
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wish:
        """What an address asks for; what it asks in vain is left aside."""
        page, chosen = asked.get("page", "1"), asked.get("show", "all")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1  # noqa: PLR2004 - no more shops
        return cls(asked.get("q", "")[:100].strip(), chosen if chosen in FILTERS else "all", max(1, number))

    def address(self, **other: str | int) -> str:
        """The address of the same wish, or of one that is other in these parts."""
        told = {"q": self.words, "show": self.filter, "page": self.page} | other
        kept = {name: value for name, value in told.items() if value not in {"", "all", 1}}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of shops, how many there are in all, and how many each filter would leave."""

    cards: Sequence[Card]
    count: int
    pages: int
    page: int
    counts: Mapping[str, int]


def find(cards: Sequence[Card], wish: Wish) -> Found:
    """The shops that are asked for: those that need a person come first, then by name."""
    named = [card for card in cards if _named(card, wish.words)]
    counts = {name: sum(map(wanted, named)) for name, wanted in FILTERS.items()}
    left = sorted(
        filter(FILTERS[wish.filter], named), key=lambda card: (not card.needs_person, card.shop.name.casefold())
    )
    pages = max(1, -(-len(left) // ON_A_PAGE))
    page = min(wish.page, pages)
    return Found(left[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], len(left), pages, page, counts)


def _named(card: Card, words: str) -> bool:
    if not words:
        return True
    shop, login = card.shop, card.login
    handles = [*(one.handle for one in shop.accounts), *(one.handle for one in card.known.links)]
    text = " ".join([shop.name, shop.region, login.name, *handles]).casefold()
    return all(_tells(word.removeprefix("@"), text, (shop.id, login.id)) for word in words.casefold().split())


def _tells(word: str, text: str, ids: Sequence[str]) -> bool:
    """Whether a word is part of a text, or an id begins with it; the middle of a number is no word."""
    return word in text or (len(word) >= _OF_AN_ID and any(one.startswith(word) for one in ids))
