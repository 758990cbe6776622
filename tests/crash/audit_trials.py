"""The content check on trial in the engine; in the browser `test_content_checks_on_the_mock` loses its answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from fakes import ACCOUNT, AUDIT, SHOP
from flow_bench import Bench
from trials import NOWHERE, Trial

from agent.domain.permit import Kind
from agent.domain.record import Record


def _until_read(bench: Bench, kill_at: str) -> Record:
    """A check is begun as long as none was read; afterwards the next call would begin another on purpose."""
    start = bench.ask("audit", SHOP.id, ACCOUNT) is None
    return bench.audit(replace(AUDIT, start=start), kill_at=kill_at)


def read_and_claimed(bench: Bench) -> None:
    """What was begun, however late it came, is read by whoever looks next."""
    bench.clock.moment += timedelta(minutes=20)
    bench.run(replace(AUDIT, start=False))
    begun = bench.portal.shown(Kind.CONTENT_CHECK)
    assert not begun or bench.ask("audit", SHOP.id, ACCOUNT), "a check that nobody read"


CHECKS = (Trial(Kind.CONTENT_CHECK, lambda _: None, _until_read, read_and_claimed, NOWHERE),)
