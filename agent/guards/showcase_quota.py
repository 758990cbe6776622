"""Refuse to add a product when the account's additions of the shop's day are used up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.facts import Known, Never, NotAsked
from agent.domain.reason import Reason
from agent.domain.shop_days import begins, day_of
from agent.domain.verdict import NOT_ASKED, Effect, Verdict, allow, refuse, strictest

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.facts import ShowcaseFacts
    from agent.domain.rules import Rules


def showcase_quota(facts: ShowcaseFacts, rules: Rules) -> Verdict:
    """Object until the next day begins in the shop's own zone, by the ledger's count and by the portal's.

    An unknown count refuses.
    """
    return strictest(_counted(facts, rules), _shown(facts, rules))


def _counted(facts: ShowcaseFacts, rules: Rules) -> Verdict:
    match facts.adds_today:
        case NotAsked():
            return NOT_ASKED
        case Known(number):
            return _within(number, rules.showcase_adds_per_day.value, facts, rules)
        case _:
            return refuse(Reason.NOT_TOLD, rules.showcase_adds_per_day)


def _shown(facts: ShowcaseFacts, rules: Rules) -> Verdict:
    match facts.adds_shown:
        case NotAsked():  # what the ledger counts is told all the same
            return Verdict(Effect.NOT_ASKED, None, rules.showcase_adds_per_day, _counted(facts, rules).measured)
        case Never():
            return allow(rules.showcase_adds_per_day)
        case Known(shown):
            return _within(shown.used, min(shown.most, rules.showcase_adds_per_day.value), facts, rules)
        case _:
            return refuse(Reason.NOT_TOLD, rules.showcase_adds_per_day)


def _within(number: int, most: int, facts: ShowcaseFacts, rules: Rules) -> Verdict:
    told = f"{number}/{most}"
    if number < most:
        return allow(rules.showcase_adds_per_day, told)
    return refuse(Reason.SHOWCASE_QUOTA, rules.showcase_adds_per_day, told, _tomorrow(facts))


def _tomorrow(facts: ShowcaseFacts) -> datetime:
    zone = facts.shop.zone
    return begins(day_of(facts.at, zone) + timedelta(days=1), zone)
