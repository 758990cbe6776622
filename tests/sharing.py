"""How tests are handed out to several workers: one by one, and those that share what is made once to one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

_PEOPLE = "[chromium"  # how pytest-playwright marks its tests
ROOT = Path(__file__).resolve().parents[1]


class OneByOne(LoadScopeScheduling):
    """In the order in which they were collected; a file that makes something once for all its tests is one piece.

    Those of a file that have a person at the browser are a piece of their own: they come last (see `conftest`).
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return f"{file}{_PEOPLE * (_PEOPLE in nodeid)}" if _makes_once(file) else nodeid


@cache
def _makes_once(file: str) -> bool:
    return 'scope="module"' in (ROOT / file).read_text("utf-8")
