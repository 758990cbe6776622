"""A replacement's report tells of both accounts, how far it has come, and what a person passes on."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from runs_to_show import END, ENGLISH, HOSTILE, SHOT, TARGET, WHO, ToldTrail, document, done, hostile, quiet, refused

from agent.adapters.report.document import of_run
from agent.adapters.report.report import render
from agent.adapters.report.view import RunView
from agent.domain.identity import Handle, Target
from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import Record
from agent.domain.verdict import Decision, refuse
from agent.errors import AskPerson, Code
from agent.flows.run import failed
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast
NEW = Target(Handle("bob.kitchen"))
LEFT = replace(done(), kind=Kind.UNLINK, invitation=None, link=LinkState.UNLINKED)
COOLING = Decision(tuple(one for one in refused().decision.verdicts if one.reason is Reason.COOLING_DOWN), None)  # type: ignore[union-attr]  # it was refused
REFUSED = replace(refused(), target=NEW, decision=COOLING)
HALF = replace(REFUSED, parts=(LEFT, REFUSED))


def view(record: Record, language: str = "en") -> RunView:
    return RunView(of_run(record, WHO, ToldTrail(), END), Words.load((), language))


def page(record: Record, language: str = "en") -> str:
    return render(of_run(record, WHO, ToldTrail(), END), [SHOT], Words.load((), language))


def text(record: Record, language: str = "en") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(record, language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_are_told_of_and_how_far_it_has_come(language: str) -> None:
    page, words = text(HALF, language), Words.load((), language)

    assert "@alice.home → @bob.kitchen" in page
    assert words(f"outcome.{Outcome.DONE}") in page
    assert words(f"outcome.{Outcome.REFUSED}") in page


def test_a_half_done_replacement_says_when_it_goes_on() -> None:
    told = view(HALF).progress

    assert "@alice.home has left, @bob.kitchen is not invited yet." in told
    assert "not before 2026-11-24 02:40 Mexico City" in told


def test_each_half_has_its_own_checks() -> None:
    left, came = view(HALF).parts

    assert ([one["guard"] for one in left.refusals], len(came.refusals)) == ([], 1)


def test_one_who_may_come_was_checked_not_rehearsed() -> None:
    checked = replace(done(), target=NEW, outcome=Outcome.PLANNED, settled=None)
    left = replace(LEFT, outcome=Outcome.UNKNOWN, code=Code.E_OUTCOME_UNKNOWN, link=None)

    came = view(replace(left, parts=(left, checked))).parts[1]

    assert (came.ended, came.because) == ("Allowed by every check", [])


def restricted(kind: Kind, reason: Reason = Reason.ACCOUNT_STATUS) -> Record:
    objection = refuse(reason, None, "restricted").by("account_status")
    decision = Decision((objection, *quiet()), None)
    return Record(done().shop, TARGET, kind, Outcome.REFUSED, decision, code=decision.code)


@pytest.mark.parametrize(
    ("kind", "offered"), [(Kind.UNLINK, ["ticket"]), (Kind.UNLINK_APPROVE, ["ticket"]), (Kind.BIND, [])]
)
def test_a_restricted_account_that_stays_is_a_case_for_customer_service(kind: Kind, offered: list[str]) -> None:
    assert list(view(restricted(kind)).hand_on) == offered


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The account's e-commerce permission, or our shop, seems to be restricted"),
        ("zh", "该账号的电商权限或我们的店铺可能受限"),
        ("es", "El permiso de comercio de la cuenta, o nuestra tienda, parece tener una restricción"),
    ],
)
@pytest.mark.parametrize(
    "record",
    [
        restricted(Kind.UNLINK, Reason.PERMISSION_FROZEN),
        replace(LEFT, outcome=Outcome.REJECTED, code=Code.B_NOT_ELIGIBLE, reason=Reason.ACCOUNT_STATUS, link=None),
        failed(LEFT.shop, TARGET, Kind.UNLINK, AskPerson(Code.E_ACCOUNT_RESTRICTED, detail="home")),
    ],
    ids=["frozen", "rejected", "the shop itself"],
)
def test_whatever_restricts_it_the_ticket_is_ready(record: Record, language: str, text: str) -> None:
    assert text in view(record, language).hand_on["ticket"]


@pytest.mark.parametrize(
    ("kind", "step"), [(Kind.BIND, "Bind account"), (Kind.UNLINK_REQUEST, "View link info")], ids=["bind", "unlink"]
)
def test_what_a_person_does_on_a_phone_has_a_card_of_its_own(kind: Kind, step: str) -> None:
    handed = replace(restricted(kind), outcome=Outcome.NEEDS_PERSON, code=Code.E_HAND_OVER, reason=None)

    assert step in view(handed).hand_on["card"]
    assert view(handed).hand_on["card"] in html.unescape(page(handed))


@pytest.mark.parametrize("kind", [Kind.BIND, Kind.UNLINK_REQUEST])
@pytest.mark.parametrize(
    ("language", "deadline"),
    [("en", "by 2026-11-23 21:00 Mexico City"), ("zh", "请在 2026-11-23 21:00"), ("es", "antes de 2026-11-23 21:00")],
)
def test_a_card_says_until_when_it_is_waited_for_by_the_shops_clock(kind: Kind, language: str, deadline: str) -> None:
    handed = replace(restricted(kind), outcome=Outcome.NEEDS_PERSON, code=Code.E_HAND_OVER)
    waited = replace(handed, error={"until": "2026-11-24T03:00:00+00:00"})

    assert deadline in view(waited, language).hand_on["card"].splitlines()[-1]
    assert "2026" not in view(handed, language).hand_on["card"]


@pytest.mark.parametrize(("lasts", "told"), [("60", "authorizes within 60 seconds;"), ("", "authorizes;")])
def test_a_card_says_how_long_the_portal_leaves_where_that_is_known(lasts: str, told: str) -> None:
    handed = replace(restricted(Kind.BIND), outcome=Outcome.NEEDS_PERSON, code=Code.E_HAND_OVER)

    assert told in view(replace(handed, error={"lasts": lasts})).hand_on["card"]


def test_the_ticket_stands_in_the_report_whichever_half_needs_it() -> None:
    stuck = restricted(Kind.UNLINK)

    page = text(replace(stuck, parts=(stuck, replace(REFUSED, outcome=Outcome.NOT_DONE, decision=None, code=None))))

    assert page.count("Hello, we cannot unlink the marketing account @alice.home (account ID 7100000000000000101)") == 1


@pytest.mark.parametrize("hostile_text", HOSTILE)
def test_what_a_portal_wrote_is_text_in_both_halves(hostile_text: str) -> None:
    record = hostile(hostile_text)

    page = render(of_run(replace(record, parts=(record, record)), WHO, ToldTrail(), END), [SHOT], ENGLISH)

    assert not re.search(r"<script|<img src=x|\u202e|\x1b", page)


def test_a_step_that_is_read_again_later_was_not_retried() -> None:
    steps = document(done()) | {"attempts": [{"step": "home", "attempt": 1, "ms": 5.0, "error": ""}] * 3}

    assert RunView(steps, ENGLISH).timing.retries == 0


def test_what_was_pressed_is_in_its_half() -> None:
    left, came = view(HALF).parts

    assert (left.doc["settled"]["state"], came.doc["settled"]) == (ClaimState.DONE, None)
