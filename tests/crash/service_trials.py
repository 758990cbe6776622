"""Appeals and tickets on trial in the engine; in the browser `test_appeals_on_the_mock` loses and kills them."""

from __future__ import annotations

from functools import partial

from fakes import APPEAL, TICKET
from promotion_trials import settled
from trials import NOWHERE, Trial

from agent.domain.permit import Kind

SERVICE = (
    Trial(
        Kind.APPEAL,
        lambda _: None,
        lambda bench, kill_at: bench.appeal(APPEAL, kill_at=kill_at),
        partial(settled, kind=Kind.APPEAL),
        NOWHERE,
        APPEAL.violation,
    ),
    Trial(
        Kind.TICKET,
        lambda _: None,
        lambda bench, kill_at: bench.ticket(TICKET, kill_at=kill_at),
        partial(settled, kind=Kind.TICKET),
        NOWHERE,
    ),
)
