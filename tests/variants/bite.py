"""Do the tests bite? Each patch here breaks what must never break; this says whether its tests notice.

`python tests/variants/bite.py [NAME...]` applies one patch after the other to a copy of the project and runs the tests
that the patch names, each of which must turn red. A variant that survives is a hole in the suite. One that the type
checker objects to is stale: the program has moved on, and the tests would only notice a call that fits no more. After
either the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COPIED = ("agent", "mock_portal", "config", "tests", "pyproject.toml", "start.py", "README.md", "docs")
GREEN, RED = 0, 1  # pytest's exit codes; another one means that the tests could not be run


@dataclass(frozen=True)
class Variant:
    """One patch: what it breaks, and the tests that must turn red."""

    path: Path
    wrong: str
    tests: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> Variant:
        """The first two lines of a patch file say what it is about."""
        wrong, killers, *_ = path.read_text("utf-8").splitlines()
        return cls(path, wrong.partition(": ")[2], tuple(killers.partition(": ")[2].split()))


@contextmanager
def copied(patch: Path | None = None) -> Iterator[Path]:
    """A working copy without history, environment and caches, which a patch has broken or not."""
    with TemporaryDirectory(prefix="variant-") as made:
        folder = Path(made)
        for name in COPIED:
            source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=ignored)
            elif source.exists():
                shutil.copy(source, folder / name)
        if patch:
            subprocess.run(["patch", "-p1", "-s", "-i", str(patch)], cwd=folder, check=True)
        yield folder


def turned(colour: int, tests: Sequence[str], folder: Path) -> bool:
    """Whether tests end so in a copy; where they do not, what they said is shown."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not heavy", *tests]
    env = os.environ | {"PYTHONPATH": str(folder)}
    run = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if run.returncode != colour:
        sys.stderr.write(run.stdout[-3000:] + run.stderr[-2000:])
    return run.returncode == colour


def objections(folder: Path, cache: str) -> set[str]:
    """What the type checker says of a copy, wherever in a file it is; the cache saves it what was not changed."""
    words = [sys.executable, "-m", "mypy", "--no-error-summary", "--cache-dir", cache, "--package", "agent"]
    run = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    if run.stderr:  # it could not even begin
        sys.exit(run.stderr)
    return set(re.sub(r":\d+:", ":", run.stdout).splitlines())


def tell(line: str) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(names: list[str]) -> int:
    """First all their tests on the project as it is, which must be green; then every variant, or those named."""
    every = [Variant.read(path) for path in sorted(HERE.glob("*.patch"))]
    variants = [one for one in every if not names or any(name in one.path.stem for name in names)]
    with TemporaryDirectory(prefix="types-") as cache:
        with copied() as folder:
            known = objections(folder, cache)
            if not turned(GREEN, sorted({test for one in variants for test in one.tests}), folder):
                tell("the tests are not green on the project itself: nothing is proven")
                return 2
        killed = sum(bitten(one, known, cache) for one in variants)
    tell(f"{killed} of {len(variants)} killed")
    return 0 if killed == len(variants) else 1


def bitten(variant: Variant, known: set[str], cache: str) -> bool:
    """Whether a variant is a sound program otherwise, and each of its tests turns red."""
    began = time.monotonic()
    with copied(variant.path) as folder:
        stale = sorted(objections(folder, cache) - known)
        killed = not stale and all(turned(RED, [test], folder) for test in variant.tests)
    word = "STALE" if stale else "killed" if killed else "SURVIVED"
    tell(f"{word:9}{time.monotonic() - began:6.1f} s  {variant.path.stem}: {variant.wrong}")
    for objection in stale:
        tell(f"         {objection}")
    return killed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bite.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a patch's name; all of them without one")
    sys.exit(main(parser.parse_args().names))
