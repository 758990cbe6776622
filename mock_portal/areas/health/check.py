"""The self-check of a text before it is published: what is found in it, where, and by which rule."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mock_portal.world import World

_LETTER = r"[^\W\d_]"
# How long the real check thinks is not public; two seconds are enough to be seen waiting.
THINKING = timedelta(seconds=2)
# Leads elsewhere that no list of words catches: addresses of other sites, of mailboxes, and telephone numbers.
_LEADS = (
    r"(?:https?://|www\.)(?!(?:[\w-]+\.)*tiktok\.com(?:[/?#]|\s|$))\S*[^\s.,;:!?)»\u3002\uff0c]",
    r"[\w.+-]+@[\w-]+\.\w[\w.]*",
    r"(?<![\w.])\+?[0-9](?:[ -]?[0-9]){8,14}(?!\w)",
)


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """One text that was given to the check."""

    id: str
    shop: str
    market: str
    text: str
    at: datetime

    def ready(self, now: datetime) -> bool:
        """Whether its findings can be shown."""
        return now - self.at >= THINKING


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage from `start` up to `end`, both counted in characters."""

    rule: str
    start: int
    end: int
    passage: str


def markets() -> list[str]:
    """Where the check knows the rules."""
    return [name for name in _lists() if name != "every"]


def findings(text: str, market: str) -> list[Finding]:
    """What is found, in the order of the text; of two that overlap the longer one."""
    found = sorted(_matches(text, market), key=lambda one: (one.start - one.end, one.start))
    kept: list[Finding] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def checks_of(world: World, shop: str) -> list[ContentCheck]:
    """A shop's checks, newest first."""
    mine = world.table(ContentCheck).about("shop", shop)
    return sorted(mine, key=lambda one: (one.at, one.id), reverse=True)


def _matches(text: str, market: str) -> Iterator[Finding]:
    for rule, pattern in _patterns(market):
        for match in pattern.finditer(text):
            yield Finding(rule, match.start(), match.end(), match[0])


@cache
def _patterns(market: str) -> list[tuple[str, re.Pattern[str]]]:
    lists = _lists()
    words = [(rule, _whole(word)) for name in ("every", market) for rule, many in lists[name].items() for word in many]
    leads = [("off_platform", lead) for lead in _LEADS]
    return [(rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in words + leads]


def _whole(word: str) -> str:
    """A word as a pattern: not inside another word, where the script has spaces between words."""
    spaced = unicodedata.name(word[0]).startswith(("LATIN", "DIGIT"))
    return rf"(?<!{_LETTER}){re.escape(word)}(?!{_LETTER})" if spaced else re.escape(word)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
