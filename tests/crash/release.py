"""The long proofs before a release, by one command, with their figures.

`python tests/crash/release.py [PROOF...] [--runs N] [--seed N]` runs engine (100,000 histories), browser (10,000
faulted starts), quota (20 processes, 1,000 rounds), kills (every act at every point), crowd (2, 5 and 20 starts, 20
rounds) and skins (50 portals that nobody has seen), or those that are named, with other numbers where they are given:
kills has none, and only engine, browser and skins begin at a seed. What is known of each case is added up in a table;
the exit code is pytest's, or 1 where crowds took too long.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from figures import LOG

TESTS = Path(__file__).parents[1]
PROOFS = {
    "engine": ("crash/test_engine.py", 100_000),
    "quota": ("unit/test_ledger_races.py", 1000),
    "browser": ("crash/test_chaos.py", 10_000),
    "kills": ("crash/test_kill_in_the_browser.py", None),
    "crowd": ("crash/test_crowd.py", 20),
    "skins": ("pages/test_learning_on_drawn_skins.py", 50),
}
SEEDED = {"engine", "browser", "skins"}
WORKERS = (os.cpu_count() or 1) + 1  # who waits for a page leaves the processor to another one
BOUNDS = {2: 5, 5: 5, 20: 15}  # seconds in which all starts of a crowd have ended, in the median of its rounds


def prove(proof: str, runs: int | None, seed: int | None, log: Path) -> int:
    """Run one proof to its end."""
    file, usual = PROOFS[proof]
    numbers = {"RUNS": (runs or usual) if usual else None, "SEED": seed if proof in SEEDED else None}
    chosen = {f"{proof.upper()}_{name}": str(number) for name, number in numbers.items() if number is not None}
    marks = "heavy or not heavy" if proof == "kills" else "heavy"  # the suite has some of the cells, and not twice
    words = [sys.executable, "-m", "pytest", "-q", "-m", marks, "-n", "1" if proof == "crowd" else str(WORKERS)]
    tell(f"{proof}: {' '.join(f'{key}={value}' for key, value in chosen.items()) or 'every cell'}")
    began, env = time.monotonic(), os.environ | chosen | {LOG: str(log)}
    ended = subprocess.run([*words, str(TESTS / file)], cwd=TESTS.parent, env=env, check=False).returncode
    tell(f"{proof}: {'no break' if ended == 0 else f'pytest ended with {ended}'}, {time.monotonic() - began:.0f} s")
    return ended


def of_the_browser(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """How many starts met each fault class, how many of them pressed, and how they ended."""
    by_class = defaultdict[str, list[Mapping[str, Any]]](list)
    for row in rows:
        for name in [*row["bites"], *(["P1"] if row["cut"] else [])]:
            by_class[name].append(row)
    yield f"{'class':6} {'starts':>6} {'sent':>6}   exits (None: cut off)"
    for name, some in sorted(by_class.items()):
        exits = Counter(row["exit"] for row in some)
        told = ", ".join(f"{exit_}: {often}" for exit_, often in exits.most_common())
        yield f"{name:6} {len(some):6} {sum(row['sent'] for row in some):6}   {told}"


def of_the_crowd(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """How long it took until all had ended, and how."""
    yield f"{'starts':>6} {'rounds':>6} {'median s':>9} {'worst s':>8} {'bound s':>8}   exits of all rounds"
    for size, some in by_size(rows):
        took = [row["seconds"] for row in some]
        exits = sum((Counter(row["exits"]) for row in some), Counter[str]())
        yield f"{size:6} {len(some):6} {median(took):9.1f} {max(took):8.1f} {BOUNDS[size]:8}   {dict(exits)}"


def by_size(rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, list[Mapping[str, Any]]]]:
    """The rounds of each size of a crowd."""
    sizes = defaultdict[int, list[Mapping[str, Any]]](list)
    for row in rows:
        sizes[row["size"]].append(row)
    return sorted(sizes.items())


def too_long(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The crowds that took longer than they may; a single slow round is the machine's."""
    for size, some in by_size(rows):
        took = median(row["seconds"] for row in some)
        if took > BOUNDS[size]:
            yield f"crowd: {size} starts took {took:.1f} s in the median, more than {BOUNDS[size]} s"


TABLES = {"browser": of_the_browser, "crowd": of_the_crowd}


def tell(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: list[str]) -> int:
    """The proofs that are named, or all."""
    parser = argparse.ArgumentParser(prog="release.py", description=__doc__)
    parser.add_argument("proofs", nargs="*", choices=[*PROOFS, []], default=[])
    parser.add_argument("--runs", type=int)
    parser.add_argument("--seed", type=int)
    asked = parser.parse_args(words)
    ends = []
    with TemporaryDirectory() as folder:
        for proof in asked.proofs or PROOFS:
            log = Path(folder, f"{proof}.jsonl")
            ends.append(prove(proof, asked.runs, asked.seed, log))
            if log.exists() and proof in TABLES:
                rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
                late = list(too_long(rows)) if proof == "crowd" else []
                tell("\n".join([*TABLES[proof](rows), *late]))
                ends.append(1 if late else 0)
    return max(ends)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
