"""Where bars, marks and lines go: what began, what ended, and what is still open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dash_bench import DAY, HOUR, shop_id
from fakes import START

from agent.dashboard.drawing import chart, timeline
from agent.domain.ledger import Event
from agent.domain.survey import Figure

pytestmark = pytest.mark.fast


def happened(what: str, days_ago: float, account: str = "1", **data: object) -> Event:
    at = START - timedelta(days=days_ago)
    times = {name: at.isoformat() for name in ("began_at", "sent_at", "until") if name not in data}
    return Event(0, at, what, None, times | {"account": account, "handle": f"acc{account}"} | data)


def test_a_link_is_a_bar_from_its_beginning_to_its_end() -> None:
    (lane,) = timeline([happened("linked", 20), happened("unlinked", 5)], START).lanes

    (bar,) = lane.bars
    assert (bar.kind, bar.end, bar.until) == ("linked", "unlinked", START - 5 * DAY)


def test_a_link_that_lasts_reaches_the_present() -> None:
    drawn = timeline([happened("linked", 20)], START)

    bar = drawn.lanes[0].bars[0]
    assert bar.x + bar.width == pytest.approx(drawn.now, abs=0.2)


def test_an_invitation_that_waits_reaches_until_it_runs_out() -> None:
    ends = (START + DAY).isoformat()
    drawn = timeline([happened("invitation_seen", 1, invitation_id="9", state="pending", expires_at=ends)], START)

    bar = drawn.lanes[0].bars[0]
    assert (bar.kind, bar.end) == ("invited", "pending")
    assert bar.x + bar.width > drawn.now


def test_an_invitation_seen_again_is_one_bar_that_ends_as_it_was_last_seen() -> None:
    seen = [
        happened("invitation_seen", ago, invitation_id="9", state=state)
        for ago, state in ((3, "pending"), (1, "declined"))
    ]

    (bar,) = timeline(seen, START).lanes[0].bars
    assert (bar.end, bar.until) == ("declined", START - DAY)


def test_a_press_is_a_mark_and_each_account_has_a_lane() -> None:
    drawn = timeline([happened("claimed", 2, "1", kind="bind"), happened("linked", 1, "2")], START)

    assert [lane.handle for lane in drawn.lanes] == ["acc1", "acc2"]
    assert [mark.kind for mark in drawn.lanes[0].marks] == ["bind"]


def test_what_ended_half_a_year_ago_is_left_out() -> None:
    assert timeline([happened("linked", 400), happened("unlinked", 300)], START).lanes == []


def test_an_end_of_what_never_began_here_draws_nothing() -> None:
    assert timeline([happened("unlinked", 3)], START).lanes == []


def test_nothing_draws_nothing() -> None:
    assert timeline([], START).lanes == []
    assert chart([], 80, START) is None


def test_a_score_goes_in_steps_and_lower_is_lower() -> None:
    told = [Figure(shop_id(0), "credit_score", value, START - ago * HOUR) for value, ago in (("96", 48), ("70", 24))]

    drawn = chart(told, 80, START)

    assert drawn
    high, low = drawn.dots
    assert high.y < drawn.floor < low.y
    assert high.x < low.x
    assert drawn.line.startswith(f"M{high.x} {high.y}H{low.x}V{low.y}H")


def test_a_score_that_was_not_shown_is_no_dot() -> None:
    assert chart([Figure(shop_id(0), "credit_score", "", START)], 80, START) is None
