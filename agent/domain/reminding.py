"""What people are told about staying allowed: the time for an appeal runs out, a line is near or crossed; each once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.deadline import Matter
from agent.domain.identity import Handle
from agent.domain.lines import LineState
from agent.domain.news import Message, Occasion
from agent.domain.working_days import days_left, last_day, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from agent.domain.deadline import Deadline
    from agent.domain.lines import Line
    from agent.domain.roster import Shop
    from agent.domain.violation import Standing, Violation


def reminders(found: Iterable[Deadline], violations: Mapping[str, Violation], now: datetime) -> Iterator[Message]:
    """At 5, 3 and 1 days and on the last day by the earliest reading; of one that has passed, by the portal's date."""
    for one in found:
        end = one.remind_by
        due = step(now, end, one.shop.zone) if end and one.matter is Matter.APPEAL else None
        if end is None or due is None or one.about not in violations:
            continue
        about = violations[one.about]
        day = last_day(end, one.shop.zone)
        yield Message(
            key=f"{Occasion.VIOLATION}/{one.shop.id}/{about.id}/{day}/{due}",
            occasion=Occasion.VIOLATION,
            shop=one.shop.id,
            account=about.account,
            handle=Handle(about.handle) if about.handle else None,
            values=_values(one, about, now, end),
            quote=about.rule,
        )


def _values(one: Deadline, about: Violation, now: datetime, end: datetime) -> dict[str, str]:
    told = {
        "shop": one.shop.name,
        "shop_id": one.shop.id,
        "violation": about.id,
        "days": str(days_left(now, end, one.shop.zone)),
        "until": there(end, one.shop.zone),
    }
    portal = {} if one.ours else {"portal": there(one.at, one.shop.zone)}
    return told | portal | ({"handle": about.handle} if about.handle else {})


def warnings(shop: Shop, standing: Standing | None, found: Iterable[Line]) -> Iterator[Message]:
    """A line that the figure is near to or beyond; told anew where the figure has got another value."""
    for one in found:
        if standing and one.state in {LineState.NEAR, LineState.CROSSED}:
            yield Message(
                key=f"{Occasion.HEALTH}/{shop.id}/{one.rule.name}/{one.state}/{standing.value}",
                occasion=Occasion.HEALTH,
                shop=shop.id,
                values={
                    "shop": shop.name,
                    "shop_id": shop.id,
                    "value": str(standing.value),
                    "line": str(one.rule.value),
                    "figure": standing.system,
                    "state": one.state,
                },
            )


def there(at: datetime, zone: str) -> str:
    """A moment as the shop's clock shows it."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
