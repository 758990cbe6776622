"""Bind in the Seller app on fakes: guards, claim and looks are those of the web; what becomes of a jump is its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, BY_APP, JUMP, MOCK, REQUEST, SHOP, START, Effect, Killed, Press
from flow_bench import Bench, finished
from told import all_that_is_told

from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.portal import Jump, Surface
from agent.domain.record import BindRequest
from agent.domain.seen import CheckName, Jumped, Said
from agent.errors import Code
from agent.flows.bind import bind

pytestmark = pytest.mark.fast

TIMEOUT = Press(breaks=TimeoutError("click"))
REFUSED = Press(commits=False, said=Said.REFUSAL, text="The account owner is under 18.")
NOBODY = (Jumped.TIMED_OUT, JUMP)


def test_who_is_authorized_in_the_app_is_linked(bench: Bench) -> None:
    record = bench.bind(BY_APP)

    assert (record.outcome, record.link, record.exit) == (Outcome.DONE, LinkState.LINKED, 0)
    assert (bench.portal.clicks, bench.states()) == (1, [ClaimState.DONE])


def test_a_link_that_no_invitation_tells_of_is_seen_among_the_links(bench: Bench) -> None:
    bench.portal.link_only = True

    record = bench.bind(BY_APP)

    assert (record.outcome, record.link, bench.states()) == (Outcome.DONE, LinkState.LINKED, [ClaimState.DONE])


def test_asked_twice_and_by_another_way_it_is_one_intention(bench: Bench) -> None:
    bench.bind(BY_APP)

    again = [bench.bind(BY_APP), bench.bind(REQUEST)]

    assert [(one.outcome, one.link) for one in again] == [(Outcome.ALREADY, LinkState.LINKED)] * 2
    assert (bench.portal.clicks, len(bench.states())) == (1, 1)


@pytest.mark.parametrize(
    ("owner", "press", "ends"),
    [
        ((Jumped.DECLINED, timedelta(seconds=9)), Press(), (Outcome.REJECTED, 40, "its owner has declined")),
        (NOBODY, Press(), (Outcome.NOT_DONE, 14, "did not answer in time")),
        (NOBODY, TIMEOUT, (Outcome.NOT_DONE, 14, "the Seller app's answer was lost")),
        (NOBODY, REFUSED, (Outcome.REJECTED, 41, "The account owner is under 18.")),
    ],
    ids=["declined", "timed out", "lost", "refused"],
)
def test_each_end_of_a_jump_has_a_code_and_words_of_its_own(
    bench: Bench,
    capsys: pytest.CaptureFixture[str],
    owner: tuple[Jumped, timedelta],
    press: Press,
    ends: tuple[Outcome, int, str],
) -> None:
    bench.portal.owner, bench.portal.presses = owner, [press]

    record = bench.bind(BY_APP)

    assert (record.outcome, record.exit, bench.portal.effects) == (*ends[:2], [])
    assert ends[2] in all_that_is_told(record, capsys)


def test_a_lost_answer_is_looked_up_as_long_as_the_owner_may_authorize(bench: Bench) -> None:
    bench.portal.owner = (Jumped.AUTHORIZED, timedelta(minutes=9))
    bench.portal.presses = [TIMEOUT]

    assert bench.bind(BY_APP).outcome is Outcome.DONE
    assert bench.clock.now() - START >= timedelta(minutes=9)
    assert (bench.portal.clicks, len(bench.portal.effects)) == (1, 1)


@pytest.mark.parametrize("later", [BY_APP, REQUEST], ids=["app", "web"])
def test_a_killed_press_is_looked_up_by_either_way_and_not_repeated(bench: Bench, later: BindRequest) -> None:
    bench.portal.owner = (Jumped.AUTHORIZED, timedelta(minutes=9))
    killed_after_the_press(bench)

    record = bench.bind(later)

    assert (record.outcome, bench.portal.clicks, bench.states()) == (Outcome.DONE, 1, [ClaimState.DONE])


def test_reconcile_waits_until_nobody_can_authorize_any_more(bench: Bench) -> None:
    bench.portal.owner = NOBODY
    killed_after_the_press(bench)
    began = bench.clock.now()

    bench.reconcile(SHOP)

    assert bench.states() == [ClaimState.NOT_DONE]
    assert bench.clock.now() - began >= JUMP


def test_after_a_jump_that_nobody_answered_a_later_run_may_begin_the_next(bench: Bench) -> None:
    bench.portal.owner = NOBODY
    bench.bind(BY_APP)
    bench.portal.owner = (Jumped.AUTHORIZED, timedelta(seconds=5))

    record = bench.bind(BY_APP)

    assert (record.outcome, bench.portal.clicks) == (Outcome.DONE, 2)
    assert bench.states() == [ClaimState.NOT_DONE, ClaimState.DONE]


def test_lists_that_cannot_be_read_leave_it_unknown_though_the_time_is_over(bench: Bench) -> None:
    bench.portal.owner, bench.portal.blind_after_press = NOBODY, True

    record = bench.bind(BY_APP)

    assert (record.outcome, record.exit, bench.states()) == (Outcome.UNKNOWN, 20, [ClaimState.UNKNOWN])


def test_half_a_list_of_links_proves_no_absence(bench: Bench) -> None:
    bench.portal.owner, bench.portal.cut_links = NOBODY, True

    assert bench.bind(BY_APP).outcome is Outcome.UNKNOWN


def test_a_profile_that_does_not_say_how_long_a_jump_lasts_proves_no_absence(bench: Bench) -> None:
    bench.portal.owner, bench.profile = NOBODY, replace(bench.profile, jump=None)
    bench.portal.presses = [TIMEOUT]

    assert bench.bind(BY_APP).outcome is Outcome.UNKNOWN


def test_the_guards_refuse_in_the_app_as_on_the_web(bench: Bench) -> None:
    bench.portal.failed_checks = {CheckName.OWNER_ADULT}

    record = bench.bind(BY_APP)

    assert (record.outcome, record.exit, bench.portal.clicks, bench.states()) == (Outcome.REFUSED, 38, 0, [])


def test_a_dry_run_types_and_tries_and_leaves_for_nothing(bench: Bench) -> None:
    record = bench.bind(BY_APP, dry_run=True)

    assert (record.outcome, bench.portal.jumps, bench.states()) == (Outcome.PLANNED, [], [])


@pytest.fixture
def native(bench: Bench) -> Bench:
    """The Seller app as it is: on a person's phone."""
    bench.profile = replace(bench.profile, surfaces={**bench.profile.surfaces, "app": Surface.PHONE})
    return bench


