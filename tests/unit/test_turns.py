"""What has turned since the last look, as messages: told once, and again when it turns again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fakes import ACCOUNT, LOGIN, SHOP

from agent.domain.identity import Handle, Intent, RunId
from agent.domain.ledger import Claim, ClaimState, Link, LinkState
from agent.domain.permit import Kind, RequestKey
from agent.domain.survey import Figure
from agent.domain.turns import news_of, of_figure, of_links
from agent.domain.violation import Standing, System

pytestmark = pytest.mark.fast
ONCE, AGAIN = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
LINKED = Link(SHOP.id, ACCOUNT, Handle("alice.home"), LinkState.LINKED, ONCE, None, ONCE)


def test_an_account_that_is_lost_again_after_a_new_link_is_news_again() -> None:
    lost = [*of_links([LINKED], [], []), *of_links([replace(LINKED, since=AGAIN)], [], [])]

    assert len({one.key for one in news_of(SHOP, lost)}) == 2
    assert len({one.key for one in news_of(SHOP, [lost[0], *of_links([LINKED], [], [])])}) == 1


def test_a_figure_that_falls_to_the_same_number_again_is_news_again() -> None:
    before = [Figure(SHOP.id, System.CREDIT_SCORE, "95", at) for at in (ONCE, AGAIN)]

    fell = [turn for one in before for turn in of_figure(one, Standing(System.CREDIT_SCORE, 90))]

    assert len({one.key for one in news_of(SHOP, fell)}) == 2


@pytest.mark.parametrize(
    ("state", "at", "news"),
    [
        (ClaimState.UNKNOWN, AGAIN, 0),
        (ClaimState.OPEN, AGAIN, 0),
        (ClaimState.DONE, AGAIN, 0),
        (ClaimState.NOT_DONE, AGAIN, 1),
        (ClaimState.DONE, datetime(2026, 10, 1, tzinfo=UTC), 1),  # that was an earlier link
    ],
)
def test_a_link_that_a_press_of_ours_may_have_ended_is_no_news(state: ClaimState, at: datetime, news: int) -> None:
    key = RequestKey(SHOP.id, ACCOUNT, Kind.UNLINK, 0)
    claim = Claim(Intent("i"), key, LOGIN.id, Handle("alice.home"), state, at, RunId("r"))

    assert len([*of_links([LINKED], [], [claim])]) == news
