"""The heart: claim first, press at most once, afterwards only look.

A timeout after a click does not mean that nothing happened, and one click can reach the server more than once. So the
claim is durable before the click leaves, whoever finds a claim never clicks, and what happened is read from the portal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from agent.domain.facts import Egress
from agent.domain.identity import LoginId
from agent.domain.ledger import Claim, ClaimState, Settled
from agent.domain.seen import Said, Word
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.errors import AskPerson, Code, CompanionError, LookAgain, TryLater

if TYPE_CHECKING:
    from agent.domain.facts import Unknown
    from agent.domain.permit import Permit
    from agent.ports import Desk, Pressable, Visit

Look: TypeAlias = Callable[[Claim], Awaitable[Sighting]]

_SETTLED = frozenset({ClaimState.DONE, ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.RELEASED})


class StaleError(LookAgain):
    """What the permit rests on was seen too long ago; nothing was claimed, and everything has to be looked at anew."""


async def once(permit: Permit, page: Pressable, visit: Visit, desk: Desk, look: Look) -> Settled:
    """Press the button that the permit names at most once in the life of its key, and say what became of it.

    Before the claim errors are raised as they are, StaleError among them: nothing was sent. After it every outcome is
    a value.
    """
    await page.prepare(permit)
    desk.mark("CP09")
    await _turn(permit, desk)
    if not permit.alive(desk.clock.now()) or not _holds(permit, await visit.egress()):
        raise StaleError(Code.E_PORTAL_DOWN, detail="permit_stale")
    await asyncio.sleep(0)  # a signal that has come ends the run here, and not in the middle of the claim
    claimed = await desk.ledger.claim(permit, visit.lease, desk.who.run)
    desk.mark("CP10")
    if not claimed.first:
        return await look_up(claimed.claim, desk, look)
    word = await _press(permit, page, visit, desk)
    await desk.evidence.keep("after", visit)
    return await settle(claimed.claim, word, desk, look)


async def _turn(permit: Permit, desk: Desk) -> None:
    """Wait until the portal's pace allows anybody who shares this ledger a press; a lease of the pause is the turn.

    Who waits longer than the permit lives takes none; a ledger in trouble is told as what it is.
    """
    pause = desk.portal.pace.press_pause
    while pause and permit.alive(now := desk.clock.now()):
        try:
            await desk.ledger.lease(LoginId(f"turn at {desk.portal.name}"), f"{desk.who.run} {now.isoformat()}", pause)
        except TryLater as error:
            if error.params.get("detail") != "held_until":  # not somebody else's turn
                raise
            await desk.clock.sleep(pause / 4)
        else:
            return


def _holds(permit: Permit, egress: Egress | Unknown) -> bool:
    """Whether the network still comes out where the permit is good; measured last, as a line may change at any time."""
    return isinstance(egress, Egress) and permit.countries.issuperset(egress.countries)


async def _press(permit: Permit, page: Pressable, visit: Visit, desk: Desk) -> Word:
    try:
        async with visit.gate.press(permit.key.kind, partial(_in_time, permit, visit, desk), permit.via):
            word = await page.press(permit)
    except asyncio.CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever went wrong after the claim, the outcome is read from the portal
        word = Word(Said.NOTHING, trouble=type(error).__name__)
    desk.mark("CP15")
    if word.said is Said.CHALLENGE:
        with suppress(CompanionError):  # the outcome comes first; a pause that cannot be kept is no reason to hide it
            await desk.ledger.challenge(permit.login, word.text)
        with suppress(CompanionError):  # whatever the person does there, afterwards is only looked
            await desk.handed_over("press", visit)
    return word


def _in_time(permit: Permit, visit: Visit, desk: Desk) -> bool:
    """Whether nobody else can have begun meanwhile: who slept after the claim must not press any more."""
    now = desk.clock.now()
    return permit.alive(now) and visit.lease.alive(now)


async def look_up(claim: Claim, desk: Desk, look: Look) -> Settled:
    """Settle a claim that somebody made earlier: what is settled stays, what is open or unknown is looked up."""
    if claim.state is ClaimState.DONE:
        return await _still_there(claim, look)
    absent = claim.state is ClaimState.NOT_DONE and not claim.key.kind.repeats  # it may have come late: look again
    if claim.state in _SETTLED and not absent:
        return Settled(claim.intent, claim.state)
    return await settle(claim, Word(Said.NOTHING), desk, look)


async def _still_there(claim: Claim, look: Look) -> Settled:
    """What the ledger holds for done must be seen; where the portal shows otherwise, a person has to look."""
    match await _look(claim, look):
        case Sighted(receipt):
            return Settled(claim.intent, ClaimState.DONE, receipt, 1)
        case _:
            handle = claim.handle if claim.key.kind.of_an_account else ""
            raise AskPerson(Code.E_EFFECT_MISMATCH, intent=claim.intent, handle=handle, shop=claim.key.shop)


async def settle(claim: Claim, word: Word, desk: Desk, look: Look) -> Settled:
    """Look until the effect is seen, its absence is proven, or patience ends; then write it down."""
    settled = await _watch(claim, word, desk, look)
    desk.mark("CP16")
    try:
        await desk.ledger.settle(claim, settled, word.text)
    except CompanionError as error:  # it happened, but cannot be written down: the next run looks again
        return Settled(claim.intent, ClaimState.UNKNOWN, {"trouble": str(error.code)}, settled.looks)
    desk.mark("CP17")
    return settled


async def _watch(claim: Claim, word: Word, desk: Desk, look: Look) -> Settled:
    began, looks, absences = desk.clock.now(), 0, list[datetime]()
    while True:
        sighting = await _look(claim, look)
        looks += 1
        now = desk.clock.now()
        match sighting:
            case Sighted(receipt, duplicate):
                return Settled(claim.intent, ClaimState.DONE, receipt, looks, duplicate)
            case Absent():
                absences.append(now)
            case Unclear(_, until):
                absences.clear()
                began = max(began, until or began)
        if isinstance(sighting, Absent) and _proven(absences, desk):
            said_no = _is_a_no(word, claim, desk)
            state = ClaimState.REJECTED if said_no or sighting.no else ClaimState.NOT_DONE
            known = {"why": sighting.why} if sighting.why and not said_no else {}
            return Settled(claim.intent, state, word.heard | known, looks)
        if looks >= 2 * desk.waits.settle_looks and now - began >= 2 * desk.waits.settle_window:
            return Settled(claim.intent, ClaimState.UNKNOWN, word.heard, looks)
        desk.mark("CP23")
        await desk.clock.sleep(desk.waits.settle_window / max(desk.waits.settle_looks - 1, 1))


def _is_a_no(word: Word, claim: Claim, desk: Desk) -> bool:
    """Whether the portal said no; where a person has to decide otherwise, only in words that are known for one."""
    text = word.text.strip()
    if word.said is not Said.REFUSAL or desk.portal.refusals.get(text) is Code.E_NOT_APPLIED:
        return False
    return claim.key.kind.repeats or text in desk.portal.refusals or text in desk.portal.obstacles


def _proven(absences: list[datetime], desk: Desk) -> bool:
    """Absence counts as proven after enough consistent looks over a long enough time."""
    enough = len(absences) >= desk.waits.settle_looks
    return enough and absences[-1] - absences[0] >= desk.waits.settle_window


async def _look(claim: Claim, look: Look) -> Sighting:
    try:
        return await look(claim)
    except CompanionError as error:
        return Unclear(str(error.code))
