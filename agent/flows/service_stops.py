"""The stops of the walk about a shop's standing: violations, content checks, appeals, tickets, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from agent.domain.drift import Skipped
from agent.flows.stopping import Shown, Stop, at
from agent.ports import ContentChecks, Health, Messages, Tickets, Walked

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.ports import Visit


async def _violation(visit: Visit, shop: Shop) -> Shown | Skipped:
    """The page of a violation that an appeal is taken against now, its form as it stands: nothing is put into it."""
    _ = shop
    page = await visit.open(Health)
    taken = next((one for one in (await page.read()).violations.rows if one.appealable), None)
    if taken is None:
        return Skipped.NO_APPEAL
    await page.open_violation(taken)
    return Shown(cast("Walked", page))


SERVICE: Final = (
    Stop(
        "health",
        at(Health),
        (
            *("health.heading", "health.table", "health.total", "health.next_page", "col.violation", "col.blamed"),
            *("col.enforcement", "col.points", "col.issued", "col.deadline", "col.appeal", "col.actions"),
        ),
        page="health",
    ),
    Stop(
        "account_check",
        at(ContentChecks),
        (
            *("account_check.heading", "account_check.username", "account_check.find", "account_check.table"),
            *("account_check.total", "account_check.next_page", "col.checked_account", "col.checked_id"),
            *("col.check_began", "col.check_state"),
        ),
        page="account_check",
    ),
    Stop(
        "appeal",
        _violation,
        ("violation.heading", "violation.facts", "appeal.file", "appeal.reason", "appeal.submit"),
        page="health",
    ),
    Stop(
        "tickets",
        at(Tickets),
        (
            *("tickets.heading", "tickets.table", "tickets.total", "tickets.next_page", "tickets.create"),
            *("col.question", "col.opened", "col.last_said", "col.ticket_state"),
        ),
        page="tickets",
    ),
    Stop(
        "ticket",
        at(Tickets, "tickets.create"),
        ("tickets.subject", "tickets.text", "tickets.send"),
        within="tickets.sheet",
        page="tickets",
    ),
    Stop("ticket_subject", at(Tickets, "tickets.create", "tickets.subject"), ("tickets.linking",), page="tickets"),
    Stop("messages", at(Messages), ("messages.heading", "messages.news"), page="messages"),
)
