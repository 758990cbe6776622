"""Do the tests bite? Each patch here breaks what must never break; this says whether its tests notice.

`python tests/variants/bite.py [NAME...]` applies one patch after the other to a copy of the project and runs the tests
that the patch names. A variant that survives is a hole in the suite: the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COPIED = ("agent", "mock_portal", "config", "tests", "pyproject.toml", "start.py", "README.md", "docs")
RED = 1  # pytest's exit code for tests that failed; another one means that they could not be run


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


def copy_to(folder: Path) -> None:
    """A working copy without history, environment and caches."""
    for name in COPIED:
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=ignored)
        elif source.exists():
            shutil.copy(source, folder / name)


def ended(tests: Sequence[str], patch: Path | None = None) -> int:
    """How pytest ends in a copy that is broken by a patch, or is not."""
    with TemporaryDirectory(prefix="variant-") as made:
        folder = Path(made)
        copy_to(folder)
        if patch:
            subprocess.run(["patch", "-p1", "-s", "-i", str(patch)], cwd=folder, check=True)
        words = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not heavy", *tests]
        env = os.environ | {"PYTHONPATH": str(folder)}
        run = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if run.returncode > RED or (patch is None and run.returncode):
        sys.stderr.write(run.stdout[-3000:] + run.stderr[-2000:])
    return run.returncode


def tell(line: str) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(names: list[str]) -> int:
    """First all their tests on the project as it is, which must be green; then every variant, or those named."""
    every = [Variant.read(path) for path in sorted(HERE.glob("*.patch"))]
    variants = [one for one in every if not names or any(name in one.path.stem for name in names)]
    if ended(sorted({test for one in variants for test in one.tests})):
        tell("the tests are not green on the project itself: nothing is proven")
        return 2
    survivors = [one for one in variants if not killed(one)]
    tell(f"{len(variants) - len(survivors)} of {len(variants)} killed")
    return 1 if survivors else 0


def killed(variant: Variant) -> bool:
    """Whether the tests of a variant turn red."""
    began = time.monotonic()
    red = ended(variant.tests, variant.path) == RED
    word = "killed" if red else "SURVIVED"
    tell(f"{word:9}{time.monotonic() - began:6.1f} s  {variant.path.stem}: {variant.wrong}")
    return red


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bite.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of a patch's name; all of them without one")
    sys.exit(main(parser.parse_args().names))
