"""The words of this call, loaded once in its language."""

from __future__ import annotations

from functools import cache

from agent.cli.call import CALL
from agent.tomlfile import search_path
from agent.words import Words


def words() -> Words:
    """The message file of the call's language."""
    call = CALL.get()
    return _loaded(call.language, str(call.config or ""))


@cache
def _loaded(language: str, config: str) -> Words:
    _ = config
    return Words.load(search_path(CALL.get().config), language)
