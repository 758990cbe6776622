"""A shop's numbers as a job: once a day, on where it stopped, and no shop's trouble is another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fake_compass import torn, untorn
from fakes import ACCOUNT, LOGIN, SHOP
from flow_bench import Bench, finished
from rounds import RHYTHM, Silent

from agent.domain.due import wanted
from agent.domain.identity import ShopId
from agent.domain.insight import Collected, Of, Stand, Wanted
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import Outcome
from agent.domain.roster import Collect, Roster, Shop
from agent.domain.shop_days import day_of
from agent.errors import AskPerson, Code, Refused, TryLater
from agent.flows.collecting import Collection
from agent.flows.daily_numbers import Untold, read_daily
from agent.flows.ends import Ended
from agent.flows.round import Round

pytestmark = pytest.mark.fast
LOOKS = 20  # at a shop's reports: four windows of two pages and two of LIVEs, each read twice
DAILY = replace(SHOP, accounts=(), official=None, collect=Collect.DAILY)


def shops(count: int) -> list[Shop]:
    return [replace(DAILY, id=ShopId(f"7495{number:015}"), name=f"Shop {number}") for number in range(count)]


class Cut(BaseException):
    """The machine goes down."""


class Daily(Bench):
    """A scheduler that starts rounds over shops, each of which shows numbers of its own."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.portal.linked = {ACCOUNT}
        self.troubles: dict[ShopId, Exception] = {}
        self.visits: list[ShopId] = []
        self.heard: list[ShopId] = []

    def want(self, *some: Shop) -> None:
        """The roster says this from now on."""
        self.roster = Roster((LOGIN,), some)
        for one in some:
            self.ask("set_jobs", wanted(one, self.ask("jobs", one.id), self.clock.now(), RHYTHM))

    async def of(self, shop: Shop) -> Any:
        self.visits.append(shop.id)
        if trouble := self.troubles.get(shop.id):
            raise trouble
        self.portal.stands_in = shop.id
        self.portal.reports.seed = int(shop.id[-6:])
        return self.desk()

    async def read(self, shop: Shop, job: Job) -> Ended:
        async def heard(one: Shop) -> None:
            self.heard.append(one.id)

        return await read_daily(shop, job, Collection(self.ledger, self.clock, self.of, Untold(), heard=heard), RHYTHM)

    def round(self) -> Sequence[Ended]:
        """What is due of numbers."""
        due = [one for one in self.ask("jobs", due_by=self.clock.now()) if one.task is Task.COLLECT]
        work = Round(self.roster, self.ledger, self.clock, self.of, RHYTHM, Silent(), collects=self.read)
        return finished(work.run(due, 1))

    def job(self, shop: Shop = DAILY) -> Job:
        return next(one for one in self.ask("jobs", shop.id) if one.task is Task.COLLECT)


@pytest.fixture
def daily() -> Daily:
    bench = Daily(at_once=True)
    bench.want(DAILY)
    return bench


def test_a_day_is_read_once_and_the_next_one_is_due_after_the_shop_s_midnight(daily: Daily) -> None:
    (ended,) = daily.round()

    assert (ended.record.outcome, daily.job().state, daily.heard) == (Outcome.DONE, JobState.WAITING, [DAILY.id])
    there = daily.job().due_at
    assert there
    assert there == datetime.fromisoformat(f"{day_of(there, DAILY.zone)}T08:00+00:00")  # two o'clock in Mexico City
    assert day_of(there, DAILY.zone) == day_of(daily.clock.now(), DAILY.zone) + timedelta(days=1)
    assert daily.round() == []


def test_what_somebody_read_by_hand_today_is_not_read_again(daily: Daily) -> None:
    now = daily.clock.now()
    daily.ask("set_collected", Collected(DAILY.id, day_of(now, DAILY.zone), Stand.DONE, now))

    (ended,) = daily.round()

    assert (ended.record.outcome, daily.visits) == (Outcome.NOTHING_TO_DO, [])
    assert daily.job().due_at > now + timedelta(hours=1)  # type: ignore[operator]


