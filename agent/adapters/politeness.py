"""How often a portal is asked for a page: one pace per origin for everything that this process does there."""

from __future__ import annotations

import asyncio
from typing import Final

_MINUTE: Final = 60.0


class Turns:
    """Turns of equal distance, taken in the order in which they are asked for; none are kept back while nobody asks."""

    def __init__(self, per_minute: int) -> None:
        """At most so many a minute; 0 lets everybody go at once."""
        self._distance = _MINUTE / per_minute if per_minute else 0.0
        self._next = 0.0

    async def next(self) -> None:
        """Wait for a turn."""
        if not self._distance:
            return
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._distance
        await asyncio.sleep(mine - now)
