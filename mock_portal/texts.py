"""The portal's texts by language and key, and how a fault renames some of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent / "labels"
_LANGUAGES = {"en": "en", "zh": "zh-CN", "zh-CN": "zh-CN"}


class Texts:
    """All texts of one language."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = table

    def __call__(self, key: str) -> str:
        """One text; a key without a text shows itself."""
        return self.table.get(key, key)

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        return self("html.lang")

    def renamed(self, names: Mapping[str, str]) -> Texts:
        """The same texts with old words replaced by new ones."""
        return Texts({key: names.get(text, text) for key, text in self.table.items()})


@cache
def texts(language: str) -> Texts:
    """The texts of a language; English where there is no such language."""
    name = _LANGUAGES.get(language, "en")
    return Texts(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def known(language: str | None) -> bool:
    """Whether the portal speaks the language."""
    return language in _LANGUAGES
