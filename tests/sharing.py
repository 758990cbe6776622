"""How tests are handed out to several workers: one by one, and those that share what is made once to one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]


class OneByOne(LoadScopeScheduling):
    """In the order in which they were collected; a file that makes something once for all its tests is one piece."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if _makes_once(file) else nodeid


@cache
def _makes_once(file: str) -> bool:
    return 'scope="module"' in (ROOT / file).read_text("utf-8")
