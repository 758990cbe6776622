"""When the click is made, its claim is on the disk already, for everybody who may come after a loss of power."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes import APPROVE, ASK, REQUEST, UNLINK, FakePortal
from flow_bench import Bench

from agent.adapters.ledger_sql import create_ledger, open_ledger
from agent.domain.permit import Permit
from agent.domain.seen import Word

pytestmark = pytest.mark.fast


class WatchingPortal(FakePortal):
    """Reads, while it is clicked, what another process would read in the ledger's file."""

    file: Path
    claimed: list[Any]

    def click(self, permit: Permit) -> Word:
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as stranger:
            self.claimed = stranger.execute("SELECT kind, state FROM claim").fetchall()
        return super().click(permit)


@pytest.fixture
def bench(bench: Bench, tmp_path: Path) -> Iterator[Bench]:
    """The bench with a ledger in a file, and a portal that reads it."""
    url, mark = f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "vault" / "high-water"
    create_ledger(url, mark)
    bench.portal = portal = WatchingPortal(bench.clock)
    portal.file, portal.claimed = tmp_path / "ledger.db", []
    with closing(open_ledger(url, bench.clock, mark)) as bench.ledger:
        yield bench


@pytest.mark.parametrize("act", [REQUEST, UNLINK, ASK, APPROVE], ids=["bind", "unlink", "ask", "approve"])
def test_a_click_finds_its_claim_written(bench: Bench, act: Any) -> None:
    bench.ready(act)

    record = bench.run(act)

    assert (record.exit, record.submitted, bench.states()) == (0, "yes", ["done"])
    assert bench.portal.claimed == [(record.kind, "open")]  # type: ignore[attr-defined]  # it watches
