"""The words for people, in Chinese, English or Spanish: looked up by key, filled with values, never failing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from agent.domain.facts import Source
from agent.domain.identity import legible
from agent.errors import Code, MendInput
from agent.packaged_texts import PackagedTexts, leaves
from agent.tomlfile import default_folder, find, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from agent.tomlfile import Document

LANGUAGES: Final = ("zh", "en", "es")

_PLACE = re.compile(r"\{(\w+)\}")
_ASIDE = re.compile(r"\[([^\[\]{}]*\{\w+\}[^\[\]]*)\]")
_UNTOLD: Final = frozenset({"", "?"})
_SIGNS: Final = {None: "", True: "✓ ", False: "✗ "}


@dataclass(frozen=True, slots=True)
class Words:
    """One language's texts by dotted key. `{name}` is filled; an [aside] vanishes when a value in it is not told."""

    language: str
    texts: Mapping[str, str]

    @classmethod
    def load(cls, folders: Sequence[Path], language: str) -> Words:
        """Read messages/LANGUAGE.toml: the packaged texts, and over them the operator's own file if there is one.

        Raises MendInput(E_CONFIG) for the operator's file; `Words.load((), language)` reads the packaged one alone.
        """
        name = f"messages/{language}.toml"
        own = find(name, folders)
        return cls(language, PackagedTexts(default_folder() / name, dict(_texts(read(own))) if own else {}))

    def __call__(self, key: str, **values: object) -> str:
        """The text for a key, filled; a key without a text is shown as it is (a test sees to it that there is none)."""
        told = {name: str(value) for name, value in values.items()}
        reasons = {name: self._reason(name, told) for name in told if name.startswith(("why", "detail"))}
        return _filled(self.texts.get(key, key), told | reasons)

    def word(self, kind: str, name: object) -> str:
        """A closed word, `KIND.NAME` with spaces as underscores, or the word itself where there is no text."""
        return self.texts.get(f"{kind}.{name}".replace("'", "").replace(" ", "_"), str(name))

    def _reason(self, name: str, told: Mapping[str, str]) -> str:
        """A reason, or a detail, is a text too, `why.KEY`, filled with the values of its number: why_2 with value_2."""
        text, number = self.texts.get(f"why.{told[name]}"), name.removeprefix("why").removeprefix("detail")
        own = {other.removesuffix(number): value for other, value in told.items() if other.endswith(number)}
        return told[name] if text is None else _filled(text, own)


def fact_told(fact: Mapping[str, Any], say: Words, value: str) -> str:
    """What a decision knew of a fact (`plain_facts`): its value, that there was none, or why nobody knows.

    `value` is its own one as it is to be shown, a moment in the reader's zones.
    """
    if fact["known"] == "never":
        # What a page does not show may have been all the same.
        return say("untold.not_shown" if fact.get("source") == Source.PAGE else "ui.never")
    if fact["known"] == "yes":
        return f"{_SIGNS[fact.get('passed')]}{say.word('fact_value', value)}"
    return say.word("untold", value) or say("ui.untold")


def placeholders(text: str) -> frozenset[str]:
    """The values that a text asks for."""
    return frozenset(_PLACE.findall(text))


def _filled(text: str, told: Mapping[str, str]) -> str:
    def aside(match: re.Match[str]) -> str:
        known = all(told.get(name, "") not in _UNTOLD for name in placeholders(match[1]))
        return match[1] if known else ""

    return _PLACE.sub(lambda match: told.get(match[1], ""), _ASIDE.sub(aside, text))


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    for key, value in leaves(document.table):
        if not isinstance(value, str):
            raise MendInput(Code.E_CONFIG, file=document.path, line="?", field=legible(key, 80), why="string_type")
        yield key, value


@dataclass(frozen=True, slots=True)
class Risks:
    """What `accept-risks` is about: one version for one meaning in all languages, and its words in one of them."""

    version: str
    language: str
    text: str

    @property
    def text_hash(self) -> str:
        """Proof of the very words that somebody was shown."""
        return sha256(self.text.encode()).hexdigest()


def risks(language: str) -> Risks:
    """The packaged text; an operator's own messages change nothing about what is accepted."""
    say = Words.load((), language)
    return Risks(say("risks.version"), language, say("risks.text"))
