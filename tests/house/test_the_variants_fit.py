"""The fatal variants break the program as it is today: a patch that fits nowhere would prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATCHES = sorted(ROOT.glob("tests/variants/*.patch"))
pytestmark = pytest.mark.fast
each_patch = pytest.mark.parametrize("patch", PATCHES, ids=[one.stem for one in PATCHES])


def hunks(text: str) -> Iterator[tuple[str, str]]:
    """Each file that a patch changes, and the lines that it expects there."""
    for part in re.split(r"^diff --git .*\n", text, flags=re.MULTILINE)[1:]:
        (file,) = re.findall(r"^--- a/(.+)$", part, flags=re.MULTILINE)
        for hunk in re.split(r"^@@.*@@.*\n", part, flags=re.MULTILINE)[1:]:
            yield file, "".join(line[1:] for line in hunk.splitlines(keepends=True) if line[:1] in {" ", "-"})


@each_patch
def test_a_variant_fits_the_program(patch: Path) -> None:
    expected = list(hunks(patch.read_text("utf-8")))

    assert expected
    assert [file for file, lines in expected if lines not in (ROOT / file).read_text("utf-8")] == []


@each_patch
def test_a_variant_names_tests_that_exist(patch: Path) -> None:
    _, killers, *_ = patch.read_text("utf-8").splitlines()
    named = [one.partition("::") for one in killers.removeprefix("Killed by: ").split()]

    assert named
    assert [file for file, _, _ in named if not (ROOT / file).exists()] == []
    assert [name for file, _, name in named if f"def {name}(" not in (ROOT / file).read_text("utf-8")] == []


def test_there_are_twenty() -> None:
    assert len(PATCHES) == 20
