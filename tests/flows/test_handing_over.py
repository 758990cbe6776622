"""Where a page asks for a person one is called, waited for, and believed only after everything was looked at anew."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fakes import ACCOUNT, ALICE, ASK, REQUEST, SHOP, UNLINK, Effect, FakeClock, Press
from flow_bench import Bench, finished

from agent.domain.facts import Egress
from agent.domain.handover import HandedOver, HandOverState
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.news import Occasion, Sending
from agent.domain.permit import Kind
from agent.domain.record import BindRequest, CheckRequest, UnlinkRequest
from agent.domain.seen import Said
from agent.errors import AskPerson, Code, LookAgain
from agent.flows.bind import bind
from agent.flows.check import check
from agent.flows.handing_over import ToAPerson
from agent.flows.overview import look_over
from agent.ports import InHand, LiveView

WAIT = timedelta(minutes=15)
FOR_EVER = 10**9
EACH = [pytest.param(REQUEST, id="bind"), pytest.param(replace(UNLINK, without_backup="a test"), id="unlink")]


class NoView(LiveView):
    """Nobody looks on; three moves of a mouse are counted all the same."""

    @asynccontextmanager
    async def of(self, page: InHand, hand_over: str) -> AsyncIterator[tuple[int, Counter[str]]]:
        _ = page, hand_over
        yield 4711, Counter(pointer=3)


@dataclass
class Handing(Bench):
    """A run that can reach somebody; `called` counts how often messages were sent at once."""

    called: int = 0

    def desk(self, kill_at: str = "") -> Any:
        async def call(begun: HandedOver) -> None:
            self.called += begun.state is HandOverState.WAITING

        reach = ToAPerson(SHOP, WAIT, NoView(), "here", "http://127.0.0.1:8790/", self.banner, call)
        return replace(super().desk(kill_at), hand_over=reach)

    def banner(self, until: datetime) -> str:
        return f"until {until:%H:%M}"

    def challenged(self, times: int = 1, looks: int = 4) -> None:
        """The next pages ask for a person, who is done after so many looks."""
        self.portal.failing_reads = [AskPerson(Code.E_CHALLENGE, detail="home.heading")] * times
        self.portal.asks = looks

    def handovers(self) -> list[HandOverState]:
        return [one.state for one in self.ask("handovers")]


@pytest.fixture
def handing() -> Iterator[Handing]:
    made = Handing()
    yield made
    assert made.ledger.check() == []
    made.ledger.close()


@pytest.mark.parametrize("request_", EACH)
def test_after_a_person_has_met_it_the_run_goes_on_from_the_top(
    handing: Handing, request_: BindRequest | UnlinkRequest
) -> None:
    handing.ready(request_)
    handing.challenged()

    record = handing.run(request_)

    assert (record.outcome, handing.portal.clicks) == (Outcome.DONE, 1)
    assert handing.handovers() == [HandOverState.OVER]


def checks(handing: Handing, kind: Kind) -> Any:
    """Ask every guard, also where what is held refuses."""
    return finished(check(CheckRequest(SHOP, UNLINK.target, ALICE, kind, full=True), handing.desk()))


LOOKS: dict[str, Callable[[Handing], Any]] = {
    "a check of a bind": lambda handing: checks(handing, Kind.BIND),
    "a check of an unlink": lambda handing: checks(handing, Kind.UNLINK),
    "a check of the showcase": lambda handing: checks(handing, Kind.SHOWCASE_ADD),
    "the invitations": lambda handing: handing.refresh(SHOP),
    "what is open": lambda handing: handing.reconcile(SHOP),
    "a shop to be taken in": lambda handing: handing.adopt(),
    "a whole shop": lambda handing: finished(look_over(SHOP, handing.desk(), settle=True)),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_whoever_only_looks_hands_the_page_over_too(handing: Handing, look: Callable[[Handing], Any]) -> None:
    handing.ready(UNLINK)
    handing.challenged()

    look(handing)

    assert (handing.handovers(), handing.portal.clicks) == ([HandOverState.OVER], 0)


@pytest.mark.parametrize("request_", EACH)
def test_silence_is_a_no(handing: Handing, request_: BindRequest | UnlinkRequest) -> None:
    handing.ready(request_)
    handing.challenged(looks=FOR_EVER)
    began = handing.clock.now()

    record = handing.run(request_)

    assert (record.code, record.exit, record.submitted) == (Code.E_CHALLENGE, 22, "no")
    assert (handing.handovers(), handing.portal.clicks) == ([HandOverState.TIMED_OUT], 0)
    assert timedelta() <= handing.clock.now() - began - WAIT < timedelta(seconds=5)


def test_a_closed_window_is_a_no(handing: Handing) -> None:
    handing.challenged(looks=FOR_EVER)
    handing.clock = handing.portal.clock = handing.ledger.clock = ClosesTheWindow(handing)

    record = handing.run(REQUEST)

    assert (record.code, handing.handovers()) == (Code.E_CHALLENGE, [HandOverState.LEFT])


class ClosesTheWindow(FakeClock):
    """After the first moment of waiting the tab is gone."""

    def __init__(self, handing: Handing) -> None:
        super().__init__(handing.clock.moment)
        self.portal = handing.portal

    async def sleep(self, pause: timedelta) -> None:
        await super().sleep(pause)
        self.portal.asks = -1


def test_people_are_called_at_once_and_once_with_shop_step_and_link(handing: Handing) -> None:
    handing.challenged()

    handing.run(REQUEST)

    (told,) = [one.message for one in handing.ask("unsent", Sending.WAITING)]
    (kept,) = handing.ask("handovers")
    assert (told.occasion, told.values["shop"], told.values["step"]) == (Occasion.HAND_OVER, SHOP.name, "home.heading")
    assert told.values["link"] == f"http://127.0.0.1:8790/live/{kept.id}"
    assert handing.called == 1


def test_the_ledger_tells_where_the_page_is_and_how_much_the_person_did(handing: Handing) -> None:
    handing.challenged()

    handing.run(REQUEST)

    (kept,) = handing.ask("handovers")
    assert (kept.machine, kept.port, kept.login, kept.run) == ("here", 4711, SHOP.login, "run-1")
    assert (kept.inputs, kept.deadline - kept.began_at) == ({"pointer": 3}, WAIT)


def test_the_banner_is_laid_over_the_page_and_taken_away(handing: Handing) -> None:
    handing.challenged()

    handing.run(REQUEST)

    assert handing.portal.banners == ["until 09:15", ""]


def test_what_the_person_did_by_hand_is_found_and_not_repeated(handing: Handing) -> None:
    handing.challenged()
    handing.portal.deed = lambda: handing.portal.effects.append(Effect(handing.clock.now(), ACCOUNT, Kind.BIND))

    record = handing.run(REQUEST)

    assert (record.outcome, record.exit) == (Outcome.ALREADY, 0)
    assert (handing.portal.clicks, len(handing.portal.effects)) == (0, 1)


def test_what_no_longer_holds_after_it_is_refused(handing: Handing) -> None:
    handing.challenged()
    handing.portal.deed = lambda: setattr(handing.portal, "egress", Egress(("US", "US")))

    record = handing.run(REQUEST)

    assert (record.outcome, record.code, handing.portal.clicks) == (Outcome.REFUSED, Code.G_REGION, 0)


UNKNOWN = {"element": "links.heading", "why": "not_found"}


def test_a_page_that_nobody_knows_is_read_and_closed_by_a_person(handing: Handing) -> None:
    handing.portal.failing_reads = [LookAgain(Code.E_PORTAL_CHANGED, **UNKNOWN)] * 3
    handing.portal.asks = 4

    record = handing.run(REQUEST)

    assert (record.outcome, handing.handovers()) == (Outcome.DONE, [HandOverState.OVER])
    assert set(handing.portal.headings) == {"links.heading"}


@pytest.mark.parametrize("change", [{"element": "dialog.search"}, {"why": "found_times"}, {"why": "covered"}], ids=str)
def test_a_page_that_has_changed_is_no_page_for_a_person(handing: Handing, change: dict[str, str]) -> None:
    handing.portal.failing_reads = [LookAgain(Code.E_PORTAL_CHANGED, **UNKNOWN | change)] * 3
    handing.portal.asks = 4

    record = handing.run(REQUEST)

    assert (record.code, handing.handovers()) == (Code.E_PORTAL_CHANGED, [])


def test_between_two_pages_of_the_person_s_nobody_goes_on(handing: Handing) -> None:
    handing.challenged(looks=6)
    handing.portal.blinks = frozenset({3})

    record = handing.run(REQUEST)

    assert (record.outcome, handing.portal.asks) == (Outcome.DONE, 0)


def test_what_the_ledger_has_learnt_meanwhile_counts_too(handing: Handing) -> None:
    noted = list[asyncio.Future[None]]()
    handing.challenged()
    handing.portal.deed = lambda: noted.append(asyncio.ensure_future(handing.ledger.challenge(SHOP.login, "captcha")))

    record = handing.run(REQUEST)

    assert (record.outcome, record.code, handing.portal.clicks) == (Outcome.REFUSED, Code.G_COOLDOWN, 0)
    assert noted[0].done()


def test_who_is_asked_again_and_again_is_asked_three_times(handing: Handing) -> None:
    def asks_again() -> None:
        handing.portal.asks = 4
        raise AskPerson(Code.E_CHALLENGE, detail="home.heading")

    handing.portal.read = asks_again

    record = handing.run(REQUEST)

    assert (record.code, handing.handovers()) == (Code.E_CHALLENGE, [HandOverState.OVER] * 3)


@pytest.mark.parametrize("request_", EACH)
def test_a_challenge_for_an_answer_is_met_and_then_only_looked(
    handing: Handing, request_: BindRequest | UnlinkRequest
) -> None:
    handing.ready(request_)
    kind = Kind.BIND if isinstance(request_, BindRequest) else Kind.UNLINK
    handing.portal.presses = [Press(commits=False, said=Said.CHALLENGE)]
    handing.portal.asks = 4
    handing.portal.deed = lambda: handing.portal.effects.append(Effect(handing.clock.now(), ACCOUNT, kind))

    record = handing.run(request_)

    assert (record.outcome, handing.states()) == (Outcome.DONE, [ClaimState.DONE])
    assert (handing.portal.clicks, handing.handovers()) == (1, [HandOverState.OVER])


def test_a_challenge_for_an_answer_that_nobody_meets_leaves_the_outcome_to_a_person(handing: Handing) -> None:
    handing.ready(UNLINK)
    handing.portal.presses = [Press(commits=False, said=Said.CHALLENGE)]
    handing.portal.asks = FOR_EVER

    record = handing.run(replace(UNLINK, without_backup="a test"))

    assert (record.code, record.exit, handing.portal.clicks) == (Code.E_OUTCOME_UNKNOWN, 20, 1)
    assert handing.handovers() == [HandOverState.TIMED_OUT]


def test_a_creator_s_own_page_is_handed_over_too(handing: Handing) -> None:
    handing.ready(ASK)
    handing.portal.failing_reads = [None, None, AskPerson(Code.E_CHALLENGE, detail="link_info.heading")]
    handing.portal.asks = 4

    record = handing.run(replace(ASK, without_backup="a test"))

    assert (record.outcome, handing.handovers()) == (Outcome.DONE, [HandOverState.OVER])


def test_a_page_that_asks_for_nobody_any_more_is_handed_to_nobody(handing: Handing) -> None:
    handing.challenged(looks=0)

    record = handing.run(REQUEST)

    assert (record.code, handing.handovers()) == (Code.E_CHALLENGE, [])


def test_a_run_that_is_stopped_meanwhile_leaves_nothing_waiting(handing: Handing) -> None:
    handing.challenged(looks=FOR_EVER)
    handing.clock = handing.portal.clock = handing.ledger.clock = Stops(handing.clock.moment)

    with pytest.raises(asyncio.CancelledError):
        finished(bind(REQUEST, handing.desk()))

    assert handing.handovers() == [HandOverState.LEFT]


class Stops(FakeClock):
    """Somebody ends the run while it waits."""

    async def sleep(self, pause: timedelta) -> None:
        _ = pause
        raise asyncio.CancelledError
