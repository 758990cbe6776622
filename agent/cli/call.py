"""What was asked beside the command itself: options that may stand anywhere on the command line."""

from __future__ import annotations

import locale
import os
import sys
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.adapters.files import explained
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LANGUAGES = ("zh", "en", "es")
_SPELT_OUT = {"chinese": "zh", "spanish": "es"}
_SWITCHES = {"--json": "json", "--no-input": "no_input", "--verbose": "verbose", "--no-hand-over": "no_hand_over"}
_VALUES = {"--config": "config", "--state": "state", "--lang": "lang", "--hand-over": "hand_over"}
_ASK = ("--approve", "ask")


@dataclass(frozen=True, slots=True)
class Call:
    """The options that every command takes, and the language that people are answered in."""

    config: Path | None = None
    state: Path | None = None
    lang: str = ""
    json: bool = False
    no_input: bool = False
    verbose: bool = False
    ask_first: bool = False
    hand_over: str = ""
    no_hand_over: bool = False

    @property
    def language(self) -> str:
        """`--lang`, else the locale, else English."""
        return self.lang or language_of(os.environ, locale.getlocale()[0] or "")

    @property
    def flags(self) -> dict[str, object]:
        """The settings that this command line names."""
        return {"language": self.lang or None}

    @property
    def may_ask(self) -> bool:
        """Whether a person is there to be asked."""
        return not self.no_input and sys.stdin is not None and sys.stdin.isatty()


CALL: ContextVar[Call] = ContextVar("CALL", default=Call())  # noqa: B039 - frozen


def language_of(environ: Mapping[str, str], system: str) -> str:
    """The language that an environment asks for, else the system's own; Windows spells names out ("Chinese_China")."""
    told = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or system
    short = _SPELT_OUT.get(told.lower()[:7], told.lower()[:2])
    return short if short in LANGUAGES else "en"


def parse(argv: Sequence[str]) -> tuple[Call, list[str]]:
    """Take the options for every command out of a command line, wherever they stand; raises MendInput(E_USAGE)."""
    call, rest, words = Call(), list[str](), _asking(argv)
    for word in words:
        if word == "--":
            return call, [*rest, word, *words]
        name, equals, value = word.partition("=")
        if word == "=".join(_ASK):
            call = replace(call, ask_first=True)
        elif word in _SWITCHES:
            call = replace(call, **{_SWITCHES[word]: True})  # type: ignore[arg-type]  # the table names boolean fields
        elif name in _VALUES:
            call = _valued(call, name, value if equals else next(words, None))
        else:
            rest.append(word)
    return call, rest


def _asking(argv: Sequence[str]) -> Iterator[str]:
    """The words, with `--approve ask` as one of them: alone, --approve is an option of unlink's own."""
    end = argv.index("--") if "--" in argv else len(argv)
    rest = list(argv[:end])
    while rest:
        if tuple(rest[:2]) == _ASK:
            yield "=".join(_ASK)
            del rest[:2]
        else:
            yield rest.pop(0)
    yield from argv[end:]


def _valued(call: Call, name: str, value: str | None) -> Call:
    if not value:
        raise MendInput(Code.E_USAGE, why="value_wanted", value=name)
    if name == "--lang":
        if value not in LANGUAGES:
            raise MendInput(Code.E_USAGE, why="lang_form", known=", ".join(LANGUAGES))
        return replace(call, lang=value)
    if name == "--hand-over":
        return replace(call, hand_over=value)
    path = a_place(value)
    return replace(call, config=path) if name == "--config" else replace(call, state=path)


def a_place(text: str) -> Path:
    """A file or folder, there or not; raises MendHost(E_PERMISSION) where nobody can look, as at an endless name."""
    with explained(Path(text)), suppress(FileNotFoundError, NotADirectoryError):
        Path(text).stat()
    return Path(text)
