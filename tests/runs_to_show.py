"""Runs as reports show them: a done, a refused and an unknown one, and one full of hostile names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from fakes import ACCOUNT, ALICE, LOGIN, SHOP, START, FakeGate, FakePortal, FakeVisit

from agent.adapters.report.document import Document, Shot, of_run, shot_names
from agent.domain.identity import AccountId, Handle, Intent, RunId, Target
from agent.domain.ledger import (
    ClaimState,
    Invitation,
    InvitationState,
    Lease,
    LinkState,
    Outcome,
    Settled,
)
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import Attempt, Mark, Record, Who
from agent.domain.rules import Reading, Rule, Trust
from agent.domain.verdict import ALLOWED, NOT_ASKED, Decision, Verdict, refuse, warn
from agent.errors import Code, Submitted
from agent.ports import Trail
from agent.words import Words

ENGLISH = Words.load((), "en")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
WHO = Who(RunId("019ab2c3d4e5f60718293a"), "bind", "mei", "desk-7", "0.1.0", START)
END = START + timedelta(seconds=9.4)
TARGET = Target(ALICE.handle, ACCOUNT)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "\u202egnp.exe\u2066 \x1b[31m",
    "x" * 200,
    "{{ 777 * 777 }} {% raw %}",
    "javascript:alert(3)//https://evil.example/" + "y" * 120,
)
SHOT = Shot("before", PNG, '- heading "Marketing accounts"\n- button "Send invitation"')


class ToldTrail(Trail):
    """A trail with a retried step and a few marks."""

    def mark(self, point: str) -> None:
        raise AssertionError(point)

    def attempt(self, attempt: Attempt) -> None:
        raise AssertionError(attempt)

    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        slow = "E_PORTAL_DOWN(detail=timeout)"
        attempts = (
            Attempt("home", 1, 812.4),
            Attempt("link dialog", 1, 5003.1, slow),
            Attempt("link dialog", 2, 1204.9),
            Attempt("invitations", 1, 640.2),
        )
        points = ("CP03", "CP08", "CP09", "CP10", "CP15", "CP16", "CP17")
        return tuple(Mark(point, 900.5 * n) for n, point in enumerate(points)), attempts


def rule(name: str, value: object, source: str = "TikTok Shop channel account article", trust: str = "article") -> Rule:
    return Rule(name, Reading(value, source, date(2026, 11, 23), Trust(trust)))


def quiet() -> tuple[Verdict, ...]:
    fulfilled = ("account_region", "network_region", "session", "clock", "consent", "slots", "official_account")
    return (*(ALLOWED.by(name) for name in fulfilled), NOT_ASKED.by("portal_criteria"))


def refused(measured: str = "passed: no, Owner must be 18 or older") -> Record:
    tomorrow = START + timedelta(hours=23, minutes=40)
    article = "TikTok Shop channel account article, https://www.tt123.com/ask/bTM2s0PQ: 24 h after an unlink"
    verdicts = (
        refuse(Reason.COOLING_DOWN, rule("rebind_cooldown", timedelta(hours=24), article), "23:40:00", tomorrow).by(
            "cooldown"
        ),
        refuse(Reason.OWNER_AGE, rule("owner_min_age", 18), measured).by("owner_age"),
        warn(Reason.CREDIT_SCORE_LOW, rule("credit_score_floor", 80, trust="official"), 74).by("credit_score"),
        *quiet(),
    )
    decision = Decision(verdicts, None)
    return Record(SHOP, TARGET, Kind.BIND, Outcome.REFUSED, decision, code=decision.code)


def done() -> Record:
    settled = Settled(Intent("b1c2d3"), ClaimState.DONE, {"invitation_id": "inv-77", "status": "Pending"}, looks=1)
    until = START + timedelta(hours=48)
    invitation = Invitation(
        "inv-77", SHOP.id, ACCOUNT, ALICE.handle, InvitationState.PENDING, START, until, START, note="sent"
    )
    warned = warn(Reason.CATEGORY_MISMATCH, rule("category_fit", value=True), "Beauty ≠ Home & Kitchen").by(
        "category_fit"
    )
    return Record(
        SHOP,
        TARGET,
        Kind.BIND,
        Outcome.DONE,
        Decision((warned, *quiet()), None),
        settled,
        invitation,
        LinkState.INVITED,
        submitted=Submitted.YES,
    )


def unknown() -> Record:
    settled = Settled(Intent("b1c2d3"), ClaimState.UNKNOWN, {"said": ""}, looks=9)
    return replace(
        done(),
        outcome=Outcome.UNKNOWN,
        settled=settled,
        invitation=None,
        link=None,
        code=Code.E_OUTCOME_UNKNOWN,
        submitted=Submitted.MAYBE,
    )


def hostile(text: str) -> Record:
    """A record in which a portal wrote the text wherever a portal can write."""
    objection = refuse(Reason.PORTAL_CRITERION, rule(text, text, text), text).by(text)
    settled = Settled(Intent("b1c2d3"), ClaimState.REJECTED, {text: text, "said": text}, looks=3)
    return Record(
        replace(SHOP, name=text),
        Target(Handle(text), AccountId("7100000000000000999")),
        Kind.BIND,
        Outcome.REJECTED,
        Decision((objection, *quiet()), None),
        settled,
        code=Code.B_REJECTED,
        submitted=Submitted.YES,
        note=text,
        error={"note": text},
    )


def document(record: Record) -> Document:
    kept = {"rules_version": "5f2ac1", "sent": ["POST /api/invite"], "stopped": [], "evidence": shot_names([SHOT])}
    return of_run(record, WHO, ToldTrail(), END) | kept


class PicturedVisit(FakeVisit):
    """A visit whose page has a picture and an outline."""

    def __init__(self, outline: str = SHOT.outline, picture: bytes = PNG) -> None:
        super().__init__(FakePortal.__new__(FakePortal), Lease(LOGIN.id, "test", 1, datetime.max.replace(tzinfo=UTC)))
        self.gate: FakeGate = FakeGate()
        self._outline, self._picture = outline, picture

    async def picture(self) -> bytes:
        return self._picture

    async def outline(self) -> str:
        return self._outline
