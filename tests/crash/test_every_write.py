"""A little of `every_write.py`: a run is killed at its first syncs, and the disk is full from its first writes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from every_write import UNTOUCHED, Cell, on_the_engine
from strace import FULL, KILL, MISSING
from trials import TRIALS, Trial

pytestmark = [pytest.mark.heavy, pytest.mark.skipif(MISSING, reason="strace is not installed (apt-get install strace)")]


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    with on_the_engine() as made:
        yield made


@pytest.mark.parametrize("trial", TRIALS, ids=str)
@pytest.mark.parametrize("k", [1, 4, 7])
def test_a_kill_at_a_sync_of_the_ledger_loses_nothing(cell: Cell, trial: Trial, k: int) -> None:
    assert cell(trial, "log", KILL, "fdatasync", k) == (-9, "")


@pytest.mark.parametrize("trial", TRIALS, ids=str)
@pytest.mark.parametrize("k", [1, 30])
def test_a_disk_that_is_full_from_some_write_on_is_told_truly(cell: Cell, trial: Trial, k: int) -> None:
    exit_, broken = cell(trial, "everything", FULL, "pwrite64", k)

    assert (exit_ in {0, 4, 20}, broken) == (True, "")
    assert broken != UNTOUCHED
