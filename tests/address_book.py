"""The corpora of addresses in tests/addresses: tricks, honest ones, and what an operator may type; a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "addresses"


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("  ")


TRICKS = {json.loads(url): why for url, why in _lines("tricks.txt")}
GOOD = {json.loads(url): origin for url, origin, _ in _lines("good.txt")}
TYPED = {(place, json.loads(text)): why for place, text, why in _lines("typed.txt")}
