"""What a person waits for before anything else: `companion --help` as a process of its own, warm, median.

    python bench/help.py [--runs 20]

Ends with 1 where the median is over the bound.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

BOUND = 0.35
WAYS = {
    "companion --help": ["-m", "agent", "--help"],
    "companion bind --help": ["-m", "agent", "bind", "--help"],
    "python that does nothing": ["-c", ""],
}


def took(words: list[str]) -> float:
    """The seconds of one call, from start to end of the process."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own module
    return time.perf_counter() - began


def main() -> int:
    """Let the ways take turns, the first turn unmeasured; print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    turns = [{name: took(words) for name, words in WAYS.items()} for _ in range(parser.parse_args().runs + 1)][1:]
    print(f"medians of {len(turns)}; bound {BOUND * 1000:.0f} ms")
    for name in WAYS:
        taken = [turn[name] for turn in turns]
        spread = f"min {min(taken) * 1000:.0f}, max {max(taken) * 1000:.0f}"
        print(f"{name:30} {statistics.median(taken) * 1000:6.0f} ms  ({spread})")
    return int(statistics.median(turn["companion --help"] for turn in turns) > BOUND)


if __name__ == "__main__":
    sys.exit(main())