def test_who_works_in_a_browser_of_his_own_gets_the_card_too(bench: Bench) -> None:
    desk = bench.desk()

    record = finished(bind(BY_APP, replace(desk, login=replace(desk.login, attach="http://127.0.0.1:9222"))))

    assert (record.code, bench.portal.clicks) == (Code.E_HAND_OVER, 0)


def test_on_a_phone_a_person_binds_and_gets_a_card(native: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    record = native.bind(BY_APP)

    assert (record.outcome, record.code, record.exit) == (Outcome.NEEDS_PERSON, Code.E_HAND_OVER, 22)
    assert (native.portal.clicks, native.states()) == (0, [])
    assert "bound in the Seller app" in all_that_is_told(record, capsys)


@pytest.mark.parametrize(("jump", "told"), [(MOCK.jump, "authorizes within 600 seconds;"), (None, "authorizes;")])
def test_the_card_says_how_long_the_owner_has_where_the_portal_is_known_to_say_so(
    native: Bench, jump: Jump | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    native.profile = replace(native.profile, jump=jump)

    assert told in all_that_is_told(native.bind(BY_APP), capsys)


def test_the_card_is_handed_on_before_it_is_waited_for_and_says_until_when(native: Bench) -> None:
    until, handed = START + timedelta(hours=1), list[object]()
    desk = replace(native.desk(), hand_on=lambda one: handed.append((native.clock.now(), one.error["until"])))

    record = finished(bind(replace(BY_APP, wait_until=until), desk))

    assert handed == [(START, until.isoformat())]
    assert "until" not in record.error  # nobody waits any more


def test_a_card_that_nobody_waits_for_is_handed_on_once(native: Bench) -> None:
    handed = list[object]()

    record = finished(bind(BY_APP, replace(native.desk(), hand_on=handed.append)))

    assert (record.code, handed) == (Code.E_HAND_OVER, [])


def test_what_a_guard_refuses_is_handed_to_nobody(native: Bench) -> None:
    native.portal.failed_checks = {CheckName.OWNER_ADULT}

    assert native.bind(BY_APP).outcome is Outcome.REFUSED


def test_a_run_that_waits_sees_on_the_sellers_pages_that_it_was_done_on_the_phone(native: Bench) -> None:
    native.portal.authorized = [Effect(START + timedelta(minutes=30), ACCOUNT, Kind.BIND)]

    record = native.bind(replace(BY_APP, wait_until=START + timedelta(hours=1)))

    assert (record.outcome, record.link, record.exit) == (Outcome.ALREADY, LinkState.LINKED, 0)
    assert native.portal.clicks == 0


def killed_after_the_press(bench: Bench) -> None:
    """A run that ended between the click and the first look."""
    with pytest.raises(Killed):
        bench.bind(BY_APP, kill_at="CP15")
