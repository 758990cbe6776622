"""A Date header that cannot be read is none; a moment without a zone is no moment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.domain.httpdate import date_in

pytestmark = pytest.mark.fast
TOLD = "Mon, 30 Nov 2026 12:00:00 GMT"
UNREADABLE = [
    "",
    "yesterday",
    f"{TOLD}, {TOLD[:9]}",
    "Mon, 30 Nov 2026 12:00:00 -0000",
    "Mon, 99 Nov 2026 12:00:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -0100",
]


def test_a_date_is_read_in_utc() -> None:
    assert date_in({"date": TOLD}) == datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_date_with_a_zone_is_none(text: str) -> None:
    assert date_in({"date": text}) is None
    assert date_in({}) is None
