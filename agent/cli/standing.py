"""What is linked, invited and open, who made each link, and whether a login rests; without a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.cli import resting, show
from agent.cli.call import CALL
from agent.cli.jobs import job_object
from agent.cli.later import told_later
from agent.cli.speech import words
from agent.domain.approving import ApprovalState
from agent.domain.identity import legible
from agent.domain.jobs import JobState
from agent.domain.ledger import ClaimState
from agent.domain.news import Sending
from agent.domain.permit import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.identity import AccountId
    from agent.domain.jobs import Job
    from agent.domain.ledger import Claim, Lease
    from agent.domain.roster import Shop
    from agent.domain.shelf import Later
    from agent.wiring import House


_TOLD = frozenset({JobState.NEEDS_PERSON, JobState.FAILED})


async def tell_status(rooms: House, shops: Sequence[Shop]) -> int:
    """How these shops stand, on stdout."""
    async with rooms.ledger() as book:
        told = [await _standing(shop, rooms, book) for shop in shops]
        lost = await book.unsent(Sending.GIVEN_UP)
        asked = [
            one for one in await book.approvals(ApprovalState.PENDING) if one.key.shop in {shop.id for shop in shops}
        ]
    if CALL.get().json:
        for one in told:
            show.result(_standing_object(one))
        return 0
    say = words()
    heads = [say(f"ui.{key}") for key in ("shop", "account", "status", "sent", "expires", "origin")]
    rows = [(one.shop.name, *_pair_cells(pair, one.shop.zone)) for one in told for pair in one.pairs]
    show.table(heads, rows)
    for one in told:
        for claim in one.open:
            print(f"! {claim.intent}  {claim.whom}  {say(f'claim.{claim.state}')}")
    for line in (told_later(each, one.shop.zone) for one in told for each in one.later):
        print(legible(f"… {line}", 600))
    for line in told_of_jobs(told):
        print(legible(line, 600))
    for line in {one.pause.login.id: resting.told(one.pause, one.shop) for one in told if one.pause}.values():
        print(legible(f"! {line}", 600))
    if asked:
        print(f"! {say('ui.approvals_wait', count=len(asked))}")
    if lost:
        print(f"! {say('ui.not_told', count=len(lost))}")
    return 0


Pair = tuple[str, str, str, object, object, str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a shop stands: its accounts, open presses, its login's rest, its jobs, and who works with its login."""

    shop: Shop
    pairs: list[Pair]
    open: Sequence[Claim]
    pause: resting.Pause | None
    jobs: Sequence[Job]
    lease: Lease | None
    later: Sequence[Later]


async def _standing(shop: Shop, rooms: House, book: SqlLedger) -> _Standing:
    from agent.flows.showcase_rest import later  # noqa: PLC0415 - flows are loaded by those who need them

    open_ = await book.claims(shop=shop.id, unsettled=True)
    pause = await resting.pause_of(rooms.roster.login_of(shop), rooms, book)
    lease = next((one for one in await book.leases() if one.login == shop.login), None)
    rest = await later(shop, book)
    return _Standing(shop, await _pairs(book, shop), open_, pause, await book.jobs(shop.id), lease, rest)


def _standing_object(one: _Standing) -> dict[str, object]:
    from agent.planfile import later_object  # noqa: PLC0415 - pydantic is heavy

    accounts, pause = [_pair_object(pair) for pair in one.pairs], resting.as_object(one.pause) if one.pause else None
    jobs = [job_object(job) for job in one.jobs]
    held = {"holder": one.lease.holder, "until": one.lease.expires_at} if one.lease else None
    own = {"shop": one.shop.id, "accounts": accounts, "open": _intents(one.open), "pause": pause}
    return own | {"jobs": jobs, "held": held, "showcases": [later_object(each) for each in one.later]}


def told_of_jobs(standings: Sequence[_Standing]) -> Iterator[str]:
    """Who works with which login now, what waits for a person, and when the next job is due."""
    say = words()
    for login, lease in {one.lease.login: one.lease for one in standings if one.lease}.items():
        yield f"… {say('ui.held', login=login, holder=lease.holder, moment=show.moment(lease.expires_at))}"
    jobs = [(job, one.shop) for one in standings for job in one.jobs]
    for job, shop in jobs:
        if job.state in _TOLD:
            who = f"@{job.handle} → {shop.name}" if job.handle else shop.name
            code = words()(f"error.{job.code}.what", handle=job.handle, shop=shop.name).strip() if job.code else ""
            yield f"! {say(f'job.{job.state}')}: {who}{f' · {code}' if code else ''}"
    due = min((job.due_at for job, _ in jobs if job.due_at), default=None)
    if due:
        yield say("ui.next_due", moment=show.moment(due))


async def _pairs(book: SqlLedger, shop: Shop) -> list[Pair]:
    """Every account of the shop with its newest state: links first, then invitations of others."""
    linked = await book.links(shop.id)
    known = {one.account for one in linked}
    origins = await _origins(book, shop)
    pairs: list[Pair] = [
        (one.handle, one.account, f"link.{one.state}", one.since, None, origins.get(one.account, "seen"))
        for one in linked
    ]
    for one in await book.invitations(shop.id):
        if one.account not in known:
            known.add(one.account)
            pairs.append((one.handle, one.account, f"invitation.{one.state}", one.sent_at, one.expires_at, ""))
    return pairs


async def _origins(book: SqlLedger, shop: Shop) -> dict[AccountId, str]:
    """Who made a link: a press here, or somebody before the shop was taken in; of others it was only seen."""
    adopted = await book.adopted(shop.id)
    binds = (one.key for one in await book.claims(shop=shop.id) if one.state is ClaimState.DONE)
    here = {one.account: "here" for one in binds if one.kind is Kind.BIND}
    return dict.fromkeys(adopted.accounts if adopted else (), "adopted") | here


def _pair_object(pair: Pair) -> dict[str, object]:
    handle, account, state, since, until, origin = pair
    told = {"handle": handle, "id": account, "state": state.partition(".")[2], "since": since, "until": until}
    return told | {"origin": origin or None}


def _pair_cells(pair: Pair, zone: str) -> tuple[str, ...]:
    handle, _, state, since, until, origin = pair
    moments = show.moment(since, zone), show.moment(until, zone)  # type: ignore[arg-type]  # moments or None
    return f"@{handle}" if handle else "—", words()(state), *moments, words()(f"origin.{origin}") if origin else ""


def _intents(claims: Sequence[Claim]) -> list[dict[str, object]]:
    return [{"intent": one.intent, "handle": one.handle, "state": one.state, "at": one.claimed_at} for one in claims]
