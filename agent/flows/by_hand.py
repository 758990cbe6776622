"""What a person does on a phone: we only look whether it has happened, as long as the request says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.domain.ledger import Outcome
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.ledger import LinkState
    from agent.domain.record import BindRequest, Record, UnlinkRequest
    from agent.ports import Desk

    Seen = Callable[[], Awaitable[LinkState | None]]


async def handed_on(record: Record, request: BindRequest | UnlinkRequest, desk: Desk, seen: Seen) -> Record:
    """The record of a step that is a person's, with its card; once it is `seen` to be done, it is so already."""
    record = replace(record, outcome=Outcome.NEEDS_PERSON, code=Code.E_HAND_OVER)
    until = None if request.dry_run else request.wait_until
    if until and desk.clock.now() < until:  # whoever only hears of it once the wait is over can do nothing in time
        desk.hand_on(replace(record, error={**record.error, "until": until.isoformat()}))
    while until and desk.clock.now() < until:
        await desk.clock.sleep(desk.waits.follow_pause)
        if link := await seen():
            return replace(record, outcome=Outcome.ALREADY, code=None, error={}, link=link)
    return record
