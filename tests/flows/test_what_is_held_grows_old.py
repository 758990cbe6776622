"""What a run knew before it had the login's turn is asked for again under it: others could act until then."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from fakes import ACCOUNT, LOGIN, UNLINK, FakeVisits
from flow_bench import Bench, finished

from agent.domain.ledger import Lease, Outcome
from agent.domain.roster import Login
from agent.errors import Code
from agent.flows.unlink import unlink
from agent.ports import Trail, Visit

pytestmark = pytest.mark.fast


class Overtaken(FakeVisits):
    """Before its turn comes an hour passes, in which another machine meets a challenge with this login."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.portal)
        self.bench = bench

    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        await self.bench.ledger.challenge(LOGIN.id, "captcha")
        async with super().open(login, lease, trail) as visit:
            yield visit


def test_a_challenge_that_somebody_met_meanwhile_keeps_the_run_from_pressing(bench: Bench) -> None:
    bench.portal.linked.add(ACCOUNT)

    record = finished(unlink(UNLINK, replace(bench.desk(), visits=Overtaken(bench))))

    assert (record.outcome, record.code, bench.portal.clicks) == (Outcome.REFUSED, Code.G_COOLDOWN, 0)
