"""A ledger for each test: in memory, and in the long proofs on a PostgreSQL server too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ledger_bench import Book, emptied, in_memory


@pytest.fixture(params=["memory", pytest.param("server", marks=pytest.mark.heavy)])
def book(request: pytest.FixtureRequest) -> Iterator[Book]:
    made = in_memory() if request.param == "memory" else emptied(request.getfixturevalue("server"))
    yield made
    assert made.ledger.check() == []
    made.close()
