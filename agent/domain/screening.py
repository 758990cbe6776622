"""A first look at captions by lists of words: a hint and no more, for a list knows no context.

Text and words are compared in one form: letters of equal meaning are one (NFKC, case folded), and what nobody sees does
not count. Where a script has spaces between words, a word is only found whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agent.domain.content_audit import Objection

_UNSEEN: Final = frozenset({"Cf", "Cc"})  # zero-width signs, soft hyphens, marks of direction
_SELECTORS: Final = ("\u034f", *map(chr, range(0xFE00, 0xFE10)))
# Letters of Latin, Greek and Cyrillic with their marks, and digits: of other scripts a word is found anywhere.
_LETTER: Final = (
    r"[0-9a-z\u00aa\u00b5\u00ba\u00df-\u00f6\u00f8-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u052f\u1e00-\u1fff]"
)
_GAP: Final = r"[\W_]*"  # between the parts of a word: spaces, hyphens, or nothing as in a hashtag


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in the form in which it is compared, and for each of its letters where that came from."""

    text: str
    places: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as it was written."""
        return self.places[start][0], self.places[end - 1][1]


@dataclass(frozen=True)
class WordList:
    """One list: what its words are a sign of, by which rule, in which markets (in all where none is named)."""

    name: str
    language: str
    objection: Objection
    rule: Mapping[str, str]
    markets: frozenset[str]
    words: tuple[str, ...]

    def holds(self, market: str) -> bool:
        """Whether it counts in this market; where no market is meant, every list does."""
        return not (market and self.markets) or market in self.markets

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All words, the longest first."""
        return re.compile("|".join(map(_pattern, sorted(self.words, key=len, reverse=True))))


@dataclass(frozen=True, slots=True)
class WordHit:
    """A passage of a text that is in a list, as it is written there."""

    start: int
    end: int
    passage: str
    list: WordList


def folded(text: str) -> Folded:
    """One form for what means the same; letters are folded together with the marks that stand on them."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        seen = "".join(one for one in text[start:end] if not _unseen(one))
        form = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
        letters += form
        places += [(start, end)] * len(form)
    return Folded("".join(letters), tuple(places))


def found(text: str, lists: Iterable[WordList]) -> list[WordHit]:
    """Every hit, in the order of the text; of two of one list that overlap, the longer word."""
    own = folded(text)
    hits = [_hit(text, own, match, one) for one in lists for match in one.pattern.finditer(own.text)]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.list.name))


def _hit(text: str, own: Folded, match: re.Match[str], one: WordList) -> WordHit:
    start, end = own.origin(match.start(), match.end())
    return WordHit(start, end, text[start:end], one)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """From each letter up to the next: with the marks on it, and the unseen signs after it."""
    start = 0
    for at in range(1, len(text)):
        if not unicodedata.combining(text[at]) and not _unseen(text[at]):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _unseen(sign: str) -> bool:
    return sign in _SELECTORS or (unicodedata.category(sign) in _UNSEEN and sign not in "\t\n\r")


def _pattern(word: str) -> str:
    """The word whole: at an edge that is a letter of a script with spaces no other such letter may follow."""
    parts = folded(word).text.split()
    before = f"(?<!{_LETTER})" if _spaced(parts[0][0]) else ""
    after = f"(?!{_LETTER})" if _spaced(parts[-1][-1]) else ""
    return f"{before}{_GAP.join(map(re.escape, parts))}{after}"


def _spaced(sign: str) -> bool:
    return re.fullmatch(_LETTER, sign) is not None


def can_be_found(word: str) -> bool:
    """Whether anything of a word is left to be looked for."""
    return any(one.isalnum() for one in folded(word).text)
