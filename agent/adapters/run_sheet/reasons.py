"""Why a LIVE stands where it stands, in words: the hour, the day, and the order of what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from agent.adapters.report.zones import city

if TYPE_CHECKING:
    from agent.adapters.report.told import Say
    from agent.domain.live_plan import Live, LivePlan
    from agent.domain.rules import Rule

_A_MINUTE = timedelta(minutes=1)


def reasons(live: Live, plan: LivePlan, say: Say) -> list[str]:
    """One sentence for each."""
    return [_hour(live, plan, say), _day(live, plan, say), _order(live, plan, say)]


def claim(plan: LivePlan, say: Say) -> str:
    """What is only claimed of these hours, and by whom."""
    gain = plan.rules.live_prime_gain
    return say("ui.live_claim", percent=gain.value, source=said_by(gain, say))


def said_by(rule: Rule[Any], say: Say) -> str:
    """A rule's source, and how far it is trusted."""
    return f"{rule.chosen.source}, {say(f'trust.{rule.chosen.trust}')}"


def _hour(live: Live, plan: LivePlan, say: Say) -> str:
    others = ", ".join(f"@{one}" for one in live.session.neighbours)
    there = live.session.slot.begins.astimezone(ZoneInfo(plan.shop.zone))
    told = {"begins": clock(plan.hours.begins), "ends": clock(plan.hours.ends), "place": city(plan.shop.zone)}
    return say("ui.live_why_hour", clock=f"{there:%H:%M}", others=others, **told)


def _day(live: Live, plan: LivePlan, say: Say) -> str:
    account, days = live.session.account, plan.wishes.days
    count = sum(one.account is account for one in plan.sessions.proposed)
    return say("ui.live_why_day", count=count, days=days, most=account.most_a_week)


def _order(live: Live, plan: LivePlan, say: Say) -> str:
    shown, minutes = live.programme, plan.rules.live_traffic_lasts.value // _A_MINUTE
    told = [say(f"live_traffic.{plan.wishes.traffic}", minutes=minutes)]
    told += [say("ui.live_by_priority")] if shown.by_priority else []
    told += [say("ui.live_left_out", count=shown.left_out)] if shown.left_out else []
    return " ".join(told)


def clock(since_midnight: timedelta) -> str:
    """A time of day; the last moment of a day is 24:00."""
    hours, minutes = divmod(since_midnight // _A_MINUTE, 60)
    return f"{hours:02}:{minutes:02}"
