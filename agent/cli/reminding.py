"""The reminders of every shop, put into the outbox without a browser, and sent where a channel is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.adapters.ledger_sql import SqlLedger
    from agent.flows.deadlines import Dated
    from agent.wiring import House


def dated(ledger: SqlLedger) -> Dated:
    """What is asked for dates, now."""
    from agent.flows.deadlines import Dated  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring.calendars import days_off  # noqa: PLC0415 - same

    return Dated(ledger, days_off(), ledger.clock.now())


async def remind_all(rooms: House, ledger: SqlLedger) -> None:
    """Of the shops that have something to appeal; a shop without pays nothing."""
    shops = {one.shop for one in await ledger.violations() if one.appealable}
    if not shops:
        return
    from agent.flows.deadlines import remind  # noqa: PLC0415 - flows are loaded by those who need them

    for shop in rooms.roster.shops:
        if shop.id in shops:
            await remind(shop, await rooms.rules(shop, ledger), dated(ledger))
