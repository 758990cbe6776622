"""What a comparison says on a terminal, and to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.pictures import wording
from agent.adapters.pictures.views import AllView, ShopView, live_heads
from agent.cli import numbers_as_objects as objects
from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.insight import Trait
from agent.domain.shop_summary import Summary, best_of_all, summed_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from agent.domain.around import HeldAround
    from agent.domain.comparing import Change
    from agent.domain.roster import Shop
    from agent.wiring.numbers import Numbers


async def tell_shop(numbers: Numbers, shop: Shop) -> None:
    """One shop."""
    insight = await numbers.of(shop)
    if CALL.get().json:
        show.result(objects.of_shop(insight))
        return
    view, say = ShopView(insight, (), words()), words()
    _line(f"{shop.name}: {view.until}")
    _table(say("compare.weeks"), view.week_heads, view.changes, say("compare.worth_note"))
    _table(say("compare.accounts"), view.account_heads, view.accounts)
    for trait in (Trait.CATEGORY, Trait.PRICE):
        _table(say(f"fans.{trait}", money=insight.money), ["", *insight.portraits], view.portraits(trait))
    _table(say("compare.lives"), view.live_heads, view.lives, say("compare.apart_note"))
    for one in view.notes:
        _line(f"! {one}")


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """A table under its title, where there is anything in it."""
    if not rows:
        return
    print(f"\n{legible(title, 200)}")
    show.table(heads, rows)
    if note:
        _line(note)


def _line(text: str) -> None:
    print(legible(text, 800))


async def tell_all(numbers: Numbers, shops: Sequence[Shop]) -> None:
    """Every shop in a line, and the best LIVEs of all."""
    told = [summed_up(one) async for one in numbers.each(shops)]
    if CALL.get().json:
        for one in told:
            show.result(objects.of_summary(one))
        return
    say, view = words(), AllView(told, (), words())
    _table(say("compare.all"), view.heads, list(view.rows), say("compare.worth_note"))
    _best(told)


def _best(told: Sequence[Summary]) -> None:
    say = words()
    rows = [(shop.name, *wording.session(one, shop.zone), wording.reasons(one, say)) for shop, one in best_of_all(told)]
    _table(say("compare.lives"), [say("ui.shop"), *live_heads(say)], rows, say("compare.apart_note"))


async def tell_around(numbers: Numbers, shop: Shop, word: str) -> None:
    """A shop before, during and after a promotion."""
    held = await numbers.around(shop, word)
    if CALL.get().json:
        show.result(objects.of_around(shop, held))
        return
    say = words()
    before, during, after = say("compare.before"), say("compare.during"), say("compare.after")
    change, worth = say("compare.change"), say("compare.worth")
    heads = (say("compare.number"), before, during, change, worth, after, change, worth)
    title = say("compare.around", name=held.ran.name)
    _table(title, heads, [_around(pair, held.currency) for pair in _known(held)] or [(say("compare.nothing"),)])
    days = {"before": held.days.before, "during": held.days.during, "after": held.days.after}
    _line(say("compare.around_days", **{name: _span(some) for name, some in days.items()}))


def _known(held: HeldAround) -> list[tuple[Change, Change]]:
    return [pair for pair in held.changes if pair[0].new is not None or pair[0].old is not None]


def _around(pair: tuple[Change, Change], currency: str) -> tuple[str, ...]:
    say, (during, after) = words(), pair
    name, new, old, by, worth = wording.changed(during, currency, say)
    return (name, old, new, by, worth, *(wording.changed(after, currency, say)[part] for part in (1, 3, 4)))


def _span(days: Sequence[date]) -> str:
    if not days:
        return wording.UNKNOWN
    return f"{days[0]} \N{RIGHTWARDS ARROW} {days[-1]}" if len(days) > 1 else str(days[0])
