"""Refuse a flash price that is not below the lowest of the last 30 days; warn where nobody knows that one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked, Source
from agent.domain.promotion import Tool
from agent.domain.reason import Reason
from agent.domain.verdict import ALLOWED, NOT_ASKED, Verdict, allow, refuse, strictest, warn

if TYPE_CHECKING:
    from agent.domain.facts import Fact, PromotionFacts
    from agent.domain.promotion import Lowest, Offered, PromotionRow
    from agent.domain.rules import Rules
    from agent.domain.seen import Listing


def lowest_price(facts: PromotionFacts, rules: Rules) -> Verdict:
    """The file's figure is asked first; else no promotion that the portal lists for that time may have been as deep."""
    if not facts.wanted.tool.is_flash:
        return ALLOWED
    match facts.listed, facts.offered:
        case (NotAsked(), _) | (_, NotAsked()):
            return NOT_ASKED
        case listed, Known(offered):
            deep = _as_deep(listed, facts, rules)
            return strictest(*(_of_product(one, deep, facts, rules) for one in offered)) if offered else ALLOWED
        case _:
            return warn(Reason.PRICE_HISTORY_UNKNOWN, rules.lowest_price_window)


def _of_product(one: Offered, deep: str | None, facts: PromotionFacts, rules: Rules) -> Verdict:
    rule = rules.lowest_price_window
    told = next((low for low in facts.wanted.lowest if low.product == one.product_id), None)
    if told and one.price and _holds(told, facts, rules):
        final = one.price.less(facts.wanted.percent)
        measured = f"{one.product_id}: {final.amount} / {told.price} ({told.seen_on}, {told.source})"
        verdict = allow(rule, measured) if final.amount < told.price else refuse(Reason.PRICE_NOT_LOWER, rule, measured)
        return verdict.resting_on(Known(told, Source.DECLARATION))
    if deep == "":
        return allow(rule)
    return warn(Reason.PRICE_HISTORY_UNKNOWN, rule, f"{one.product_id}{f': {deep}' if deep else ''}")


def _holds(told: Lowest, facts: PromotionFacts, rules: Rules) -> bool:
    """A figure from before the window, or from a day to come, says nothing about it."""
    day = facts.at.date()
    return day - rules.lowest_price_window.value <= told.seen_on <= day + timedelta(days=1)


def _as_deep(listed: Fact[Listing[PromotionRow]], facts: PromotionFacts, rules: Rules) -> str | None:
    """The first promotion that took off as much lately; empty where none did, None where the list does not tell."""
    match listed:
        case Known(seen) if seen.complete:
            names = (one.name for one in seen.rows if _ran(one, facts, rules) and _reaches(one, facts))
            return next(names, "")
        case _:
            return None


def _ran(one: PromotionRow, facts: PromotionFacts, rules: Rules) -> bool:
    """Whether it was, or may have been, a price in the window before the start."""
    if one.tool is Tool.LIVE_CODE:
        return False
    if one.starts is None or one.ends is None:
        return True
    starts = facts.wanted.starts
    return one.starts < starts and one.ends > starts - rules.lowest_price_window.value


def _reaches(one: PromotionRow, facts: PromotionFacts) -> bool:
    return one.percent is None or one.percent >= facts.wanted.percent
