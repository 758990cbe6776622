"""Skins that a seed draws: labels, addresses, ids, order, widgets and wrappers."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mock_portal.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What may stand in the place of a tag; the tag itself where it is empty.
_TAGS: Final = {"button": ("", "span", "div", "a"), "table": ("", "div"), "list": ("", "div"), "radio": ("", "span")}
_STOPS: Final = ".。?？!！:：…"  # noqa: RUF001 - Chinese has its own
_SHORT: Final = {"en": "en", "zh-CN": "zh", "es": "es"}
# What has a meaning of its own to whoever reads it, and is called the same in every skin.
_KEPT = re.compile(r"html\.|brand|region\.|table\.total|.*\.article\.|profile\.zone")


def skin(seed: int) -> dict[str, Any]:
    """The parts of the skin that a seed draws."""
    dice, sources = _dice(seed, "parts"), _sources()["sources"]
    return {
        "order": dice.randrange(1, 2**31),
        "wraps": dice.randrange(3),
        "paths": dict(_paths(dice, sources["paths"], sources["nouns"])),
        "names": dict(_names(dice, sources["names"], sources["nouns"])),
        "tags": {kind: tag for kind, tags in _TAGS.items() if (tag := dice.choice(tags))},
        "labels": cache(lambda language: labels(seed, language)),
    }


def labels(seed: int, language: str) -> dict[str, str]:
    """Every label of a language, each of them once; the same places of the rows in every language."""
    taken: set[str] = set()
    drawn: dict[str, str] = {}
    for key, text in texts(language).table.items():
        if not _KEPT.match(key):
            made = next(one for one in _tries(seed, language, key, text) if one != text and one not in taken)
            taken.add(made)
            drawn[key] = made
    return drawn


def _tries(seed: int, language: str, key: str, text: str) -> Iterator[str]:
    """What a text might be called, the plainest first."""
    plain = _said(seed, language, text)
    yield plain
    rows = _sources()["apart"]
    place = _dice(seed, key).randrange(len(rows[0]["en"]))
    for step in range(len(rows[0]["en"]) * len(rows)):
        row = rows[step % len(rows)][_SHORT[language]]
        yield _with(plain, row[(place + step) % len(row)], language)
    for number in range(2, len(texts(language).table)):
        yield _with(plain, str(number), language)


def _with(text: str, more: str, language: str) -> str:
    """A text with a word more, before what ends its sentence."""
    words = text.rstrip(_STOPS)
    return f"{words}{'' if language == 'zh-CN' else ' '}{more}{text[len(words) :]}"


def _said(seed: int, language: str, text: str) -> str:
    """A text with the words of this seed."""
    words = _vocabulary(seed, _SHORT[language])

    def other(found: re.Match[str]) -> str:
        word = words[found[0].lower()]
        return word[:1].upper() + word[1:] if found[0][:1].isupper() else word

    return _pattern(language).sub(other, text)


@lru_cache(maxsize=64)
def _vocabulary(seed: int, language: str) -> dict[str, str]:
    dice, rows = _dice(seed, "words"), _sources()["word"]
    places = [dice.randrange(1, len(row["en"])) for row in rows]
    return {row[language][0]: row[language][place] for row, place in zip(rows, places, strict=True)}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted((row[_SHORT[language]][0] for row in _sources()["word"]), key=len, reverse=True)
    edge = "" if language == "zh-CN" else r"\b"
    return re.compile(f"{edge}(?:{'|'.join(map(re.escape, words))}){edge}", re.IGNORECASE)


def _paths(dice: random.Random, paths: Iterable[str], nouns: list[str]) -> Iterator[tuple[str, str]]:
    for number, path in enumerate(paths):
        first, second = dice.sample(nouns, 2)
        yield path, f"/{first}-{second}{number}" if dice.random() < 0.5 else f"/{first}{number}/{second}"  # noqa: PLR2004 - heads or tails


def _names(dice: random.Random, names: Iterable[str], nouns: list[str]) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(names):
        first, second = dice.sample(nouns, 2)
        yield name, f"{first}-{second}-{dice.getrandbits(16):x}{number}"


def _dice(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed}/{what}")  # noqa: S311 - repeatable luck is the point


@cache
def _sources() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "skins" / "drawn.toml").read_text(encoding="utf-8"))
