"""All pictures of one shop, in the order in which they are looked at; and those of all shops together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.pictures.beside import accounts, fans, gpm, lives, quotas
from agent.adapters.pictures.many import below_the_mean, best_lives, clear_changes
from agent.adapters.pictures.trends import funnel, trends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.adapters.pictures.axes import Picture
    from agent.adapters.pictures.beside import Quota
    from agent.adapters.report.told import Say
    from agent.domain.shop_insight import ShopInsight
    from agent.domain.shop_summary import Summary


def pictures_of(insight: ShopInsight, used: Sequence[Quota], say: Say) -> list[Picture]:
    """Those for which there are numbers."""
    own = [*trends(insight.own, say), *funnel(insight.own, say)] if insight.own else []
    beside = [part for draw in (lives, accounts, gpm, fans) for part in draw(insight, say)]
    return [*own, *beside, *quotas(used, say)]


def pictures_of_all(summaries: Sequence[Summary], say: Say) -> list[Picture]:
    """Those that fit all currencies: changes, shares, and parts of a mean."""
    return [part for draw in (clear_changes, best_lives, below_the_mean) for part in draw(summaries, say)]
