"""A link ends once, by one of three ways; who may press, what is kept first, and what stays with a person."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import ACCOUNT, APPROVE, ASK, LOGIN, MOCK, SHOP, START, UNLINK, Effect, Killed, Press, portal_down
from flow_bench import HERE, Bench
from told import all_that_is_told

from agent.domain.facts import Egress
from agent.domain.identity import AccountId, Handle, ShopId, Target
from agent.domain.ledger import Choice, ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.portal import Surface
from agent.domain.reason import Reason
from agent.domain.record import UnlinkRequest
from agent.domain.roster import SellerKind
from agent.domain.seen import CheckName, Said
from agent.domain.unlinking import Way
from agent.errors import AskPerson, Code, MendInput, RestoreState
from agent.rulebook import load_rules
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast
WAYS = pytest.mark.parametrize("request_", [UNLINK, ASK, APPROVE], ids=[one.way for one in (UNLINK, ASK, APPROVE)])
FOUR_EVER = Choice(SHOP.id, "lifetime_unlinks", "4", "Li Wei", "customer service granted one more", START)
AFTER = {Way.SELLER: "unlinked", Way.CREATOR: "unlink_requested", Way.APPROVE: "unlinked"}


@pytest.fixture
def linked(bench: Bench) -> Bench:
    """One account is linked, and three unlinks are left."""
    bench.portal.linked.add(ACCOUNT)
    return bench


def ready(bench: Bench, request: UnlinkRequest) -> UnlinkRequest:
    """The creator has asked, where the way needs it."""
    bench.portal.asked = request.way is Way.APPROVE
    return request


@WAYS
def test_each_way_presses_once_and_looks_it_up(linked: Bench, request_: UnlinkRequest) -> None:
    record = linked.unlink(ready(linked, request_))

    assert (record.outcome, record.link, record.exit) == (Outcome.DONE, AFTER[request_.way], 0)
    assert (linked.portal.clicks, len(linked.portal.effects)) == (1, 1)


@WAYS
def test_asked_twice_it_is_one_intention(
    linked: Bench, request_: UnlinkRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    linked.unlink(ready(linked, request_))

    again = linked.unlink(request_)

    assert (again.outcome, again.exit, again.link) == (Outcome.ALREADY, 0, AFTER[request_.way])
    assert (again.submitted, linked.portal.clicks, linked.states()) == ("no", 1, [ClaimState.DONE])
    assert "Already so: @alice.home" in all_that_is_told(again, capsys)


def test_a_check_of_a_link_that_has_ended_ends_as_the_act_would(linked: Bench) -> None:
    linked.unlink(UNLINK)

    record = linked.check(Kind.UNLINK)

    assert (record.outcome, record.exit, record.link) == (Outcome.ALREADY, 0, LinkState.UNLINKED)


@WAYS
def test_a_dry_run_claims_and_presses_nothing(linked: Bench, request_: UnlinkRequest) -> None:
    record = linked.unlink(ready(linked, request_), dry_run=True)

    assert (record.outcome, linked.portal.clicks, linked.states()) == (Outcome.PLANNED, 0, [])


@pytest.mark.parametrize("request_", [UNLINK, APPROVE])
def test_ending_a_link_spends_one_of_three(linked: Bench, request_: UnlinkRequest) -> None:
    linked.unlink(ready(linked, request_))

    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 1
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 0


def test_asking_to_be_unlinked_spends_nothing_yet(linked: Bench) -> None:
    linked.unlink(ASK)

    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 0


def test_the_showcase_is_kept_whole_before_the_press(linked: Bench) -> None:
    linked.portal.cut_showcases = 1

    linked.unlink(UNLINK)

    kept = linked.ask("kept_showcase", ACCOUNT)
    assert [one.title for one in kept.items] == ["Pan 0", "Pan 1", "Pan 2"]
    assert kept.shop == SHOP.id


@pytest.mark.parametrize(("by_pages", "kept", "unread"), [(False, 3, [4, 4]), (True, 4, [])], ids=["one", "several"])
def test_a_showcase_of_several_pages_is_kept_as_two_readings_in_a_row_show_it(
    linked: Bench, kept: int, unread: list[int], *, by_pages: bool
) -> None:
    linked.portal.by_pages, linked.portal.shelves = by_pages, [3, 4, 4]

    record = linked.unlink(UNLINK)

    assert (record.outcome, len(linked.ask("kept_showcase", ACCOUNT).items)) == (Outcome.DONE, kept)
    assert linked.portal.shelves == unread


@pytest.mark.parametrize("trouble", ["half a list", "never the same", "no session"])
def test_without_a_whole_copy_nobody_unlinks(linked: Bench, trouble: str) -> None:
    linked.portal.cut_showcases = 99 * (trouble == "half a list")
    linked.portal.by_pages, linked.portal.shelves = True, [3, 4] * 9 * (trouble == "never the same")
    linked.portal.creator_session = trouble != "no session"

    record = linked.unlink(UNLINK)

    assert (record.code, record.objections) == (Code.G_NOT_CONFIRMED, {Reason.SHOWCASE_NOT_KEPT})
    assert (linked.portal.clicks, linked.states()) == (0, [])


def test_who_does_without_a_copy_is_recorded_with_the_reason(linked: Bench) -> None:
    linked.portal.creator_session = False

    record = linked.unlink(replace(UNLINK, without_backup="the creator has left"))

    waived = next(one for one in linked.ask("events") if one.kind == "backup_waived")
    assert (record.outcome, waived.data["note"], waived.data["by"]) == (Outcome.DONE, "the creator has left", "tester")


def test_a_request_that_nobody_sent_is_never_approved(linked: Bench) -> None:
    record = linked.unlink(APPROVE)

    assert (record.code, record.objections) == (Code.G_CONFLICT, {Reason.NO_UNLINK_REQUEST})
    assert linked.portal.clicks == 0


def test_an_open_request_is_answered_not_passed_over(linked: Bench) -> None:
    linked.portal.asked = True

    record = linked.unlink(UNLINK)

    assert (record.code, record.objections) == (Code.G_CONFLICT, {Reason.UNLINK_REQUEST_OPEN})


def test_a_request_that_is_open_already_is_not_sent_again(linked: Bench) -> None:
    linked.portal.asked = True

    record = linked.unlink(ASK)

    assert (record.outcome, record.link, linked.portal.clicks) == (Outcome.ALREADY, LinkState.UNLINK_REQUESTED, 0)


@pytest.mark.parametrize(
    ("line", "reason", "code"),
    [
        (CheckName.LINKED_LONG_ENOUGH, Reason.LINKED_TOO_RECENTLY, Code.G_COOLDOWN),
        (CheckName.NETWORK_ACCEPTED, Reason.NETWORK_REGION, Code.G_REGION),
        (CheckName.STATUS_NORMAL, Reason.ACCOUNT_STATUS, Code.G_NOT_ELIGIBLE),
        (CheckName.NO_VIOLATION, Reason.VIOLATION_ON_RECORD, Code.G_NOT_ELIGIBLE),
        (CheckName.NO_OPEN_ORDERS, Reason.OPEN_ORDERS, Code.G_NOT_ELIGIBLE),
    ],
)
def test_each_objection_of_the_dialog_refuses(linked: Bench, line: CheckName, reason: Reason, code: Code) -> None:
    linked.portal.failed_checks = {line}

    record = linked.unlink(UNLINK)

    assert (record.code, record.objections, linked.portal.clicks) == (code, {reason}, 0)


def test_an_objection_that_nobody_knows_refuses_in_the_portals_words(linked: Bench) -> None:
    linked.portal.unknown_objections = ("Settle your invoice first.",)

    record = linked.unlink(UNLINK)

    assert record.objections == {Reason.PORTAL_CRITERION}


@pytest.mark.parametrize("request_", [UNLINK, APPROVE], ids=["unlink", "approve"])
@pytest.mark.parametrize(
    ("left", "reason", "exit_", "words"),
    [
        (None, Reason.UNLINKS_NOT_TOLD, 32, "how many unlinks"),
        (4, Reason.UNLINK_COUNTERS_DISAGREE, 21, "4 > 3"),
        (0, Reason.UNLINKS_USED_UP, 32, "0/3"),
        (1, Reason.LAST_UNLINK, 32, "--confirm-last"),
    ],
)
def test_the_counter_has_to_be_read_and_to_agree(  # noqa: PLR0913, PLR0917 - a table's columns
    linked: Bench,
    request_: UnlinkRequest,
    left: int | None,
    reason: Reason,
    exit_: int,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    linked.portal.left = left

    record = linked.unlink(ready(linked, request_))

    assert (record.objections, record.exit, record.submitted) == ({reason}, exit_, "no")
    assert (linked.portal.clicks, linked.states()) == (0, [])
    assert words in all_that_is_told(record, capsys)


def test_the_last_unlink_needs_its_own_word(linked: Bench) -> None:
    linked.portal.left = 1

    record = linked.unlink(replace(UNLINK, last_confirmed=True))

    assert (record.outcome, linked.portal.clicks) == (Outcome.DONE, 1)


def test_a_portal_without_a_counter_leaves_it_to_the_ledger(linked: Bench) -> None:
    linked.portal.left = None
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))
    linked.adopt(unlinks=0)

    assert linked.unlink(UNLINK).outcome is Outcome.DONE


def test_without_a_counter_and_a_persons_word_nobody_knows_how_many_are_left(linked: Bench) -> None:
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))

    record = linked.unlink(UNLINK)

    assert (record.code, record.objections) == (Code.G_UNBINDS, {Reason.UNLINKS_NOT_TOLD})


@pytest.mark.parametrize(("left", "reason"), [(1, set()), (0, {Reason.UNLINKS_USED_UP})])
def test_a_fourth_needs_a_recorded_choice_and_a_portal_that_offers_it(
    linked: Bench, left: int, reason: set[Reason]
) -> None:
    after_three = replace(UNLINK, last_confirmed=True)
    linked.portal.left = 0
    linked.adopt(unlinks=3)
    assert linked.unlink(after_three).objections == {Reason.UNLINKS_USED_UP}

    linked.portal.left = left
    linked.rules = load_rules((default_folder(),), HERE, [FOUR_EVER])

    assert linked.unlink(after_three).objections == reason
    assert linked.portal.clicks == (not reason)


def test_what_others_unlinked_counts_where_the_portal_has_no_counter(linked: Bench) -> None:
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))
    linked.someone_unlinks(times=2)
    linked.adopt(unlinks=0)

    record = linked.unlink(UNLINK)

    assert record.objections == {Reason.LAST_UNLINK}


def test_the_creators_own_network_counts_for_the_creators_press(linked: Bench) -> None:
    sellers_looks = [Egress(("MX", "MX"))] * 2
    linked.portal.moves = [*sellers_looks, Egress(("US", "US"))]

    record = linked.unlink(ASK)

    assert (record.code, record.objections) == (Code.G_REGION, {Reason.NETWORK_REGION})
    assert (linked.portal.clicks, linked.states()) == (0, [])


@WAYS
def test_a_lost_answer_is_looked_up_not_repeated(linked: Bench, request_: UnlinkRequest) -> None:
    linked.portal.presses = [Press(breaks=TimeoutError("click"))]

    record = linked.unlink(ready(linked, request_))

    assert (record.outcome, linked.portal.clicks, len(linked.portal.effects)) == (Outcome.DONE, 1, 1)


@WAYS
def test_a_duplicate_that_the_portal_shows_is_told_to_a_person(linked: Bench, request_: UnlinkRequest) -> None:
    linked.portal.presses = [Press(times=2, breaks=TimeoutError("click"))]

    record = linked.unlink(ready(linked, request_))

    assert (record.outcome, record.code) == (Outcome.NEEDS_PERSON, Code.E_EFFECT_MISMATCH)
    assert (record.exit, record.submitted, linked.portal.clicks) == (21, "yes", 1)


@WAYS
def test_a_duplicate_is_found_by_whoever_looks_later(linked: Bench, request_: UnlinkRequest) -> None:
    linked.portal.presses = [Press(times=2, after=timedelta(minutes=1), breaks=Killed("CP11"))]
    with pytest.raises(Killed):
        linked.unlink(ready(linked, request_))
    linked.clock.moment += timedelta(minutes=20)

    ((_, settled),) = linked.reconcile(SHOP)

    assert (settled.state, settled.duplicate) == (ClaimState.DONE, True)


def test_of_two_open_requests_of_one_link_none_is_approved(linked: Bench) -> None:
    asked = Effect(linked.clock.now(), ACCOUNT, Kind.UNLINK_REQUEST)
    linked.portal.effects += [asked, asked]

    with pytest.raises(AskPerson) as caught:
        linked.unlink(APPROVE)

    assert (caught.value.code, linked.portal.clicks) == (Code.E_EFFECT_MISMATCH, 0)


@WAYS
def test_an_absence_that_is_proven_still_needs_a_person(linked: Bench, request_: UnlinkRequest) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]

    first, second = linked.unlink(ready(linked, request_)), linked.unlink(request_)

    assert [one.code for one in (first, second)] == [Code.E_OUTCOME_UNKNOWN] * 2
    assert (linked.portal.clicks, linked.states()) == (1, [ClaimState.NOT_DONE])


@WAYS
def test_what_came_late_is_found_later(linked: Bench, request_: UnlinkRequest) -> None:
    linked.portal.presses = [Press(after=timedelta(hours=1), breaks=TimeoutError("click"))]
    linked.unlink(ready(linked, request_))
    linked.clock.moment += timedelta(hours=2)

    linked.reconcile(SHOP)

    assert (linked.states(), linked.portal.clicks) == ([ClaimState.DONE], 1)


def test_what_nobody_could_see_counts_as_used(linked: Bench) -> None:
    linked.portal.presses = [Press(breaks=TimeoutError("click"))]
    linked.portal.blind_after_press = True

    record = linked.unlink(UNLINK)

    assert (record.exit, linked.states()) == (20, [ClaimState.UNKNOWN])
    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 1


@WAYS
def test_what_changed_while_the_showcase_was_copied_counts(linked: Bench, request_: UnlinkRequest) -> None:
    seen = iter([3, 3, 1])
    linked.portal.counter = lambda: next(seen)  # type: ignore[method-assign]  # on the home page, and in two looks

    record = linked.unlink(ready(linked, request_))

    assert (record.code, record.objections, linked.portal.clicks) == (Code.G_UNBINDS, {Reason.LAST_UNLINK}, 0)


def test_a_link_that_is_gone_proves_no_request_that_nobody_saw(linked: Bench) -> None:
    with pytest.raises(Killed):
        linked.unlink(ASK, kill_at="CP10")
    linked.portal.linked.clear()
    linked.clock.moment += timedelta(minutes=11)

    record = linked.unlink(ASK)

    assert (record.outcome, record.submitted, linked.states()) == (Outcome.UNKNOWN, "maybe", [ClaimState.UNKNOWN])


@pytest.mark.parametrize("hours", [0, 1])
def test_a_creator_on_a_phone_is_handed_a_card_and_not_waited_for_longer_than_asked(
    linked: Bench, hours: int, capsys: pytest.CaptureFixture[str]
) -> None:
    linked.profile = replace(MOCK, surfaces={**MOCK.surfaces, "creator": Surface.PHONE})
    until = linked.clock.now() + timedelta(hours=hours)

    record = linked.unlink(replace(ASK, wait_until=until))

    assert (record.outcome, record.code, record.exit) == (Outcome.NEEDS_PERSON, Code.E_HAND_OVER, 22)
    assert (record.submitted, linked.portal.clicks, linked.states()) == ("no", 0, [])
    assert "done on a phone, not by us: the creator asks for it in the TikTok app" in all_that_is_told(record, capsys)


def test_nobody_is_handed_a_card_before_the_showcase_is_kept(linked: Bench) -> None:
    linked.profile = replace(MOCK, surfaces={**MOCK.surfaces, "creator": Surface.PHONE})
    linked.portal.creator_session = False

    record = linked.unlink(ASK)

    assert (record.code, record.objections) == (Code.G_NOT_CONFIRMED, {Reason.SHOWCASE_NOT_KEPT})
    assert linked.unlink(replace(ASK, without_backup="no session on a phone")).code is Code.E_HAND_OVER


def test_the_line_of_a_phone_is_not_ours_to_judge(linked: Bench) -> None:
    linked.profile = replace(MOCK, surfaces={**MOCK.surfaces, "creator": Surface.PHONE})
    linked.login = replace(LOGIN, kind=SellerKind.CROSS_BORDER, countries=frozenset({"CN"}))
    linked.portal.egress = Egress(("CN", "CN"))

    assert linked.unlink(ASK).code is Code.E_HAND_OVER


def test_what_the_creator_sent_from_a_phone_is_seen(linked: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    linked.profile = replace(MOCK, surfaces={**MOCK.surfaces, "creator": Surface.PHONE})
    by_hand = Effect(linked.clock.now() + timedelta(minutes=30), ACCOUNT, Kind.UNLINK_REQUEST)
    linked.portal.effects.append(by_hand)

    record = linked.unlink(replace(ASK, wait_until=linked.clock.now() + timedelta(hours=1)))

    assert (record.outcome, record.link, record.exit) == (Outcome.ALREADY, LinkState.UNLINK_REQUESTED, 0)
    assert (record.submitted, linked.portal.clicks, linked.states()) == ("no", 0, [])
    assert "Already so: @alice.home" in all_that_is_told(record, capsys)


def test_a_person_decides_and_gives_the_unlink_back(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed

    linked.ask("release", intent, "Li Wei", "Seller Center still shows 3 of 3")

    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 0
    assert linked.unlink(UNLINK).outcome is Outcome.DONE
    assert linked.portal.clicks == 2


def test_what_was_given_back_and_happens_all_the_same_counts_anew(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed
    linked.ask("release", intent, "Li Wei", "Seller Center still shows 3 of 3")

    linked.portal.linked.clear()

    assert linked.unlink(UNLINK).outcome is Outcome.ALREADY
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 1


def test_what_happened_before_it_was_given_back_counts_from_then_on(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed
    linked.ask("see_links", SHOP.id, [], complete=True)
    assert linked.ask("unclaimed_unlinks", SHOP.id) == 0

    linked.ask("release", intent, "Li Wei", "I thought that nothing had happened")

    assert linked.ask("unclaimed_unlinks", SHOP.id) == 1


def test_what_is_given_back_takes_nothing_from_a_later_press(linked: Bench) -> None:
    linked.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))
    linked.adopt(unlinks=0)
    linked.portal.presses = [Press(commits=False, said=Said.REFUSAL, text="网络地址与经营国不一致。")]
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed
    with pytest.raises(Killed):
        linked.unlink(UNLINK, kill_at="CP15")

    linked.ask("release", intent, "Li Wei", "it was refused")

    linked.reconcile(SHOP)
    assert (linked.ask("unclaimed_unlinks", SHOP.id), linked.ask("spent", "unlinks", SHOP.id, "ever")) == (0, 1)


@pytest.mark.parametrize("killed", ["CP15", ""])
def test_an_unlink_of_another_account_since_then_is_no_duplicate_of_this_one(linked: Bench, killed: str) -> None:
    other = AccountId("7100000000000000202")
    linked.portal.linked.add(other)
    linked.portal.names[other] = Handle("bob.home")
    of_the_other = replace(UNLINK, target=Target(Handle("bob.home")), without_backup="not on trial")
    for request, point in ((UNLINK, "CP15"), (of_the_other, killed)):
        linked.clock.moment += timedelta(minutes=11)
        with suppress(Killed):
            linked.unlink(request, kill_at=point)

    settled = [one for _, one in linked.reconcile(SHOP)]

    assert [(one.state, one.duplicate) for one in settled] == [(ClaimState.DONE, False)] * (1 + bool(killed))
    assert settled[0].receipt["unlinks_left"] == "1"


def test_a_request_that_we_approved_since_was_one(linked: Bench) -> None:
    with pytest.raises(Killed):
        linked.unlink(ASK, kill_at="CP15")
    linked.clock.moment += timedelta(minutes=11)
    assert linked.unlink(APPROVE).outcome is Outcome.DONE

    ((_, settled),) = linked.reconcile(SHOP)

    assert (settled.state, settled.receipt["request"]) == (ClaimState.DONE, "no_link")


def test_what_had_an_effect_is_never_given_back(linked: Bench) -> None:
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed

    with pytest.raises(MendInput):
        linked.ask("release", intent, "Li Wei", "we changed our mind")

    assert linked.ask("spent", "unlinks", SHOP.id, "ever") == 1


def test_a_decision_alone_gives_nothing_back(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    intent = linked.unlink(UNLINK).settled.intent  # type: ignore[union-attr]  # it was pressed

    linked.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "not in the list")

    assert linked.unlink(UNLINK).objections == {Reason.UNLINK_COUNTERS_DISAGREE}


@pytest.mark.parametrize(
    ("word", "code", "reason"),
    [
        ("An account can be unlinked 24 hours after it was linked.", Code.B_REJECTED, Reason.LINKED_TOO_RECENTLY),
        ("网络地址与经营国不一致。", Code.B_REJECTED, Reason.NETWORK_REGION),
        ("La cuenta tiene infracciones sin resolver.", Code.B_NOT_ELIGIBLE, Reason.VIOLATION_ON_RECORD),
        ("The account's e-commerce permission is restricted.", Code.B_NOT_ELIGIBLE, Reason.ACCOUNT_STATUS),
        ("An unlink request is already open.", Code.B_CONFLICT, None),
    ],
)
def test_the_causes_of_a_no_are_told_apart(linked: Bench, word: str, code: Code, reason: Reason | None) -> None:
    linked.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=word)]

    record = linked.unlink(UNLINK)

    assert (record.outcome, record.code, record.reason) == (Outcome.REJECTED, code, reason)


def test_a_no_in_words_that_nobody_knows_is_no_proof_of_one(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, said=Said.REFUSAL, text="Network error")]

    record, again = linked.unlink(UNLINK), linked.unlink(UNLINK)

    assert (record.exit, again.exit, linked.portal.clicks) == (20, 20, 1)


def test_what_failed_on_our_side_is_not_told_as_the_portals_word(linked: Bench) -> None:
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]

    record = linked.unlink(UNLINK)

    assert record.settled
    assert (record.note, record.settled.receipt) == ("", {"said": "", "trouble": "TimeoutError"})


def test_a_handle_that_is_not_linked_here_is_not_taken_for_done(bench: Bench) -> None:
    with pytest.raises(AskPerson) as caught:
        bench.unlink(UNLINK)

    assert caught.value.code is Code.E_TARGET_NOT_PROVEN


def test_a_page_of_another_shop_tells_nothing_of_this_one(linked: Bench) -> None:
    linked.unlink(UNLINK, dry_run=True)
    linked.portal.stands_in, linked.portal.linked = ShopId("7495000000000000099"), set()

    with pytest.raises(AskPerson) as caught:
        linked.unlink(UNLINK)

    assert caught.value.code is Code.E_WRONG_SHOP
    assert [one.state for one in linked.links(SHOP.id)] == [LinkState.LINKED]


def test_a_look_that_reads_no_requests_forgets_none(linked: Bench) -> None:
    linked.unlink(ASK)
    linked.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]

    linked.unlink(APPROVE)

    assert [one.state for one in linked.links(SHOP.id)] == [LinkState.UNLINK_REQUESTED]


def test_a_vault_in_trouble_is_not_told_as_a_missing_copy(linked: Bench) -> None:
    linked.portal.vault_trouble = RestoreState(Code.E_VAULT_TAMPERED)

    with pytest.raises(RestoreState):
        linked.unlink(UNLINK)

    assert linked.portal.clicks == 0


def test_who_is_forgotten_stands_in_no_grounds_of_a_press(linked: Bench) -> None:
    linked.unlink(UNLINK)
    before = next(one for one in linked.ask("events") if one.kind == "claimed")

    linked.ask("forget", ACCOUNT)

    after = next(one for one in linked.ask("events") if one.kind == "claimed")
    assert before.data["detail"]["facts"]
    assert (after.data["detail"], "alice.home" in str(after.data)) == ({}, False)


def test_a_half_list_proves_no_absence(linked: Bench) -> None:
    linked.portal.cut_lists = 99

    with pytest.raises(AskPerson) as caught:
        linked.unlink(UNLINK)

    assert (caught.value.code, linked.portal.clicks) == (Code.E_TARGET_NOT_PROVEN, 0)


def test_a_page_that_fails_to_load_is_read_again(linked: Bench) -> None:
    linked.portal.failing_reads = [portal_down(), portal_down()]

    assert linked.unlink(UNLINK).outcome is Outcome.DONE


def test_a_relinked_account_can_be_unlinked_again(linked: Bench) -> None:
    linked.unlink(UNLINK)
    linked.clock.moment += timedelta(days=3)
    linked.relinked()
    linked.clock.moment += timedelta(days=3)

    record = linked.unlink(UNLINK)

    assert (record.outcome, linked.portal.clicks) == (Outcome.DONE, 2)
    assert [one.key.n for one in linked.ask("claims")] == [0, 1]


@pytest.mark.parametrize(("days", "outcome", "clicks"), [(0, Outcome.REFUSED, 1), (3, Outcome.DONE, 2)])
def test_an_unlink_that_only_the_next_link_proves_is_not_told_of_that_one(
    linked: Bench, days: int, outcome: Outcome, clicks: int
) -> None:
    linked.portal.blind_after_press = True
    unknown = linked.unlink(UNLINK)
    linked.portal.blind_after_press, linked.portal.cut_lists = False, 0
    linked.clock.moment += timedelta(days=3)
    linked.relinked()
    linked.clock.moment += timedelta(days=days)

    record = linked.unlink(UNLINK)

    assert (unknown.outcome, record.outcome, linked.portal.clicks) == (Outcome.UNKNOWN, outcome, clicks)
    assert linked.states()[0] is ClaimState.DONE


def test_a_declined_request_can_be_sent_again(linked: Bench) -> None:
    linked.unlink(ASK)
    linked.portal.effects.clear()
    linked.clock.moment += timedelta(minutes=61)  # no page can be so old that it does not show the request yet

    record = linked.unlink(ASK)

    assert (record.outcome, linked.portal.clicks) == (Outcome.DONE, 2)
    assert [one.key.kind for one in linked.ask("claims")] == [Kind.UNLINK_REQUEST] * 2


def test_thinking_longer_than_a_permit_lives_looks_once_more(linked: Bench) -> None:
    linked.portal.thinking = [timedelta(minutes=5)]

    record = linked.unlink(UNLINK)

    assert (record.outcome, linked.portal.clicks) == (Outcome.DONE, 1)
    assert linked.clock.now() - START > timedelta(minutes=5)
