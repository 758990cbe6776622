"""A bench for flows, made anew for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flow_bench import Bench


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.ledger.close()
