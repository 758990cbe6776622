"""reconcile: what earlier runs left open is looked up, or decided by a person."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import say, tell
from agent.domain.identity import legible
from agent.domain.ledger import ClaimState, Settled
from agent.domain.story import ByHand, about
from agent.errors import EXIT, Code, CompanionError, MendInput, Refused, Submitted, worst

if TYPE_CHECKING:
    from agent.domain.ledger import Claim
    from agent.ports import Ledger
    from agent.wiring import House

_FOR_A_PERSON = {ByHand.UNDECIDED, ByHand.ABSENT_SPENT, ByHand.ABSENT_UNDECIDED}
_DECISIONS = {"done": ClaimState.DONE, "not-done": ClaimState.NOT_DONE}


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(reconcile)


def reconcile(
    intent: Annotated[str, typer.Option("--intent", help="One claim by its id.")] = "",
    decide: Annotated[str, typer.Option("--decide", help="done or not-done: a person's decision.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is decided so.")] = "",
    confirm: Annotated[str, typer.Option("--confirm", help="The claim's id once more.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who decides; default: the user's name.")] = "",
) -> int:
    """Look up what earlier runs left open; record a person's decision where looking does not settle it."""
    rooms = house()
    if decide:
        return go(_decide(rooms, intent, decide, reason, confirm, by))
    return go(_reconcile(rooms, intent))


async def _decide(rooms: House, intent: str, decide: str, reason: str, confirm: str, by: str) -> int:
    from agent.domain.identity import Intent  # noqa: PLC0415
    from agent.wiring import user  # noqa: PLC0415

    if decide not in _DECISIONS or not intent or not reason.strip():
        raise MendInput(Code.E_USAGE, why="decide_form")
    if confirm != intent:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {intent}")
    async with rooms.ledger() as ledger:
        claim = await ledger.decide(Intent(intent), _DECISIONS[decide], by.strip() or user(), reason)
    _tell(claim, {})
    return 0


async def _reconcile(rooms: House, intent: str) -> int:
    from agent.flows.reconcile import reconcile as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    exits = list[int]()
    async with desks(rooms, "reconcile", rooms.clock_portal()) as made:
        open_ = await _meant(made.ledger, intent)
        exits += [_left_alone(one) for one in open_ if rooms.roster.shop(one.key.shop) is None]
        for shop in rooms.roster.shops:
            claims = [one for one in open_ if one.key.shop == shop.id]
            try:
                settled = await flow(shop, claims, await made.desk(shop)) if claims else ()
            except CompanionError as error:  # the other shops' claims are looked up all the same
                exits.append(tell(error))
            else:
                exits += [_told_settled(*pair) for pair in settled]
    if not exits:
        show.result({"settled": []}, [words()("ui.nothing_open")])
    return worst(exits)


async def _meant(ledger: Ledger, intent: str) -> list[Claim]:
    """What is open, or of that the one that was named; raises MendInput(E_INPUT) for one that nobody knows."""
    if intent and intent not in {one.intent for one in await ledger.claims()}:
        raise MendInput(Code.E_INPUT, why="no_such_claim", value=legible(intent, 60))
    return [one for one in await ledger.claims(unsettled=True) if intent in {"", one.intent}]


def _left_alone(claim: Claim) -> int:
    """What belongs to a shop that left the roster cannot be looked up."""
    print(words()("ui.shop_left", shop=claim.key.shop), file=sys.stderr)
    return _told_settled(claim, Settled(claim.intent, claim.state))


def _told_settled(claim: Claim, settled: Settled) -> int:
    now = replace(claim, state=settled.state)
    _tell(now, {"receipt": settled.receipt})
    if settled.duplicate:
        handle = claim.handle if claim.key.kind.of_an_account else ""
        told = {"intent": claim.intent, "handle": handle, "detail": "done_twice"}
        say(Code.E_EFFECT_MISMATCH, Submitted.YES, told)
        return EXIT[Code.E_EFFECT_MISMATCH]
    return EXIT[Code.E_OUTCOME_UNKNOWN] if about(now) in _FOR_A_PERSON else 0


def _tell(claim: Claim, seen: dict[str, object]) -> None:
    """How a claim stands now, and what is left to do about it."""
    say_it, answer = words(), about(claim)
    line = f"{claim.intent}  {claim.whom}  {say_it(f'kind.{claim.key.kind}')}: {say_it(f'claim.{claim.state}')}"
    advice = f"  {say_it('ui.story_by_hand')} {say_it(f'by_hand.{answer}', intent=claim.intent)}"
    show.result({"intent": claim.intent, "state": claim.state, **seen, "by_hand": answer}, [line, advice])
