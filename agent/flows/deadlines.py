"""What has a date, from the ledger alone; and the reminders that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.appeal_dates import AppealDates, appeal_dates, years_around
from agent.domain.deadline import Deadline, Kept, deadlines, in_review
from agent.domain.lines import lines
from agent.domain.reminding import reminders, warnings
from agent.flows.deliver import tell

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.ledger import Invitation
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.domain.violation import Standing, Violation
    from agent.ports import DaysOffBook, Ledger


@dataclass(frozen=True, slots=True)
class Dated:
    """What is asked for dates: the memory, the calendars of countries, and the moment."""

    ledger: Ledger
    days_off: DaysOffBook
    now: datetime


async def dates_of(shop: Shop, rules: Rules, dated: Dated) -> tuple[tuple[Violation, AppealDates], ...]:
    """The violations of a shop with the dates of their appeals, newest first."""
    return tuple((one, _dates(one, shop, rules, dated)) for one in await dated.ledger.violations(shop.id))


def _dates(one: Violation, shop: Shop, rules: Rules, dated: Dated) -> AppealDates:
    calendar = dated.days_off.of(shop.region, years_around(one.opened_at or dated.now))
    return appeal_dates(one, shop.zone, rules, calendar)


async def deadlines_of(shop: Shop, rules: Rules, dated: Dated) -> tuple[Deadline, ...]:
    """Everything of a shop that has a date, the next first."""
    return deadlines(shop, await _kept(shop, rules, dated), rules, dated.now)


async def reviews_of(shop: Shop, rules: Rules, dated: Dated) -> tuple[Invitation, ...]:
    """The accounts that are in review and that no visit is due for: what has no date."""
    return in_review(await _kept(shop, rules, dated))


async def _kept(shop: Shop, rules: Rules, dated: Dated) -> Kept:
    ledger = dated.ledger
    challenged = await ledger.last_challenge(shop.login)
    return Kept(
        violations=await dates_of(shop, rules, dated),
        invitations=await ledger.invitations(shop.id),
        links=await ledger.links(shop.id),
        jobs=await ledger.jobs(shop.id),
        approvals=await ledger.approvals(),
        rest_until=challenged + rules.challenge_pause.value if challenged else None,
    )


async def remind(shop: Shop, rules: Rules, dated: Dated, standing: Standing | None = None) -> None:
    """Put what people should hear into the outbox, each once whoever notices it."""
    violations = {one.id: one for one in await dated.ledger.violations(shop.id)}
    found = await deadlines_of(shop, rules, dated) if violations else ()
    told = [*reminders(found, violations, dated.now), *warnings(shop, standing, lines(standing, rules))]
    await tell(dated.ledger, told)
