"""Presses that wait for a yes: what is shown of them, who decides, and what a picture may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from dash_bench import DAY, Dash, an_account, shop_id
from fakes import LOGIN, START
from test_pages import text_of

from agent.domain.approving import Approval, ApprovalState
from agent.domain.identity import RunId
from agent.domain.permit import Kind, RequestKey
from agent.wiring import user

pytestmark = pytest.mark.fast
SHOWN = {
    "verdicts": [{"guard": "slots", "effect": "warn", "reason": "no_free_slot", "measured": "<b>3/4</b>"}],
    "facts": [
        {"fact": "slots", "known": "yes", "value": "3/4", "source": "page"},
        {"fact": "credit_score", "known": "never", "source": "page"},
        {"fact": "consent", "known": "yes", "value": "owned", "source": "roster"},
        {"fact": "last_unlinked", "known": "yes", "value": "2026-01-02T03:04:05+00:00", "source": "ledger"},
        {"fact": "slots_there", "known": "unknown", "value": "not in the ledger"},
        {"fact": "egress", "known": "not_asked"},
    ],
}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def asked(dash: Dash) -> Approval:
    account, handle = an_account(0)
    key = RequestKey(shop_id(0), account, Kind.BIND, 0)
    run = RunId("01a226e1c51cd57236e6c1")
    one = Approval(key, LOGIN.id, handle, run, START, START + DAY, detail=SHOWN, picture="1-before.png")
    told: Approval = dash.tell("ask_approval", one, anew=True)
    return told


def state(dash: Dash, asked: Approval) -> tuple[ApprovalState, str, str]:
    known = dash.tell("approval", asked.id)
    return known.state, known.decided_by, known.reason


def test_what_speaks_for_and_against_a_press_is_shown(dash: Dash, asked: Approval) -> None:
    told = dash.get("/approvals").text

    assert "Bind @acc0.a → Shop 0000 waits" in text_of(told)
    assert "&lt;b&gt;3/4&lt;/b&gt;" in told
    assert "Places taken 3/4 page" in text_of(told)
    assert "Compliance credit score not shown page" in text_of(told)
    assert "your own account roster" in text_of(told)
    assert "2026-01-01 21:04 Mexico City" in text_of(told)
    assert "not in the ledger" in text_of(told)
    assert "Network's country" not in told
    assert f'action="/approvals/{asked.id}"' in told


def test_who_is_needed_is_told_of_it(dash: Dash, asked: Approval) -> None:
    assert asked.state is ApprovalState.PENDING
    assert "1 presses wait for a yes" in dash.get("/people").text


@pytest.mark.parametrize(
    ("told", "became"),
    [
        ({"decision": "approve", "reason": ""}, ApprovalState.APPROVED),
        ({"decision": "deny", "reason": "not this week"}, ApprovalState.DENIED),
    ],
)
def test_the_system_s_user_decides(dash: Dash, asked: Approval, told: dict[str, str], became: ApprovalState) -> None:
    assert dash.post(f"/approvals/{asked.id}", told).header("location") == "/approvals"

    assert state(dash, asked) == (became, user(), told["reason"])
    assert 'name="decision"' not in dash.get("/approvals").text


@pytest.mark.parametrize("told", [{"decision": "deny"}, {"decision": "deny", "reason": "  "}, {"decision": "yes"}, {}])
def test_a_no_without_a_reason_and_what_is_neither_decide_nothing(
    dash: Dash, asked: Approval, told: dict[str, str]
) -> None:
    assert dash.post(f"/approvals/{asked.id}", told).status == 400

    assert state(dash, asked)[0] is ApprovalState.PENDING


def test_a_no_without_a_reason_is_told_what_it_lacks(dash: Dash, asked: Approval) -> None:
    answer = dash.post(f"/approvals/{asked.id}", {"decision": "deny"})

    assert "A no needs its reason. Nothing was decided" in answer.text


def test_nothing_is_decided_twice_or_of_nobody(dash: Dash, asked: Approval) -> None:
    dash.post(f"/approvals/{asked.id}", {"decision": "deny", "reason": "no"})

    again = dash.post(f"/approvals/{asked.id}", {"decision": "approve"})

    assert (again.status, state(dash, asked)[0]) == (400, ApprovalState.DENIED)
    assert dash.post("/approvals/0000000000", {"decision": "approve"}).status == 400


def test_a_decision_by_a_page_of_somebody_else_decides_nothing(dash: Dash, asked: Approval) -> None:
    answer = dash.post(f"/approvals/{asked.id}", {"decision": "approve"}, origin="http://127.0.0.1:9")

    assert (answer.status, state(dash, asked)[0]) == (403, ApprovalState.PENDING)


def test_an_approved_invitation_can_be_made_at_once_by_the_same_command(dash: Dash, asked: Approval) -> None:
    assert dash.post(f"/approvals/{asked.id}/press", {}).status == 400
    dash.post(f"/approvals/{asked.id}", {"decision": "approve"})

    assert dash.post(f"/approvals/{asked.id}/press", {}).status == 303

    (child,) = dash.desk.children.all
    assert child.command == ("bind", f"--id={asked.key.account}", "--", shop_id(0), asked.handle)


def test_the_picture_is_shown_in_a_box_of_its_own(dash: Dash, asked: Approval) -> None:
    kept(dash.house.runs / asked.run, PNG)

    answer = dash.get(f"/approvals/{asked.id}/picture")

    assert (answer.status, answer.body, answer.header("content-type")) == (200, PNG, "image/png")
    assert answer.header("content-security-policy").startswith("sandbox;")


def kept(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "1-before.png").write_bytes(content)


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"<!doctype html><script>alert(1)</script>", b""])
def test_what_is_no_picture_is_not_shown(dash: Dash, asked: Approval, content: bytes) -> None:
    kept(dash.house.runs / asked.run, content)

    assert dash.get(f"/approvals/{asked.id}/picture").status == 404


def test_a_picture_that_is_gone_is_not_there(dash: Dash, asked: Approval) -> None:
    assert dash.get(f"/approvals/{asked.id}/picture").status == 404
    assert dash.get("/approvals/none/picture").status == 404


def test_a_picture_that_leads_elsewhere_is_not_shown(dash: Dash, asked: Approval, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = dash.house.runs / asked.run
    folder.mkdir(parents=True)
    (folder / "1-before.png").symlink_to(tmp_path / "secret.png")

    assert dash.get(f"/approvals/{asked.id}/picture").status == 404
