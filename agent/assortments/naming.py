"""Which product a cell names: by its id, or by a link to it at the portal itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from agent.domain.identity import legible, parse_id, shown
from agent.domain.portal import Origin
from agent.typed import Unfit

if TYPE_CHECKING:
    from collections.abc import Collection

_A_NUMBER: Final = re.compile(r"[0-9]{6,32}")
_LINK: Final = re.compile(r"[/:.?]")
_TAG: Final = re.compile(r"<\s*[a-zA-Z/!?]")
_FORMULA: Final = ("=", "＝")  # noqa: RUF001 - the full-width one too


def product_of(text: str, origins: Collection[Origin]) -> str:
    """The product's id; raises Unfit, also for a link that leads elsewhere than to these origins."""
    if text.startswith(_FORMULA):
        raise Unfit(why="formula")
    if _LINK.search(text):
        return _linked(text, origins)
    try:
        return parse_id(text)
    except ValueError:
        raise Unfit(why="not_a_product", value=shown(text, 60)) from None


def _linked(text: str, origins: Collection[Origin]) -> str:
    origin = Origin.of(text)
    if origin is None:
        raise Unfit(why="not_a_link", value=shown(text, 80))
    if origin not in origins:
        raise Unfit(why="foreign_link", value=origin, known=", ".join(sorted(map(str, origins))))
    parts = urlsplit(text)
    named: set[str] = {*parts.path.split("/"), *parse_qs(parts.query).get("product_id", ())}
    numbers = {one for one in named if _A_NUMBER.fullmatch(one)}
    if len(numbers) != 1:
        raise Unfit(why="no_product_in_link", value=shown(text, 80))
    return numbers.pop()


def words_of(text: str) -> str:
    """A line of words as it is; raises Unfit for what a page or a spreadsheet would take for more than words."""
    if text.startswith(_FORMULA):
        raise Unfit(why="formula")
    if _TAG.search(text):
        raise Unfit(why="markup", value=legible(text, 60))
    if not text.isprintable() and legible(text, len(text)) != text:
        raise Unfit(why="invisible", value=legible(text, 60))
    return text
