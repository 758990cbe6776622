"""Refuse to add a product when the account's additions of the shop's day are used up."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.facts import Known, NotAsked
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse

if TYPE_CHECKING:
    from agent.domain.facts import ShowcaseFacts
    from agent.domain.rules import Rules


def showcase_quota(facts: ShowcaseFacts, rules: Rules) -> Verdict:
    """Object until the next day begins in the shop's own zone; an unknown count refuses."""
    most = rules.showcase_adds_per_day.value
    match facts.adds_today:
        case NotAsked():
            return NOT_ASKED
        case Known(number) if number < most:
            return allow(rules.showcase_adds_per_day, f"{number}/{most}")
        case Known(number):
            return refuse(Reason.SHOWCASE_QUOTA, rules.showcase_adds_per_day, f"{number}/{most}", _tomorrow(facts))
        case _:
            return refuse(Reason.NOT_TOLD, rules.showcase_adds_per_day)


def _tomorrow(facts: ShowcaseFacts) -> datetime:
    zone = ZoneInfo(facts.shop.zone)
    day = facts.at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)
