"""The one place that retries: reading steps, at most so often and so long, each try from a fresh navigation."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

from agent.domain.record import Attempt
from agent.errors import Code, LookAgain
from agent.ports import Reader, Trail

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta

T = TypeVar("T")


class PatientReader(Reader):
    """Tries a reading step again when it raises `LookAgain`, with full jitter and both bounds."""

    def __init__(self, trail: Trail, tries: int, deadline: timedelta, longest_pause: timedelta) -> None:
        """Take the bounds; attempts are told to the trail."""
        self._trail = trail
        self._tries = tries
        self._deadline = deadline
        self._longest_pause = longest_pause

    async def read(self, step: str, how: Callable[[], Awaitable[T]]) -> T:
        """Run the step; the last error is raised as it is, and whatever hangs is given up at the deadline."""
        told: list[LookAgain] = []
        try:
            async with asyncio.timeout(self._deadline.total_seconds()):
                async for attempt in self._policy():
                    with attempt:
                        return await self._tried(step, attempt.retry_state, how, told)
        except TimeoutError:
            raise (told or [LookAgain(Code.E_PORTAL_DOWN, detail=step)])[-1] from None
        raise AssertionError(step)  # pragma: no cover - the policy re-raises the last error

    def _policy(self) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception_type(LookAgain),
            stop=stop_after_attempt(self._tries),
            wait=wait_random_exponential(multiplier=0.2, max=self._longest_pause.total_seconds()),
            reraise=True,
        )

    async def _tried(
        self, step: str, state: RetryCallState, how: Callable[[], Awaitable[T]], told: list[LookAgain]
    ) -> T:
        began, error = time.perf_counter(), "cut off"
        try:
            done = await how()
        except LookAgain as problem:
            error = str(problem)
            told.append(problem)
            raise
        else:
            error = ""
            return done
        finally:
            self._trail.attempt(Attempt(step, state.attempt_number, (time.perf_counter() - began) * 1000, error))
