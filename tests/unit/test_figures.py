"""Counts and shares as sites shorten them in three languages: read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.figures import figure, share
from agent.domain.numerals import says_nothing

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("12345", 12_345),
        ("12,345", 12_345),
        ("1.234.567", 1_234_567),
        ("1 234", 1_234),
        ("1.2K", 1_200),
        ("1,2 mil", 1_200),
        ("12.3万", 123_000),
        ("12.3w", 123_000),
        ("3亿", 300_000_000),
        ("1.25M", 1_250_000),
        ("10K+", 10_000),
    ],
)
def test_a_count_is_read_as_it_is_meant(text: str, count: int) -> None:
    assert figure(text) == count


@pytest.mark.parametrize(
    "text", ["K", "1.234K", "1,2", "12.34", "1,23,456", "1.234,567", "-5", "=1+1", "1e5", "5 apples"]
)
def test_what_can_be_read_in_two_ways_or_none_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not one number"):
        figure(text)


@pytest.mark.parametrize(("text", "part"), [("4.21%", "0.0421"), ("4,2 %", "0.042"), ("100%", "1"), ("0%", "0")])
def test_a_share_is_read_with_its_sign(text: str, part: str) -> None:
    assert share(text) == Decimal(part)


@pytest.mark.parametrize("text", ["4.21", "0.04", "101%", "-1%", "%"])
def test_a_share_without_a_sign_or_beyond_all_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="not one number"):
        share(text)


@given(st.integers(0, 10**15 - 1), st.sampled_from([",", ".", " ", "'"]))
def test_every_way_of_grouping_gives_the_same_number(number: int, sign: str) -> None:
    assert figure(f"{number:,}".replace(",", sign)) == number


@pytest.mark.parametrize(
    ("text", "nothing"), [("--", True), (" N/A ", True), ("未知", True), ("0", False), ("-1", False)]
)
def test_dashes_say_that_nobody_knows(text: str, *, nothing: bool) -> None:
    assert says_nothing(text) is nothing
