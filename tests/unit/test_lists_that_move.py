"""Lists whose rows move while their pages are turned: what slipped past is never taken for what is not there."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from agent.errors import LookAgain
from agent.pages.screen import Screen
from agent.pages.table import Grid

pytestmark = pytest.mark.fast

GRID = Grid("links.table", "links.total", "links.next_page", "links.loading", ())


class Turned(Screen):
    """A screen whose looks are these: the keys of the rows on each page, and the total that stands there then."""

    tab: Any = None

    def __init__(self, *looks: tuple[str, int]) -> None:
        self.looks = list(looks)

    async def _table(self, grid: Grid) -> dict[str, Any]:
        _ = grid
        keys, total = self.looks[0]
        return {"heads": [], "rows": [{"key": key, "cells": [], "times": []} for key in keys], "total": f"{total} rows"}

    async def _turn(self, grid: Grid) -> bool:
        _, self.looks = grid, self.looks[1:] or self.looks
        return True


@pytest.mark.parametrize(
    "looks",
    [
        [("abc", 6), ("ef", 5)],  # one of the first page leaves, so d slips onto it
        [("abc", 4), ("", 3)],  # and there is no second page any more
        [("abc", 6), ("cde", 7), ("f", 7)],
    ],
)
def test_pages_that_tell_different_totals_are_no_reading(looks: list[tuple[str, int]]) -> None:
    with pytest.raises(LookAgain, match="not_adding_up"):
        asyncio.run(Turned(*looks).listed(GRID))


def test_who_is_found_is_there_whatever_the_totals_say_and_nobody_else_is_absent() -> None:
    seen = asyncio.run(Turned(("abc", 4), ("cd", 5)).listed(GRID, until="d"))

    assert ("d" in {row.key for row in seen.rows}, seen.complete) == (True, False)


@pytest.mark.parametrize(
    ("looks", "at_once"), [([("abc", 3)], True), ([("abc", 5), ("de", 5)], False), ([("ab", 4), ("abcd", 4)], True)]
)
def test_a_list_says_whether_one_look_showed_all_of_it(looks: list[tuple[str, int]], *, at_once: bool) -> None:
    seen = asyncio.run(Turned(*looks).listed(GRID))

    assert (seen.complete, seen.at_once) == (True, at_once)
