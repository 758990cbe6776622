"""What is said about promotions: their final prices, what only warns, the question before one, and the list."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.cli import show
from agent.cli.acts import tell_record
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.domain.plain import iso
from agent.domain.verdict import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from agent.cli.keyboard import Keyboard
    from agent.domain.promotion import Promotion, PromotionRow, Quote
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.domain.seen import Listing

_YES: Final = {"y", "yes"}


def tell(record: Record, run: str, folder: str) -> None:
    """How it ended; for a person also what only warned, and the prices."""
    tell_record(record, run, folder)
    if CALL.get().json:
        return
    for line in _warnings(record):
        print(legible(f"  {line}", 600))
    if record.quotes and record.outcome in {Outcome.PLANNED, Outcome.DONE}:
        _prices(record.quotes)


def describe(one: Promotion, shop: Shop) -> None:
    """What is about to be done: the tool, how deep, from when to when, and of a code for whom and how often."""
    if CALL.get().json:
        return
    say, times = words(), f"{_there(one.starts, shop)} → {_there(one.ends, shop)} ({shop.zone})"
    told = [say(f"tool.{one.tool}"), f"{one.percent}%", times]
    if one.code:
        whom = f"@{one.account}" if one.account else say("ui.all_accounts")
        told += [one.code, whom, say("ui.claims", quota=one.quota, each=one.per_customer)]
    print(legible(f"{one.name}: {' · '.join(told)}", 600))


def _there(at: datetime, shop: Shop) -> str:
    return f"{at.astimezone(ZoneInfo(shop.zone)):%Y-%m-%d %H:%M}"


def _warnings(record: Record) -> Iterator[str]:
    verdicts = record.decision.verdicts if record.decision else ()
    yield from (f"{show.SIGNS[one.effect]} {show.why(one)}" for one in verdicts if one.effect is Effect.WARN)


def _prices(quotes: Sequence[Quote]) -> None:
    say = words()
    untold = say("ui.untold")
    heads = [say(f"ui.{key}") for key in ("product", "price_now", "discount", "price_final", "price_lowest")]
    rows = [
        (
            f"{one.offered.title} ({one.offered.product_id})",
            str(one.offered.price or untold),
            f"{one.percent}%",
            str(one.final or untold),
            f"{one.lowest.price} ({one.lowest.source}, {one.lowest.seen_on})" if one.lowest else untold,
        )
        for one in quotes
    ]
    show.table(heads, rows)


async def ask(name: str, keyboard: Keyboard) -> bool:
    """Whether the person at the terminal says yes to what was just shown."""
    print(words()("ui.promotion_publish", name=legible(name, 100)), file=sys.stderr, end=" ", flush=True)
    answer = await keyboard.line()
    return (answer or "").lower() in _YES


def list_all(shop: Shop, listed: Listing[PromotionRow]) -> None:
    """The shop's promotions."""
    say = words()
    if CALL.get().json:
        rows = [_as_object(one) for one in listed.rows]
        show.result({"shop": shop.id, "complete": listed.complete, "promotions": rows})
        return
    heads = [say(f"ui.{key}") for key in ("id", "name", "tool", "discount", "starts", "ends", "status", "applies")]
    show.table(heads, [_as_row(one, shop) for one in listed.rows])


def _as_object(one: PromotionRow) -> dict[str, object]:
    own: dict[str, object] = {"id": one.promotion_id, "name": one.name, "tool": one.tool, "percent": one.percent}
    return own | {"starts": iso(one.starts), "ends": iso(one.ends), "state": one.state, "about": one.about}


def _as_row(one: PromotionRow, shop: Shop) -> tuple[str, ...]:
    say = words()
    return (
        one.promotion_id,
        one.name,
        say(f"tool.{one.tool}") if one.tool else "",
        "" if one.percent is None else f"{one.percent}%",
        show.moment(one.starts, shop.zone),
        show.moment(one.ends, shop.zone),
        say(f"promotion.{one.state}") if one.state else "",
        one.about,
    )
