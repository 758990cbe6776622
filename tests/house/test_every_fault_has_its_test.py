"""Every row of the fault tables stands once in docs/faults.md, with tests that exist and that say how it ends."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.fast

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "faults.md").read_text("utf-8")
LAST = {"N": 20, "U": 19, "I": 6, "S": 9, "E": 6, "P": 15, "T": 6, "C": 6}
TWO = {"P5": ("P5a", "P5b")}
ROWS = [
    row
    for letter, last in LAST.items()
    for n in range(1, last + 1)
    for row in TWO.get(f"{letter}{n}", [f"{letter}{n}"])
]
CELLS = re.findall(r"^\| ([A-Z]\d+[ab]?) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
APART = re.findall(r"^- ([A-Z]\d+[ab]?): (.+)$", PAGE, re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")
# What a test may call each of the four things that a row's end consists of.
FOUR = {
    "state": r"states\(\)|claims\(|content\(",
    "exit": r"exit|ended\b|returncode",
    "submitted": r"submitted",
    "message": r"all_that_is_told|read_by_a_person|\[.what.\]",
}


@cache
def functions(file: str) -> dict[str, str]:
    """The tests of a file, with their text."""
    source = (TESTS / file).read_text("utf-8")
    tree = ast.parse(source)
    return {one.name: ast.unparse(one) for one in tree.body if isinstance(one, ast.FunctionDef)}


def named_in(node: ast.AST) -> set[str]:
    """The variables that a piece of code speaks of."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def unsaid(text: str) -> set[str]:
    """What a test does not assert: neither in an assertion nor in what an asserted variable was made of."""
    every = list(ast.walk(ast.parse(text)))
    asserted = [one for one in every if isinstance(one, ast.Assert)]
    meant = {name for one in asserted for name in named_in(one)}
    made = [one for one in every if isinstance(one, ast.Assign) and meant & set().union(*map(named_in, one.targets))]
    said = " ".join(ast.unparse(one) for one in (*asserted, *made))
    return {name for name, words in FOUR.items() if not re.search(words, said)}


def test_every_row_stands_in_exactly_one_list() -> None:
    listed = Counter([row for row, *_ in CELLS] + [row for row, _ in APART])

    assert listed == Counter(ROWS)
    assert len(ROWS) == 88


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(PAGE)

    assert [one for one in named if not (TESTS / one[0]).exists()] == []
    assert [one for one in named if one[1] not in functions(one[0])] == []
    assert len(named) >= 200
    assert {name.startswith("test_") for _, name in named} == {True}


@pytest.mark.parametrize(("row", "fault", "tests", "end"), CELLS, ids=[row for row, *_ in CELLS])
def test_every_row_says_what_it_is_and_who_provokes_it(row: str, fault: str, tests: str, end: str) -> None:
    named = NAMED.findall(tests)

    assert named, row
    assert "<br>".join(f"`{file}::{name}`" for file, name in named) == tests
    assert (len(fault) > 5, bool(re.search(r"\d|none", end))) == (True, True)


@pytest.mark.parametrize(("row", "tests"), [(row, tests) for row, _, tests, end in CELLS if end != "none"])
def test_some_test_of_a_row_says_state_exit_submitted_and_message(row: str, tests: str) -> None:
    left = {name: unsaid(functions(file)[name]) for file, name in NAMED.findall(tests)}

    assert set() in left.values(), (row, left)


@pytest.mark.parametrize(("row", "why"), APART)
def test_a_row_that_is_left_out_has_a_reason(row: str, why: str) -> None:
    assert (row in ROWS, len(why) > 20) == (True, True)


@pytest.mark.parametrize(
    "text", ["def test_a(): assert record.exit == 0", "def test_a(): assert 'x' in read_by_a_person(record)"]
)
def test_a_test_that_says_less_is_noticed(text: str) -> None:
    assert len(unsaid(text)) == 3


def test_what_is_only_looked_at_is_not_said() -> None:
    assert len(unsaid("def test_a(): words = read_by_a_person(record); assert record")) == 4
