"""Appeals and tickets in a real browser on the mock portal: what is sent is looked up, what is answered is read."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from agent_bench import LIVE, LIVE_ID, Agent
from files import a_jpg, a_pdf, a_png
from skins import both

from agent.domain.appeal import AppealRequest
from agent.domain.identity import Target
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.ticket import TicketMatter, TicketRequest, TicketState, mark_of
from agent.domain.upload import FileKind, Upload
from agent.domain.violation import AppealState
from agent.errors import Code
from agent.flows.appealing import appeal
from agent.flows.ticketing import ticket
from agent.flows.tickets import tickets
from agent.flows.violation import appeals

pytestmark = both
HEAVY = pytest.mark.heavy

MX, OPEN = "7495000000000000011", "8210000000000000001"
API = "/api/v1/seller/growth_center/appeal"
UPLOAD, SUBMIT = f"{API}/file/upload", f"{API}/submit"
DESK = "/api/v1/seller/helpdesk/ticket"
ENCLOSE, CREATE = f"{DESK}/file/upload", f"{DESK}/create"
FILES = (Upload("prueba 1.png", FileKind.PNG, a_png(900, 300)), Upload("情况说明.pdf", FileKind.PDF, a_pdf()))
PHOTO = Upload("photo.jpg", FileKind.JPG, a_jpg())
REASON = "El vídeo cita un estudio.\nVéase la imagen adjunta."
TEXT = "We cannot unlink @casa.aurora.live.\nPlease tell us why."


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent whose login is signed in."""
    agent.let_in()
    return agent


def sends(agent: Agent, *, reason: str = REASON, files: tuple[Upload, ...] = FILES, dry_run: bool = False) -> Record:
    request = AppealRequest(agent.shop(), OPEN, reason, files, dry_run)
    return agent.recorded(Kind.APPEAL, request, appeal, agent.desk())


def asks(agent: Agent, *, dry_run: bool = False, files: tuple[Upload, ...] = ()) -> Record:
    target, matter = Target(LIVE.handle, LIVE_ID), TicketMatter.UNLINK_STUCK
    request = TicketRequest(agent.shop(), target, matter, TEXT, dry_run=dry_run, files=files)
    return agent.recorded(Kind.TICKET, request, ticket, agent.desk())


def shown(agent: Agent) -> Any:
    return agent.call(appeals, agent.shop(), OPEN, agent.desk())


def test_an_appeal_is_sent_with_its_files_and_tried_once_more_after_a_no(agent: Agent, mock_world: Any) -> None:
    first = sends(agent)
    mock_world.compliance().reject_appeal(OPEN, "The study is of another product.")

    second = sends(agent, reason="The right study.", files=(PHOTO,))

    seen = shown(agent)
    assert (first.outcome, second.outcome, mock_world.effects("appeal")) == (Outcome.DONE, Outcome.DONE, 2)
    assert [(one.files, one.state) for one in seen.tries] == [
        (("prueba 1.png", "情况说明.pdf"), AppealState.FAILED),
        (("photo.jpg",), AppealState.IN_PROGRESS),
    ]
    assert (seen.tries[0].answer, seen.draft) == ("Answer: The study is of another product.", None)


def test_an_upload_whose_answer_is_lost_is_not_sent_twice_and_the_lost_appeal_is_looked_up(
    agent: Agent, mock_world: Any
) -> None:
    mock_world.fault("POST", UPLOAD, do="close_after_commit")
    mock_world.fault("POST", SUBMIT, do="close_after_commit")

    record = sends(agent)

    assert (record.outcome, mock_world.effects("appeal"), agent.states()) == (Outcome.DONE, 1, [ClaimState.DONE])
    assert len(shown(agent).tries[0].files) == 2


def test_a_rehearsal_of_both_sends_nothing(agent: Agent, mock_world: Any) -> None:
    records = [sends(agent, dry_run=True), asks(agent, dry_run=True, files=FILES)]

    posts = [mock_world.requests("POST", path) for path in (UPLOAD, SUBMIT, ENCLOSE, CREATE)]
    assert ([one.outcome for one in records], posts, agent.states()) == ([Outcome.PLANNED] * 2, [[]] * 4, [])


@pytest.mark.parametrize("language", ["zh", pytest.param("es", marks=HEAVY), pytest.param("en", marks=HEAVY)])
def test_a_ticket_whose_answer_is_lost_is_found_by_its_mark_and_its_reply_is_read(
    agent: Agent, mock_world: Any, language: str
) -> None:
    agent.speak(language)
    mock_world.fault("POST", CREATE, do="close_after_commit")
    record = asks(agent)
    number = record.settled.receipt["ticket_id"] if record.settled else ""
    mock_world.support().answer(number, "Wait for the open orders.")

    told = agent.call(tickets, agent.shop(), agent.desk())

    mine = next(one for one in told.tickets.rows if one.ticket_id == number)
    assert (record.outcome, mock_world.effects("ticket_open"), asks(agent).outcome) == (
        Outcome.DONE,
        1,
        Outcome.ALREADY,
    )
    assert (mine.state, told.answers[number]) == (TicketState.ANSWERED, "Wait for the open orders.")
    assert mine.text.endswith(mark_of(agent.ledger("claims")[0].key))
    assert any(not one.read for one in told.notices)


def test_a_tickets_files_go_with_it_once_though_an_uploads_answer_is_lost(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("POST", ENCLOSE, do="close_after_commit")

    record = asks(agent, files=FILES)

    number = record.settled.receipt["ticket_id"] if record.settled else ""
    sent = [one["name"] for one in mock_world.state()["ticket_file"] if one["ticket"] == number]
    assert (record.outcome, sent) == (Outcome.DONE, ["prueba 1.png", "情况说明.pdf"])
    assert mock_world.effects("ticket_open") == 1


FAULTS: dict[str, dict[str, Any]] = {
    "commit_then_hang": {"seconds": 3},
    "hang_no_commit": {"seconds": 3},
    "rst_after_commit": {},
    "close_before_read": {},
    "truncate": {"bytes": 9},
    "garble": {},
}
PLACES = {
    "appeal": (sends, SUBMIT, "appeal"),
    "upload": (sends, UPLOAD, "appeal"),
    "ticket": (asks, CREATE, "ticket_open"),
    "ticket file": (partial(asks, files=FILES), ENCLOSE, "ticket_open"),
}


@pytest.mark.heavy
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", PLACES)
def test_no_fault_doubles_or_loses_it(agent: Agent, mock_world: Any, name: str, fault: str) -> None:
    act, path, effect = PLACES[name]
    mock_world.fault("POST", path, do=fault, **FAULTS[fault])

    record = act(agent)
    mock_world.clear_faults()
    agent.reconcile()

    done = sum(one is ClaimState.DONE for one in agent.states())
    assert done == mock_world.effects(effect) <= 1
    assert (record.outcome is Outcome.DONE) == bool(done) or record.code is Code.E_OUTCOME_UNKNOWN
    assert name != "upload" or (done, len(shown(agent).tries[0].files)) == (1, 2)
