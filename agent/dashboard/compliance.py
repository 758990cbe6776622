"""What is held against a shop, as the page of the shop shows it: open violations with the dates of their appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.flows.deadlines import Dated, dates_of
from agent.wiring.calendars import days_off

if TYPE_CHECKING:
    from agent.dashboard.cards import Card
    from agent.domain.appeal_dates import AppealDates
    from agent.domain.violation import Violation
    from agent.wiring.boards import Board


async def held_against(card: Card, board: Board) -> list[tuple[Violation, AppealDates]]:
    """Those about which something is still to be done or that freeze a right, newest first."""
    rules = board.rules(card.shop, card.login, tuple(await board.ledger.choices(card.shop.id)))
    found = await dates_of(card.shop, rules, Dated(board.ledger, days_off(), board.clock.now()))
    return [one for one in found if one[0].open or one[0].freezes]
