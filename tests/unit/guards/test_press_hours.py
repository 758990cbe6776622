"""An unwatched run presses while somebody is awake."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from facts_builder import bind_facts, rules

from agent.domain.facts import Known, Never, Source
from agent.domain.reason import Reason
from agent.domain.verdict import Effect
from agent.guards.press_hours import press_hours

pytestmark = pytest.mark.fast

MORNING = datetime(2026, 11, 30, 1, tzinfo=UTC)


def test_outside_them_it_is_refused_until_they_begin() -> None:
    verdict = press_hours(bind_facts(hours_begin=Known(MORNING, Source.SETTINGS)), rules())

    assert (verdict.effect, verdict.reason) == (Effect.REFUSE, Reason.OUTSIDE_PRESS_HOURS)
    assert verdict.not_before == MORNING


def test_in_them_or_watched_nothing_is_said_against_it() -> None:
    verdict = press_hours(bind_facts(hours_begin=Never(Source.SETTINGS)), rules())

    assert verdict.effect is Effect.ALLOW
