"""Which cases stand for their kind in every run."""

from __future__ import annotations

import pytest
from sampling import sampled


@pytest.mark.fast
@pytest.mark.parametrize(
    ("cases", "wanted", "kept"), [(1, 1, {0}), (3, 1, {0}), (4, 2, {0, 3}), (7, 3, {0, 3, 6}), (2, 5, {0, 1})]
)
def test_so_many_as_are_wanted_are_kept_from_the_first_to_the_last(cases: int, wanted: int, kept: set[int]) -> None:
    assert sampled(cases, wanted) == kept
