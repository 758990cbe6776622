"""How an act begins: what is held may refuse it without a browser; else one visit in the shop, as often as needed.

An earlier press about the same that nobody has settled comes before everything else: it is looked up first, and even
where a guard refuses now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from agent.domain.facts import Facts
from agent.flows.handing_over import from_the_top
from agent.flows.looks import looking_for
from agent.flows.observe import in_shop
from agent.flows.pressing import refused
from agent.flows.visiting import rest, visiting
from agent.guards.judge import judge
from agent.once import look_up

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.ledger import Claim, Settled
    from agent.domain.permit import RequestKey
    from agent.domain.record import Record
    from agent.domain.seen import HomeSeen
    from agent.guards.judge import Guard
    from agent.ports import Desk, Visit

F = TypeVar("F", bound=Facts)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Errand(Generic[F, T]):
    """One act on its way: what is asked of it without a browser, and what is done in one.

    `record` is how it reads where it is done, `held` what is known before a browser, `mine` which claims are about it.
    `told` says what came of one of these that was looked up, None that the run goes on; `attempt` is the rest of the
    visit. `anyway` says that there is something to see in the portal whatever a guard says.
    """

    record: Record
    guards: tuple[Guard, ...]
    held: Callable[[], Awaitable[F]]
    mine: Callable[[RequestKey], bool]
    told: Callable[[Settled, Visit], Awaitable[T | None]]
    attempt: Callable[[F, HomeSeen, Visit], Awaitable[T]]
    anyway: bool = False


async def acting(errand: Errand[F, T], desk: Desk) -> T | Record:
    """What came of an earlier press, or of the attempt; the record of a refusal where a guard has one.

    What is held is asked for again under the lease: until then others could act, and this process could sleep.
    """
    decision = judge(errand.guards, await errand.held(), desk.rules)
    looks_only = bool(decision.refusals) and not errand.anyway
    if looks_only and not await left_open(errand, desk):
        return refused(errand.record, decision)
    if not looks_only:
        await rest(desk)
    async with visiting(desk) as visit:

        async def in_the_shop() -> T | Record:
            home = await in_shop(visit, errand.record.shop, desk)
            if earlier := await looked_up(errand, visit, desk):
                return earlier
            if looks_only:
                return refused(errand.record, decision)
            return await errand.attempt(await errand.held(), home, visit)

        return await from_the_top(in_the_shop, visit, desk)


async def looked_up(errand: Errand[F, T], visit: Visit, desk: Desk) -> T | None:
    """Look first where an earlier press about it is not settled; None lets this run go on."""
    for claim in await left_open(errand, desk):
        settled = await look_up(claim, desk, looking_for(claim.key.kind, visit, desk))
        if told := await errand.told(settled, visit):
            return told
    return None


async def left_open(errand: Errand[F, T], desk: Desk) -> list[Claim]:
    """The errand's claims that looking or a person still has to settle, oldest first."""
    claims = await desk.ledger.claims(shop=errand.record.shop.id, unsettled=True)
    return [one for one in claims if errand.mine(one.key)]