def test_a_shop_that_the_roster_does_not_name_any_more_is_let_go_and_taken_up_again(daily: Daily) -> None:
    daily.want(replace(DAILY, collect=Collect.NO))
    dropped = daily.job().state

    daily.want(DAILY)

    assert (dropped, daily.job().state, daily.job().due_at) == (JobState.DONE, JobState.OPEN, daily.clock.now())


def test_a_hard_shop_is_put_off_and_the_others_are_read(daily: Daily) -> None:
    three = shops(3)
    daily.want(*three)
    daily.troubles[three[0].id] = Refused(Code.G_ORIGIN)

    daily.round()

    assert daily.ask("insight_shops") == [one.id for one in three[1:]]
    assert daily.job(three[0]).due_at > daily.clock.now()  # type: ignore[operator]
    assert daily.job(three[0]).code is Code.G_ORIGIN


def test_half_a_shop_is_read_again_soon_and_leaves_nothing_behind(daily: Daily) -> None:
    daily.portal.reports.tears = [*[untorn] * 19, *[torn(rows=())] * 5]

    daily.round()

    job = daily.job()
    assert (job.state, job.tries, daily.ask("insight_shops")) == (JobState.OPEN, 1, [])
    daily.clock.moment = job.due_at + timedelta(minutes=10)  # type: ignore[operator]
    assert [one.record.outcome for one in daily.round()] == [Outcome.DONE]


def test_a_login_that_wants_a_person_rests(daily: Daily) -> None:
    three = shops(3)
    daily.want(*three)
    daily.troubles[three[0].id] = AskPerson(Code.E_SESSION_EXPIRED)

    daily.round()

    assert daily.visits == [three[0].id]
    assert daily.job(three[0]).state is JobState.NEEDS_PERSON


@pytest.mark.parametrize("count", [6, pytest.param(1_000, marks=[pytest.mark.heavy, pytest.mark.timeout(900)])])
def test_a_day_that_was_cut_off_goes_on_where_it_stopped_and_mixes_no_two(daily: Daily, count: int) -> None:
    """The machine goes down within a shop, again and again; in the end each has its own numbers, read once."""
    many = shops(count)
    daily.want(*many)
    for _ in range(count // 100 + 2):
        daily.portal.reports.tears = [*[untorn] * (3 * LOOKS - 7), goes_down]
        with pytest.raises(Cut):
            daily.round()
    daily.portal.reports.tears = []
    daily.round()

    assert sorted(daily.heard) == sorted(one.id for one in many)
    wrong = [one.id for one in many if gmv_kept(daily, one) != gmv_true(daily, one)]
    assert wrong == []


def goes_down(*_: object) -> Any:
    raise Cut


def gmv_kept(daily: Daily, shop: Shop) -> list[Any]:
    kept = daily.ask("readings", Wanted(shops=(shop.id,), of=(Of.SHOP,)))
    return [dict(one.values) for one in kept]


def gmv_true(daily: Daily, shop: Shop) -> list[Any]:
    daily.portal.reports.seed = int(shop.id[-6:])
    kept = daily.ask("readings", Wanted(shops=(shop.id,), of=(Of.SHOP,)))
    told = [(one.values, daily.portal.reports.total(one.window)) for one in kept]
    return [{metric: true[metric] for metric in values} for values, true in told]


def test_soon_after_midnight_yesterdays_numbers_are_left_to_settle(daily: Daily) -> None:
    daily.clock.moment = datetime(2026, 12, 1, 6, 10, tzinfo=UTC)  # ten past midnight in Mexico City
    daily.want(replace(DAILY, name="New today"))

    (ended,) = daily.round()

    assert (ended.record.outcome, daily.visits) == (Outcome.NOTHING_TO_DO, [])
    assert daily.job().due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_while_a_shop_is_put_off_its_trouble_stays_told(daily: Daily) -> None:
    daily.troubles[DAILY.id] = TryLater(Code.E_PORTAL_DOWN)
    daily.round()
    later = daily.job().due_at
    daily.clock.moment += timedelta(minutes=1)

    assert daily.round() == []

    assert later == daily.clock.now() + timedelta(minutes=9)
    assert (daily.job().code, daily.job().tries) == (Code.E_PORTAL_DOWN, 1)
