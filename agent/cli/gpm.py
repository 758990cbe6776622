"""GPM against the industry's mean: on a terminal, to a program, and to the people who are not looking."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.adapters.pictures import wording
from agent.cli import numbers_as_objects as objects
from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.gpm_news import below_the_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.gpm import Gpm
    from agent.domain.roster import Shop
    from agent.domain.shop_insight import ShopInsight
    from agent.wiring.numbers import Numbers

_NEWEST = 20


async def tell_gpm(numbers: Numbers, shops: Sequence[Shop]) -> None:
    """Who makes how much; whoever is below is put into the outbox, and what waits there goes out."""
    from agent.flows.deliver import deliver, tell  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - only here

    rows: list[tuple[str, ...]] = []
    board, below = numbers.board, False
    async for insight in numbers.each(shops):
        await tell(board.ledger, below_the_mean(insight))
        below = below or any(one.below for one in insight.gpms)
        if CALL.get().json:
            show.result(
                {"shop": insight.shop.id, "until": insight.last, "gpm": [objects.of_gpm(one) for one in insight.gpms]}
            )
        rows += _rows(insight)
    await deliver(board.ledger, notifier_of(board.house), board.clock)
    if not CALL.get().json:
        _print(rows, below=below)


def _print(rows: Sequence[Sequence[str]], *, below: bool) -> None:
    say = words()
    if not rows:
        print(say("compare.nothing"))
        return
    mean = say("picture.gpm_mean")
    heads = (say("ui.shop"), say("ui.account"), say("compare.began"), say("metric.gpm"), mean, say("compare.against"))
    show.table(heads, rows)
    if below:
        print(say("compare.suggestion"))


def _rows(insight: ShopInsight) -> list[tuple[str, ...]]:
    """The accounts over 7 days, then the newest LIVEs."""
    return [_row(one, insight.shop) for one in insight.gpms[: len(insight.accounts) + _NEWEST]]


def _row(one: Gpm, shop: Shop) -> tuple[str, ...]:
    say, began = words(), one.subject.began
    when = f"{began.astimezone(ZoneInfo(shop.zone)):%Y-%m-%d %H:%M}" if began else say("compare.seven_days")
    against = say("picture.gpm_below") if one.below else say("picture.gpm_above")
    mean, worth = (wording.mean(one), against) if one.mean else (say("compare.no_mean"), wording.UNKNOWN)
    return shop.name, one.name, when, wording.gpm(one), mean, worth
