"""Account health in a real browser on the mock portal: figures under their own names, violations with their dates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from agent_bench import Agent
from skins import both

from agent.domain.violation import AppealState, Category, Standing, System

pytestmark = both

MX = "7495000000000000011"


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent whose login is signed in."""
    agent.let_in()
    return agent


def test_what_the_portal_shows_of_health_is_read(agent: Agent, mock_world: Any) -> None:
    number = mock_world.compliance().issue(MX, "false_promotion", 16, handle="casa.aurora.live", note="Post 12")

    seen = agent.health()

    mine = next(one for one in seen.violations.rows if one.id == number)
    assert seen.standing == Standing(System.CREDIT_SCORE, 76)
    assert (mine.category, mine.points, mine.state) == (Category.FALSE_PROMOTION, -16, AppealState.TO_APPEAL)
    assert (mine.note, mine.handle, mine.freezes, mine.open) == ("Post 12", "casa.aurora.live", True, True)
    assert seen.violations.complete


def test_each_market_has_its_own_figure_and_the_second_try_its_own_date(agent: Agent) -> None:
    agent.let_in("GB")

    seen = agent.health("GB")

    failed = next(one for one in seen.violations.rows if one.state is AppealState.FAILED)
    assert seen.standing == Standing(System.HEALTH_RATING, 150)
    assert "150" in seen.barred
    assert failed.decided_at is not None
    assert (failed.appealable, failed.deadline) == (True, failed.decided_at + timedelta(days=15))
