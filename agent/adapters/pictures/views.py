"""What a page of numbers shows, in the reader's language; templates only place it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from agent.adapters.pictures import wording
from agent.adapters.pictures.album import pictures_of, pictures_of_all
from agent.adapters.report.zones import city
from agent.domain.insight import Metric
from agent.domain.series import WEEK
from agent.domain.shop_summary import summed_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from agent.adapters.pictures.axes import Picture
    from agent.adapters.pictures.beside import Quota
    from agent.adapters.report.told import Say
    from agent.domain.insight import Trait
    from agent.domain.series import Series
    from agent.domain.shop_insight import ShopInsight
    from agent.domain.shop_summary import Summary

BESIDE: Final = (Metric.GMV, Metric.ORDERS, Metric.VISITORS, Metric.CTR, Metric.CVR, Metric.GPM)
BEST: Final = 10


@dataclass(frozen=True)
class ShopView:
    """One shop, ready to be placed on a page or a terminal."""

    insight: ShopInsight
    quotas: Sequence[Quota]
    say: Say

    @property
    def city(self) -> str:
        """Where its clock is."""
        return city(self.insight.shop.zone)

    @property
    def until(self) -> str:
        """Up to which day its numbers go, and how many of the last 28 days are known."""
        return wording.until(summed_up(self.insight), self.say)

    @cached_property
    def pictures(self) -> list[Picture]:
        """All its pictures."""
        return pictures_of(self.insight, self.quotas, self.say)

    @property
    def week_heads(self) -> tuple[str, ...]:
        """The heads of the changes."""
        say = self.say
        windows = (say("picture.of_week"), say("picture.of_month"))
        return (say("compare.number"), *windows, say("compare.change"), say("compare.worth"))

    @property
    def changes(self) -> list[tuple[str, ...]]:
        """Seven days against twenty-eight: the number, both values, the change, and what it is worth."""
        currency = self.insight.own.currency if self.insight.own else ""
        known = [one for one in self.insight.changes if one.new is not None or one.old is not None]
        return [wording.changed(one, currency, self.say) for one in known]

    @property
    def account_heads(self) -> tuple[str, ...]:
        """The heads of the accounts."""
        return (self.say("ui.account"), *(self.say(f"metric.{one}") for one in BESIDE))

    @property
    def accounts(self) -> list[tuple[str, ...]]:
        """The accounts side by side, over the last 7 days."""
        return [_beside(one) for one in self.insight.accounts]

    @property
    def live_heads(self) -> tuple[str, ...]:
        """The heads of the LIVEs."""
        return live_heads(self.say)

    @property
    def lives(self) -> list[tuple[str, ...]]:
        """The best LIVEs with what sets them apart."""
        best, zone = self.insight.ranking.sessions[:BEST], self.insight.shop.zone
        return [(*wording.session(one, zone), wording.reasons(one, self.say)) for one in best]

    @property
    def notes(self) -> list[str]:
        """What has to be said beside: LIVEs that could not be ranked, commissions, who is below the mean."""
        return list(wording.notes(self.insight, self.say))

    def portraits(self, trait: Trait) -> list[tuple[str, ...]]:
        """What divides the accounts' followers: a row for each part, a column for each account."""
        drawn = [one.get(trait, {}) for one in self.insight.portraits.values()]
        parts = dict.fromkeys(part for one in drawn for part in one)
        say = self.say
        return [(wording.part(trait, part, say), *(_share(one.get(part)) for one in drawn)) for part in parts]


def live_heads(say: Say) -> tuple[str, ...]:
    """When it began, whose it was, its conversion, and what sets it apart."""
    whose = (say("compare.began"), say("ui.account"))
    return (*whose, say("compare.bought"), say("picture.interval"), say("compare.apart"))


def _beside(one: Series) -> tuple[str, ...]:
    return one.name, *(wording.amount(one.over(WEEK, metric), metric, one.currency) for metric in BESIDE)


def _share(value: Decimal | None) -> str:
    return wording.UNKNOWN if value is None else f"{value:.0%}"


@dataclass(frozen=True)
class AllView:
    """All shops; where they are few, each of them whole."""

    summaries: Sequence[Summary]
    shops: Sequence[ShopView]
    say: Say

    @cached_property
    def pictures(self) -> list[Picture]:
        """What is drawn of all of them together."""
        return pictures_of_all(self.summaries, self.say)

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of these lines."""
        say = self.say
        numbers = [say(f"metric.{one}") for one in (Metric.GMV, Metric.ORDERS, Metric.CVR)]
        beside = [part for one in numbers for part in (one, say("compare.change"))]
        return (say("ui.shop"), say("compare.up_to"), *beside, say("compare.accounts_below"))

    @property
    def rows(self) -> Iterator[tuple[str, ...]]:
        """A line for each shop."""
        return (wording.line(one, self.say) for one in self.summaries)
