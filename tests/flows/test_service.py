"""An appeal and a ticket are sent once, whatever happens; a draft holds what it should, however uploads go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fake_service import Taken
from fakes import APPEAL, MOCK, PROOF, SHOP, TICKET, Press, portal_down
from files import a_jpg
from flow_bench import Bench, finished
from told import all_that_is_told

from agent.adapters.gate import WireGate
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.seen import Said
from agent.domain.ticket import MARK, TicketMatter, TicketRow, TicketState
from agent.domain.upload import FileKind, Upload, Waiting
from agent.domain.violation import AppealState, Violation
from agent.errors import Code

pytestmark = pytest.mark.fast
each_act = pytest.mark.parametrize("act", [APPEAL, TICKET], ids=["appeal", "ticket"])
OTHER = Upload("second.jpg", FileKind.JPG, a_jpg())
BOTH = (PROOF, OTHER)


def theirs(text: str, state: TicketState | None = TicketState.OPEN) -> TicketRow:
    return TicketRow("8310000000000000001", text, None, None, state)


@each_act
def test_it_is_sent_once_and_its_receipt_is_kept(bench: Bench, act: Any) -> None:
    record = bench.run(act)

    (settled,) = [one for one in bench.ask("events") if one.kind == "settled"]
    receipt = {"appeal": "appeal_id", "ticket": "ticket_id"}[bench.ask("claims")[0].key.kind]
    assert (record.outcome, record.exit, record.submitted, bench.portal.clicks) == (Outcome.DONE, 0, "yes", 1)
    assert settled.data["receipt"][receipt] == record.settled.receipt[receipt]  # type: ignore[union-attr]  # it is done


@each_act
def test_asked_twice_it_is_one_intention(bench: Bench, act: Any) -> None:
    bench.run(act)

    again = bench.run(act)

    assert (again.outcome, again.exit, bench.portal.clicks) == (Outcome.ALREADY, 0, 1)


@each_act
def test_a_rehearsal_uploads_claims_and_presses_nothing(bench: Bench, act: Any) -> None:
    bench.portal.service.draft = [Waiting("proof.png", 0)]

    record = bench.run(replace(act, dry_run=True))

    assert (record.outcome, bench.portal.clicks, bench.states()) == (Outcome.PLANNED, 0, [])
    assert bench.portal.service.sent == []


@each_act
@pytest.mark.parametrize("commits", [True, False])
def test_a_lost_answer_is_looked_up_and_never_sent_again(bench: Bench, act: Any, *, commits: bool) -> None:
    bench.portal.presses = [Press(commits=commits, said=Said.NOTHING, breaks=TimeoutError("click"))]

    record, again = bench.run(act), bench.run(act)

    ends = (Outcome.DONE, Outcome.ALREADY) if commits else (Outcome.UNKNOWN, Outcome.UNKNOWN)
    assert (record.outcome, again.outcome, bench.portal.clicks) == (*ends, 1)
    assert again.code is (None if commits else Code.E_OUTCOME_UNKNOWN)


@each_act
def test_an_answer_that_nobody_saw_is_settled_by_reconcile_and_told(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.portal.presses = [Press(after=timedelta(hours=1), said=Said.NOTHING)]
    record = bench.run(act)
    bench.clock.moment += timedelta(hours=2)

    ((_, settled),) = bench.reconcile(SHOP)

    assert (record.outcome, settled.state, bench.states()) == (Outcome.UNKNOWN, ClaimState.DONE, [ClaimState.DONE])
    assert record.whom in all_that_is_told(record, capsys)


@each_act
def test_two_of_them_at_the_portal_are_told_to_a_person(bench: Bench, act: Any) -> None:
    bench.portal.presses = [Press(times=2)]

    assert bench.run(act).code is Code.E_EFFECT_MISMATCH


@each_act
def test_a_no_in_known_words_is_one_and_can_be_asked_again(bench: Bench, act: Any) -> None:
    bench.portal.presses = [Press(commits=False, said=Said.REFUSAL, text="The appeal window has closed.")]

    record, again = bench.run(act), bench.run(act)

    assert (record.outcome, record.code, again.outcome) == (Outcome.REJECTED, Code.B_REJECTED, Outcome.DONE)


@each_act
def test_a_text_that_the_field_would_cut_is_refused_before_a_browser(bench: Bench, act: Any) -> None:
    name = "reason" if act is APPEAL else "text"

    record = bench.run(replace(act, **{name: "x" * 501}))

    assert (record.code, record.objections, bench.portal.service.sent) == (
        Code.G_NOT_ELIGIBLE,
        {Reason.TEXT_TOO_LONG},
        [],
    )


Uploads = dict[str, tuple[list[Taken], list[str]]]
UPLOADS: Uploads = {
    "both kept": ([], ["proof.png", "second.jpg"]),
    "the first is lost": ([Taken(0)], ["proof.png", "second.jpg", "proof.png"]),
    "the first is cut": ([Taken(kilobytes=40)], ["proof.png", "second.jpg", "proof.png"]),
    "the first is kept twice": ([Taken(2)], ["proof.png", "second.jpg"]),
    "sent twice, the second refused": (
        [Taken(1, word="This file has been uploaded already.")],
        ["proof.png", "second.jpg"],
    ),
    "the system was busy": (
        [Taken(0, word="Something went wrong. Please try again later.")],
        ["proof.png", "second.jpg", "proof.png"],
    ),
}


@each_act
@pytest.mark.parametrize(("uploads", "sent"), UPLOADS.values(), ids=UPLOADS)
def test_the_draft_holds_each_file_once_and_whole(
    bench: Bench, act: Any, uploads: list[Taken], sent: list[str]
) -> None:
    bench.portal.service.uploads = list(uploads)

    record = bench.run(replace(act, files=BOTH))

    assert (record.outcome, bench.portal.service.sent) == (Outcome.DONE, sent)
    assert sorted(one.name for one in bench.portal.service.draft) == ["proof.png", "second.jpg"]


@each_act
def test_a_file_that_the_portal_refuses_ends_the_run_in_its_words(
    bench: Bench, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.portal.service.uploads = [Taken(0, word="Only PNG, JPG and PDF files are accepted.")]

    record = bench.run(act)

    assert (record.outcome, record.code, record.exit, record.submitted) == (Outcome.NOT_DONE, Code.E_INPUT, 3, "no")
    assert (bench.states(), bench.portal.clicks) == ([], 0)
    assert "Only PNG, JPG and PDF files are accepted." in all_that_is_told(record, capsys)


def test_files_that_are_never_kept_are_given_up(bench: Bench) -> None:
    bench.portal.service.uploads = [Taken(0)] * 9

    record = bench.run(APPEAL)

    assert (record.code, record.error["detail"]) == (Code.E_PORTAL_DOWN, "upload_not_kept")
    assert (len(bench.portal.service.sent), bench.states()) == (4, [])


def test_what_an_earlier_run_left_is_taken_out_for_it_may_be_older(bench: Bench) -> None:
    bench.portal.service.draft = [Waiting("proof.png", 0)]

    assert (bench.run(APPEAL).outcome, bench.portal.service.sent) == (Outcome.DONE, ["proof.png"])


@pytest.mark.parametrize("act", [APPEAL, TICKET, replace(TICKET, files=())], ids=["appeal", "ticket", "no file"])
def test_somebody_elses_files_stay_and_the_run_says_so(bench: Bench, act: Any) -> None:
    bench.portal.service.draft = [Waiting("her-work.pdf", 3)]

    record = bench.run(act)

    assert (record.code, record.error["value"]) == (Code.G_CONFLICT, "her-work.pdf")
    assert bench.portal.service.draft == [Waiting("her-work.pdf", 3)]


@each_act
def test_the_receipt_says_which_files_it_was_without_their_names(bench: Bench, act: Any) -> None:
    receipt = bench.run(act).settled.receipt  # type: ignore[union-attr]  # it is done

    assert receipt["proofs"] == PROOF.told
    assert receipt.get("reason", APPEAL.digest) == APPEAL.digest


def test_a_ticket_needs_no_file(bench: Bench) -> None:
    assert (bench.run(replace(TICKET, files=())).outcome, bench.portal.service.sent) == (Outcome.DONE, [])


def test_what_the_page_of_a_violation_shows_of_an_appeal_is_known_at_once(bench: Bench) -> None:
    finished(bench.ledger.see_health(SHOP.id, None, [Violation(APPEAL.violation, SHOP.id, appealable=True)]))

    bench.run(APPEAL)

    (kept,) = bench.ask("violations", SHOP.id)
    assert (kept.state, kept.appealable) == (AppealState.IN_PROGRESS, False)


def test_a_rejected_appeal_can_be_tried_once_more_and_never_a_third_time(bench: Bench) -> None:
    bench.run(APPEAL)
    bench.portal.service.decided = [AppealState.FAILED]
    second = bench.run(replace(APPEAL, reason="Here is what was missing."))
    bench.portal.service.decided = [AppealState.FAILED, AppealState.FAILED]

    third = bench.run(APPEAL)

    assert (second.outcome, [one.key.item for one in bench.ask("claims")]) == (Outcome.DONE, ["1", "2"])
    assert (third.objections, bench.portal.clicks) == ({Reason.APPEAL_NOT_TAKEN}, 2)


def test_a_page_that_lags_behind_does_not_make_a_second_try_of_the_first(bench: Bench) -> None:
    bench.run(APPEAL)
    bench.portal.lag = timedelta(days=1)

    record = bench.run(APPEAL)

    assert (record.code, bench.portal.clicks) == (Code.E_EFFECT_MISMATCH, 1)


def test_an_appeal_that_somebody_else_sent_first_is_not_taken_for_ours(bench: Bench) -> None:
    bench.portal.service.reasons = ["Another reason."]

    record = bench.run(APPEAL)

    assert (record.outcome, record.code) == (Outcome.NEEDS_PERSON, Code.E_EFFECT_MISMATCH)


def test_a_closed_window_is_the_portals_word(bench: Bench) -> None:
    bench.portal.service.closed = True

    record = bench.run(APPEAL)

    assert (record.code, record.objections) == (Code.G_NOT_ELIGIBLE, {Reason.APPEAL_NOT_TAKEN})


TEXTS: dict[str, tuple[TicketRow, bool]] = {
    "about the same account": (theirs("Our account @alice.home. cannot be unlinked"), True),
    "by its number": (theirs("account 7100000000000000101?"), True),
    "resolved": (theirs("@alice.home", TicketState.RESOLVED), False),
    "of a longer name": (theirs("@alice.home.mx and x.alice.home"), False),
    "ours about another matter": (theirs(f"@alice.home {MARK}0123456789"), False),
}


@pytest.mark.parametrize(("row", "stops"), TEXTS.values(), ids=TEXTS)
def test_a_ticket_that_somebody_else_opened_about_the_account_stops_ours(
    bench: Bench, row: TicketRow, *, stops: bool
) -> None:
    bench.portal.service.others = [row]

    assert bench.run(TICKET).objections == ({Reason.TICKET_OPEN} if stops else set())


def test_half_a_list_of_tickets_allows_none(bench: Bench) -> None:
    bench.portal.cut_lists = 9

    assert bench.run(TICKET).code is Code.G_NOT_ELIGIBLE


def test_another_ticket_of_the_matter_needs_the_first_to_be_resolved(bench: Bench) -> None:
    bench.run(TICKET)
    refused = bench.run(replace(TICKET, again=True))
    bench.portal.service.states = {"8310000000000000100": TicketState.RESOLVED}

    second = bench.run(replace(TICKET, again=True))

    assert (refused.objections, second.outcome) == ({Reason.TICKET_OPEN}, Outcome.DONE)
    assert [one.key.item for one in bench.ask("claims")] == ["unlink_stuck", "unlink_stuck/2"]


def test_two_matters_of_one_account_are_two_tickets(bench: Bench) -> None:
    bench.run(TICKET)

    record = bench.run(replace(TICKET, matter=TicketMatter.STATUS_ABNORMAL))

    assert (record.outcome, bench.portal.clicks) == (Outcome.DONE, 2)


def test_a_ticket_about_an_account_without_a_number_is_one_also_when_its_number_becomes_known(bench: Bench) -> None:
    nameless = replace(TICKET, target=replace(TICKET.target, account_id=None))

    first, known = bench.run(nameless), bench.run(TICKET)

    assert (first.outcome, known.outcome, bench.portal.clicks) == (Outcome.DONE, Outcome.ALREADY, 1)
    assert bench.ask("pinned", TICKET.target.handle) is None
    assert "alice" not in bench.ask("claims")[0].key.account


def test_a_violations_number_is_no_handle_that_an_account_could_be_pinned_by(bench: Bench) -> None:
    bench.run(APPEAL)

    assert bench.ask("pinned", APPEAL.violation) is None


Trouble = Callable[[Bench], object]


@each_act
@pytest.mark.parametrize("failing", [1, 2])
def test_a_page_that_fails_is_read_again(bench: Bench, act: Any, failing: int) -> None:
    bench.portal.failing_reads = [portal_down()] * failing

    assert bench.run(act).outcome is Outcome.DONE


def test_files_leave_only_while_a_draft_is_filled_and_nothing_else_does_then() -> None:
    gate, place = WireGate(MOCK), f"{MOCK.seller}/api/v1/seller/growth_center/appeal"

    before = gate.allows("POST", f"{place}/file/upload")
    with asyncio.Runner() as runner:
        during = runner.run(_while_uploading(gate, place))

    assert (before, during, gate.allows("POST", f"{place}/file/upload")) == (False, [True, True, False], False)


async def _while_uploading(gate: WireGate, place: str) -> list[bool]:
    async with gate.upload():
        return [gate.allows("POST", f"{place}/{one}") for one in ("file/upload", "file/remove", "submit")]


def test_each_kind_has_its_last_button_and_its_commit(bench: Bench) -> None:
    commits = {one.kind for one in bench.profile.traffic.commits}

    assert {Kind.APPEAL, Kind.TICKET} <= commits
