"""Who is told that a GPM is below the industry's mean: once a day for an account, once for a LIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import AccountId, Handle
from agent.domain.insight import Of
from agent.domain.money import Money
from agent.domain.news import Message, Occasion

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.domain.gpm import Gpm
    from agent.domain.shop_insight import ShopInsight


def below_the_mean(insight: ShopInsight) -> Iterator[Message]:
    """Each account that is below over the last 7 days, and each LIVE of the last full day."""
    if insight.last is None:
        return
    for one in insight.gpms:
        if one.below and (one.subject.of is Of.ACCOUNT or _is_of(insight.last, one, insight)):
            yield _message(one, insight)


def _is_of(day: date, one: Gpm, insight: ShopInsight) -> bool:
    return any(
        live.reading.subject == one.subject and live.reading.window.last == day for live in insight.ranking.sessions
    )


def _message(one: Gpm, insight: ShopInsight) -> Message:
    assert one.mean  # noqa: S101 - what has none is below nothing
    account = one.subject.account or one.subject.id
    told = {"value": str(Money(one.value, one.currency)), "mean": str(Money(one.mean.value, one.currency))}
    source = {"source": one.mean.source, "read_on": one.mean.read_on.isoformat()}
    own = {"shop": insight.shop.name, "shop_id": insight.shop.id, "handle": one.name.removeprefix("@")}
    return Message(
        key=f"{Occasion.GPM}/{insight.shop.id}/{one.subject.id}/{insight.last}",
        occasion=Occasion.GPM,
        shop=insight.shop.id,
        account=AccountId(account),
        handle=Handle(one.subject.name),
        values=own | told | source | {"subject": one.subject.of},
    )
