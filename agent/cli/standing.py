"""What is linked, invited and open, who made each link, and whether a login rests; without a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.cli import resting, show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.ledger import ClaimState
from agent.domain.permit import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.identity import AccountId
    from agent.domain.ledger import Claim
    from agent.domain.roster import Shop
    from agent.wiring import House


async def tell_status(rooms: House, shops: Sequence[Shop]) -> int:
    """How these shops stand, on stdout."""
    async with rooms.ledger() as book:
        told = [await _standing(shop, rooms, book) for shop in shops]
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
            print(f"! {claim.intent}  @{claim.handle}  {say(f'claim.{claim.state}')}")
    for line in {one.pause.login.id: resting.told(one.pause, one.shop) for one in told if one.pause}.values():
        print(legible(f"! {line}", 600))
    return 0


Pair = tuple[str, str, str, object, object, str]


@dataclass(frozen=True, slots=True)
class _Standing:
    """How a shop stands: its accounts, the presses that nobody has settled, and its login's rest."""

    shop: Shop
    pairs: list[Pair]
    open: Sequence[Claim]
    pause: resting.Pause | None


async def _standing(shop: Shop, rooms: House, book: SqlLedger) -> _Standing:
    open_ = await book.claims(shop=shop.id, unsettled=True)
    pause = await resting.pause_of(rooms.roster.login_of(shop), rooms, book)
    return _Standing(shop, await _pairs(book, shop), open_, pause)


def _standing_object(one: _Standing) -> dict[str, object]:
    accounts, pause = [_pair_object(pair) for pair in one.pairs], resting.as_object(one.pause) if one.pause else None
    return {"shop": one.shop.id, "accounts": accounts, "open": _intents(one.open), "pause": pause}


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
