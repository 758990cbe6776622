"""What is told of a collection: a line for each shop, and of each commission that should not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.cli import show
from agent.cli.speech import words
from agent.domain.insight import Metric
from agent.flows.collecting import Collecting

if TYPE_CHECKING:
    from agent.domain.insight import Reading
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.flows.insights import Gathered


class Told(Collecting):
    """A line for each shop, and one more for each account that was charged a commission."""

    def ended(self, shop: Shop, record: Record, gathered: Gathered | None) -> None:
        """How many readings were kept, or why there are none."""
        charged = gathered.commissions if gathered else ()
        told = {
            "shop": shop.id,
            "day": gathered.day if gathered else None,
            "readings": len(gathered.readings) if gathered else 0,
            "commissions": [{"account": one.subject.name, "currency": one.currency} | _amount(one) for one in charged],
            "outcome": record.outcome,
            "code": record.code,
            "exit": record.exit,
        }
        say = words()
        if gathered is None:
            lines = [f"✗ {shop.name}: {_why(record)}"]
        else:
            lines = [f"✓ {say('numbers.collected', shop=shop.name, count=len(gathered.readings), day=gathered.day)}"]
        lines += [
            f"! {say('numbers.charged', account=f'@{one.subject.name}', amount=f'{amount} {one.currency}')}"
            for one in charged
            for amount in _amount(one).values()
        ]
        show.result(told, lines)


def _amount(one: Reading) -> dict[str, str]:
    return {"amount": f"{one.value(Metric.COMMISSION):,f}"}


def _why(record: Record) -> str:
    return words()(f"error.{record.code}.what", **record.error)
