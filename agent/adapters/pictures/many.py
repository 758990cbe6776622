"""Pictures of many shops: what changed clearly, the best LIVEs anywhere, and who is farthest below the industry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.adapters.pictures.axes import FRAME, ROW, Picture, across, bars, intervals
from agent.adapters.pictures.beside import dated
from agent.adapters.pictures.drawing import BLUE, PURPLE, VERMILLION, drawn
from agent.domain.comparing import Certainty
from agent.domain.insight import Metric
from agent.domain.shop_summary import best_of_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.adapters.report.told import Say
    from agent.domain.comparing import Change
    from agent.domain.shop_summary import Summary

_MOST: Final = 10


def clear_changes(summaries: Sequence[Summary], say: Say) -> Iterator[Picture]:
    """The strongest changes of GMV that are more than chance, up and down."""
    told = [
        (one.shop.name, change.share) for one in summaries if (change := one.change(Metric.GMV)) and _is_clear(change)
    ]
    strong = sorted(told, key=lambda pair: abs(pair[1] or 0), reverse=True)[:_MOST]
    if strong:
        up, down, title = say("picture.more"), say("picture.less"), say("picture.changes")
        rows = [(name, up if (share or 0) > 0 else down, share) for name, share in strong]
        spec = bars(rows, across("value", say("picture.change")), {up: BLUE, down: VERMILLION}, beside=False)
        yield Picture(title, drawn(spec, title, high=ROW * len(rows) + FRAME), say("picture.changes_note"))


def _is_clear(change: Change) -> bool:
    return change.certainty is Certainty.CLEAR and change.share is not None


def best_lives(summaries: Sequence[Summary], say: Say) -> Iterator[Picture]:
    """The best LIVEs of all shops."""
    best = best_of_all(summaries)
    if best:
        told = [(shop, one, f"@{one.reading.subject.name}") for shop, one in best]
        shares = [(dated(name, one.began, shop.zone), one.bought) for shop, one, name in told]
        title, legend = say("picture.lives", count=len(best)), (say("picture.seen"), say("picture.interval"))
        spec = intervals(shares, say("picture.of_viewers"), legend, PURPLE)
        yield Picture(title, drawn(spec, title, high=ROW * len(shares) + FRAME), say("picture.lives_note"))


def below_the_mean(summaries: Sequence[Summary], say: Say) -> Iterator[Picture]:
    """The accounts that make the smallest part of their industry's GPM."""
    told = [(one, float(one.value / one.mean.value)) for each in summaries for one in each.gpms if one.mean]
    low = sorted((pair for pair in told if pair[0].below), key=lambda pair: pair[1])[:_MOST]
    if low:
        below, title = say("picture.gpm_below"), say("picture.farthest_below")
        rows = [(one.name, below, part) for one, part in low]
        spec = bars(rows, across("value", say("picture.of_mean")), {below: VERMILLION}, beside=False)
        yield Picture(title, drawn(spec, title, high=ROW * len(rows) + FRAME))
