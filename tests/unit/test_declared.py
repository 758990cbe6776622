"""A declared date is of the shop's zone, aware, and the latest that can be meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.domain.declared import a_moment
from agent.errors import Code, MendInput

pytestmark = pytest.mark.fast
NEW_YORK, MEXICO = "America/New_York", "America/Mexico_City"


@pytest.mark.parametrize(
    ("text", "zone", "meant"),
    [
        ("2026-10-01", MEXICO, datetime(2026, 10, 2, 5, 59, 59, tzinfo=UTC)),
        ("2026-10-01T14:30", MEXICO, datetime(2026, 10, 1, 20, 30, tzinfo=UTC)),
        ("2026-10-01 14:30:05", MEXICO, datetime(2026, 10, 1, 20, 30, 5, tzinfo=UTC)),
        ("2026-10-01T14:30:00+08:00", MEXICO, datetime(2026, 10, 1, 6, 30, tzinfo=UTC)),
        ("2026-10-01T14:30:00Z", MEXICO, datetime(2026, 10, 1, 14, 30, tzinfo=UTC)),
        ("2024-02-29", "UTC", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("2026-11-01T01:30", NEW_YORK, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),  # passed twice: the later one
        ("2026-03-08", NEW_YORK, datetime(2026, 3, 9, 3, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_the_latest_moment_that_it_can_mean(text: str, zone: str, meant: datetime) -> None:
    assert a_moment(text, zone) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *(
            (one, "date_form")
            for one in ("", "yesterday", "2026-13-01", "2026-02-30", "01.10.2026", "2026-10-01T25:00")
        ),
        *((one, "date_form") for one in ("20261001", "2026-10-01T14", "\uff12026-10-01", "0001-01-01T00:00:00+23:00")),
        ("2026-10-01T14:30:00+99:00", "date_form"),
        ("2026-03-08T02:30", "no_such_hour"),
    ],
)
def test_what_is_no_date_is_refused(text: str, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        a_moment(text, NEW_YORK)

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_INPUT, why)
