"""The words of this call, loaded once in its language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agent.cli.call import CALL, LANGUAGES
from agent.tomlfile import search_path
from agent.words import Words


def words() -> Words:
    """The message file of the call's language."""
    call = CALL.get()
    return _loaded(call.language, call.config)


def every_language() -> list[Words]:
    """The words of all languages, the operator's own texts too: what people may call a column."""
    return [words(), *(Words.load((), language) for language in LANGUAGES)]


def plain_words() -> Words:
    """The packaged texts alone: to tell what is wrong with the operator's own."""
    return Words.load((), CALL.get().language)


@cache
def _loaded(language: str, config: Path | None) -> Words:
    return Words.load(search_path(config), language)
