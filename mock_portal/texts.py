"""The portal's texts by language and key, and how a fault renames some of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent / "labels"
LANGUAGES = ("en", "zh-CN", "es")  # those that it speaks whole
_LANGUAGES = {"en": "en", "zh": "zh-CN", "zh-CN": "zh-CN", "es": "es", "vi": "vi", "th": "th"}
_PARTLY = frozenset({"vi", "th"})  # only a few of their labels are public; the rest stays English


class Texts:
    """All texts of one language: those of every page, and those of each area's own pages."""

    def __init__(self, table: Mapping[str, str], own: Mapping[str, frozenset[str]] | None = None) -> None:
        """`own` is the keys that belong to one area."""
        self.table = table
        self._own = own or {}

    def of(self, area: str) -> dict[str, str]:
        """The texts that a page of an area needs: other areas' are left out."""
        foreign = frozenset().union(*(keys for name, keys in self._own.items() if name != area))
        return {key: text for key, text in self.table.items() if key not in foreign}

    def __call__(self, key: str) -> str:
        """One text; a key without a text shows itself."""
        return self.table.get(key, key)

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        return self("html.lang")

    def called(self, own: Mapping[str, str]) -> Texts:
        """The same texts, but for those keys that are called otherwise."""
        return Texts({**self.table, **own}, self._own)

    def renamed(self, names: Mapping[str, str]) -> Texts:
        """The same texts with old words replaced by new ones."""
        return Texts({key: names.get(text, text) for key, text in self.table.items()}, self._own)


@cache
def texts(language: str) -> Texts:
    """The texts of a language; English where there is no such language.

    NAME.toml holds those of every page, AREA.NAME.toml those of an area.
    """
    name, rest = _LANGUAGES.get(language, "en"), whole(language)
    areas = {path.name.partition(".")[0]: _read(path) for path in sorted(_FOLDER.glob(f"*.{rest}.toml"))}
    table = _read(_FOLDER / f"{rest}.toml")
    for own in (*areas.values(), _read(_FOLDER / f"{name}.toml")):
        table |= own
    return Texts(table, {area: frozenset(own) for area, own in areas.items()})


def _read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def whole(language: str) -> str:
    """The language whose texts are all there, and in which the rest of a half-known one is spoken."""
    name = _LANGUAGES.get(language, "en")
    return "en" if name in _PARTLY else name


def known(language: str | None) -> bool:
    """Whether the portal speaks the language."""
    return language in _LANGUAGES
