"""The calendar's file, read back by a library that has nothing to do with how it was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from agent.adapters.calendars import Appointment, as_calendar
from agent.domain.identity import legible

pytestmark = pytest.mark.fast
AT = datetime(2026, 11, 29, 23, 50, tzinfo=UTC)
BEGINS = datetime(2026, 12, 2, 2, tzinfo=UTC)
TRICKS = 'a; b, c\\d\ne:f "g" BEGIN:VEVENT\n直播前15分钟' + "长" * 60


def an_appointment(title: str = "LIVE", about: str = "", key: str = "a") -> Appointment:
    return Appointment(key, BEGINS, BEGINS + timedelta(hours=1), title, about)


def events(content: bytes) -> list[object]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_another_program_reads_the_times_and_the_texts_as_they_were_meant() -> None:
    event = Calendar.from_ical(as_calendar([an_appointment("直播, 8点", TRICKS)], AT)).walk("VEVENT")[0]

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (BEGINS, BEGINS + timedelta(hours=1))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("直播, 8点", TRICKS)
    assert event["DTSTAMP"].dt == AT


def test_the_files_own_signs_are_escaped_and_long_lines_folded_without_cutting_a_letter() -> None:
    lines = as_calendar([an_appointment(about=TRICKS * 3)], AT).split(b"\r\n")

    assert max(map(len, lines)) == 75
    assert [line for line in lines if not line.decode()] == [b""]
    assert b"DESCRIPTION:a\\; b\\, c\\\\d\\ne:f" in b"\r\n".join(lines).replace(b"\r\n ", b"")


def test_what_it_is_about_has_the_same_mark_when_it_is_planned_anew() -> None:
    one, moved, other = (
        str(Calendar.from_ical(as_calendar([each], at)).walk("VEVENT")[0]["UID"])
        for each, at in (
            (an_appointment(), AT),
            (an_appointment("moved", "by an hour"), AT + timedelta(days=1)),
            (an_appointment(key="b"), AT),
        )
    )

    assert one == moved != other


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_stands_in_a_text_every_line_is_short_and_nothing_gets_out_of_it(title: str, about: str) -> None:
    content = as_calendar([an_appointment(title, about)], AT)

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert all(line.decode() for line in lines[:-1])
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["DESCRIPTION"]) == "\n".join(legible(line, 4_000) for line in about.splitlines())
