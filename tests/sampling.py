"""Cases that stand for their kind in every run, the others being among the long proofs: `@pytest.mark.sample(n)`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pytest


def leave_to_the_long_proofs(items: Iterable[pytest.Item]) -> None:
    """Mark as heavy what a test's sample leaves out."""
    short = sorted((item for item in items if not item.get_closest_marker("heavy")), key=_the_test)
    for _, group in groupby(short, _the_test):
        cases = list(group)
        mark = cases[0].get_closest_marker("sample")
        kept = sampled(len(cases), mark.args[0] if mark else len(cases))
        for at in set(range(len(cases))) - kept:
            cases[at].add_marker(pytest.mark.heavy)


def sampled(cases: int, wanted: int) -> set[int]:
    """Which cases stand for all of them: spread evenly, the first one always."""
    if wanted >= cases:
        return set(range(cases))
    return {at * (cases - 1) // max(wanted - 1, 1) for at in range(wanted)}


def _the_test(item: pytest.Item) -> tuple[str, str]:
    return str(item.path), getattr(item, "originalname", item.name)
