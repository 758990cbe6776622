"""Many processes, one ledger: a key has one first caller, a budget its limit, and who is killed leaves nothing half."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from ledger_bench import LATER, Book, Place, ServerPlace
from ledger_racers import FIFTY, KEYS, a_pair, a_round, dying, filling, killed_in_an_upgrade, racing

from agent.adapters.ledger_sql.versions import OURS

WORKERS = 8
PATIENCE = 120
SPAWNED = get_context("spawn")
ROUNDS = int(os.environ.get("QUOTA_RUNS", "100"))


def run_all(workers: int, deed: Callable[..., None], *args: object, patience: float = 60) -> list[Any]:
    """Start processes, let them begin at the same moment, and answer what they told."""
    start = SPAWNED.Barrier(workers, timeout=PATIENCE)  # who waits for one that has died ends too
    pipes = [SPAWNED.Pipe(duplex=False) for _ in range(workers)]
    processes = [SPAWNED.Process(target=deed, args=(start, told, n, *args)) for n, (_, told) in enumerate(pipes)]
    for process in processes:
        process.start()
    answers = [heard.recv() if heard.poll(patience) else None for heard, _ in pipes]
    for process in processes:
        process.join(10)
    return answers


def where(kind: str, folder: Path, request: pytest.FixtureRequest) -> Place:
    """A place for a ledger: a file, or a database on the tests' server."""
    if kind == "file":
        return Place(folder)
    return ServerPlace(folder, request.getfixturevalue("server").new_database())


@pytest.fixture(scope="module", params=["file", "server"])
def race(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[tuple[Any, Book]]:
    """What eight processes told, and the ledger that they leave behind."""
    spot = where(request.param, tmp_path_factory.mktemp("race"), request)
    spot.create()
    book = spot.open()
    answers = run_all(WORKERS, racing, spot, book.lease)
    yield answers, book
    book.close()


def test_of_eight_processes_exactly_one_may_press_each_key(race: tuple[Any, Book]) -> None:
    answers, book = race

    firsts = Counter(number for same, _ in answers for number, first in enumerate(same) if first)

    assert firsts == Counter(range(KEYS))
    assert book.ledger.check() == []


def test_eight_processes_never_spend_more_than_the_budget(race: tuple[Any, Book]) -> None:
    answers, book = race

    spent = sum(spent for _, spent in answers)

    assert spent == FIFTY.limit
    assert book.ask.spent(FIFTY.budget, FIFTY.scope, FIFTY.period) == FIFTY.limit
    assert len(book.ask.claims()) == KEYS + FIFTY.limit


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("workers", "rounds"), [(6, 4), pytest.param(20, ROUNDS, marks=pytest.mark.heavy)])
def test_long_lived_processes_never_add_a_fifty_first_product(tmp_path: Path, workers: int, rounds: int) -> None:
    spot = Place(tmp_path)
    spot.create()
    book = spot.open()

    added = run_all(workers, filling, spot, book.lease, rounds, patience=3000)

    budgets = [a_round(number)[1] for number in range(rounds)]
    spent = [book.ask.spent(one.budget, one.scope, one.period) for one in budgets]
    assert [sum(one) for one in zip(*added, strict=True)] == spent == [50] * rounds
    assert book.ledger.check() == []
    book.close()


@pytest.mark.parametrize("kind", ["file", "server"])
def test_kill_9_inside_a_transaction_leaves_all_before_it_and_nothing_of_it(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    spot = where(kind, tmp_path, request)
    spot.create()
    book = spot.open()

    (safe,) = run_all(1, dying, spot, book.lease)

    assert len(safe) == 5
    assert [str(one.key) for one in book.ask.claims()] == safe
    assert book.ask.spent(FIFTY.budget, FIFTY.scope, FIFTY.period) == 0
    assert book.claim(a_pair(99)).first
    book.close()


@pytest.mark.parametrize("kind", ["file", pytest.param("server", marks=pytest.mark.heavy)])
def test_kill_9_inside_an_upgrade_leaves_the_older_ledger(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    spot = where(kind, tmp_path, request)
    spot.filled()
    scripts = shutil.copytree(OURS.scripts, tmp_path / "migrations")
    step = f"import os\nfrom alembic import op\nrevision, down_revision = '{LATER}', '{OURS.version}'\n"
    step += "def upgrade():\n    op.execute('DROP TABLE claim')\n    os.kill(os.getpid(), 9)\n"
    (scripts / "versions" / "later.py").write_text(step)

    run_all(1, killed_in_an_upgrade, spot, scripts)

    book = spot.open()
    assert len(book.ask.claims()) == 1
    assert book.ledger.check() == []
    book.close()
