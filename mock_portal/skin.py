"""A skin: what the site calls its pages and parts, in which order and of which widgets it builds them, and its labels.

The pages are written in the first skin. Another one is put over them at two places, and they know nothing of it:
`inward` leads an address of the skin to the page that is meant, `worded` writes the skin's words into the page, script
or style that goes out. What a script builds asks `static/skin.js`, which is told the rest by `told`.
"""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from markupsafe import Markup

from mock_portal import drawn
from mock_portal.marks import code
from mock_portal.mistakes import InputError
from mock_portal.texts import LANGUAGES, texts, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mock_portal.texts import Texts

T = TypeVar("T")

_FOLDER = Path(__file__).parent / "skins"
_DRAWN = re.compile(r"random:([0-9]{1,9})", re.ASCII)
_ADDRESS = re.compile(r"^([a-z]+://[^/]*)?(.*)$", re.DOTALL)
# A word of markup; a test id with points in it only where it is all of a string, or it may be a script's own.
_WORD = re.compile(r"""(?<=")[a-z]+\.[a-z]+(?=")|[A-Za-z][\w-]*""", re.ASCII)
_BETWEEN = "<!--|-->"
# Where an address that a skin calls otherwise leads to: nothing is behind it.
_NOWHERE = "/-"


@dataclass(frozen=True)
class Skin:
    """One skin; `paths` and `names` (ids, classes, test ids) from the first skin's to its own.

    `order` is the seed of every order (0: as written), `wraps` how deep a text lies in its element, `tags` what
    buttons, tables, lists and radios are made of, `labels` the texts by language that are its own.
    """

    name: str = ""
    order: int = 0
    wraps: int = 0
    paths: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    labels: Callable[[str], Mapping[str, str]] = lambda _: {}

    def inward(self, path: str) -> str:
        """The page that is meant by an address; what only the first skin calls so is nowhere."""
        if not self.paths:
            return path
        return self._own(path) or (_NOWHERE if _begins(path, self.paths) else path)

    def _own(self, path: str) -> str:
        own = _begins(path, self._back)
        return f"{self._back[own]}{path[len(own) :]}" if own else ""

    @cached_property
    def _back(self) -> dict[str, str]:
        return {own: first for first, own in self.paths.items()}

    def outward(self, address: str) -> str:
        """Where an answer leads, as the skin calls it."""
        host, path = _ADDRESS.findall(address)[0]
        return f"{host}{self._renamed(path)}"

    def _renamed(self, text: str) -> str:
        return self._addresses.sub(lambda found: self.paths[found[0]], text) if self.paths else text

    def worded(self, text: str) -> str:
        """A page, script or style in the skin's words."""
        return _WORD.sub(self._word, self._renamed(text)) if self.name else text

    def _word(self, found: re.Match[str]) -> str:
        """A word that begins with a name, up to a dash; with points in it, as a script's own have, all of a string."""
        word, head = found[0], found[0]
        while head and head not in self.names:
            head = head.rpartition("-")[0]
        return f"{self.names[head]}{word[len(head) :]}" if head else word

    @cached_property
    def _addresses(self) -> re.Pattern[str]:
        """Begins with what is quickly looked for."""
        return re.compile(rf"/(?<![\w/}}:.-]/)(?:{_any(path[1:] for path in self.paths)})(?![\w-])")

    def texts(self, language: str) -> Texts:
        """All texts of a language."""
        return self._spoken(language) if self.name else texts(language)

    @cached_property
    def _spoken(self) -> Callable[[str], Texts]:
        return cache(lambda language: texts(language).called(self.labels(whole(language))))

    def arranged(self, items: Sequence[T]) -> list[T]:
        """The items in the skin's order, the same for as many items."""
        mixed = list(items)
        if self.order:
            random.Random(f"{self.order}/{len(mixed)}").shuffle(mixed)  # noqa: S311 - repeatable luck is the point
        return mixed

    def block(self, caller: Callable[[], str]) -> Markup:
        """What stands between a template's marks `<!--|-->`, in the skin's order."""
        return Markup("").join(map(Markup, self.arranged(str(caller()).split(_BETWEEN))))

    @property
    def told(self) -> dict[str, Any] | None:
        """What a page's script must know; nothing in the first skin."""
        if not self.name:
            return None
        return {"name": self.name, "order": self.order, "wraps": self.wraps, "tags": self.tags, "mark": self.mark}

    @cached_property
    def build(self) -> str:
        """What scripts and styles are told apart by from those of another skin: browsers keep them for ever."""
        return code(self.name) if self.name else ""

    @property
    def mark(self) -> str:
        """The attribute that tells which element is which, to whoever knows its codes."""
        return f"data-{code(self.name)[:4]}"

    def explained(self) -> dict[str, Any]:
        """Everything that one who knows the screens knows."""
        keys = texts("en").table
        return {
            "skin": self.name,
            "paths": dict(self.paths),
            "names": dict(self.names),
            "tags": dict(self.tags),
            "mark": self.mark,
            "codes": {key: code(f"{self.name}/{key}") for key in keys},
            "texts": {language: dict(self.texts(language).table) for language in LANGUAGES},
        }


@lru_cache(maxsize=16)
def skin_named(name: str) -> Skin:
    """The skin of a name: one of the folder, `random:SEED`, or the first one where there is no name.

    Raises:
        InputError: there is no such skin.
    """
    if not name:
        return Skin()
    if found := _DRAWN.fullmatch(name):
        return replace(Skin(name), **drawn.skin(int(found[1])))
    if name not in (known := sorted(one.name for one in _FOLDER.iterdir() if one.is_dir())):
        raise InputError(about=f"skin {name!r}", problem=f"there are {', '.join(known)} and random:SEED")
    return replace(Skin(name, labels=cache(lambda language: _read(name, language))), **_read(name, "skin"))


def own_style(name: str) -> str:
    """How a skin of the folder looks, where it looks otherwise than the first one."""
    file = _FOLDER / name / "look.css"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _read(name: str, part: str) -> dict[str, Any]:
    file = _FOLDER / name / f"{part}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _begins(path: str, known: Mapping[str, str]) -> str:
    """The longest known address that a path begins with; empty where none does."""
    place = path
    while place and place not in known:
        place = place.rpartition("/")[0]
    return place


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
