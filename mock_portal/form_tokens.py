"""One-time form tokens: a POST that is sent again gets the first one's answer, and has no second effect."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request

    from mock_portal.exchange import Answer


class FormTokens:
    """The tokens that were given out, each for one session, and what became of those that were used."""

    def __init__(self) -> None:
        self._given: set[tuple[str, str]] = set()
        self._used: dict[tuple[str, str], asyncio.Task[Answer]] = {}

    def give(self, session: str) -> str:
        """A new token for a form of this session."""
        token = secrets.token_urlsafe(18)
        self._given.add((session, token))
        return token

    async def once(self, session: str, token: str, work: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer | None:
        """The answer of the token's one and only work; none for a token that this session was never given.

        Whoever comes while the work is under way waits for the same answer.
        """
        key = (session, token)
        if key not in self._given:
            return None
        if key not in self._used:
            self._used[key] = asyncio.get_running_loop().create_task(work())
        answer = await asyncio.shield(self._used[key])
        return replace(answer, headers=list(answer.headers))


def tokens_of(request: Request) -> FormTokens | None:
    """The portal's form tokens, where POSTs are counted by them."""
    return cast("FormTokens | None", request.state.tokens)
