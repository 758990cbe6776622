"""The papers of a plan of LIVEs: a calendar, a table, the offers as a file to edit, and a run sheet for each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.adapters.calendars import Appointment, as_calendar
from agent.adapters.commas import write_commas
from agent.adapters.run_sheet.reasons import claim, reasons
from agent.adapters.run_sheet.sheet import run_sheet
from agent.cli.live_told import offer
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.promotion import Tool
from agent.promofile import as_text

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from agent.domain.live_plan import Live, LivePlan

_HEADS = (
    *("ui.live_begins", "ui.live_ends", "ui.live_zone", "ui.live_own_time", "ui.account", "ui.position"),
    *("ui.live_traffic", "ui.live_code", "ui.live_flash", "ui.why"),
)


def papers(plan: LivePlan) -> dict[str, bytes]:
    """Every file by its name."""
    stem = f"live-{plan.wishes.first}"
    offers = [one for live in plan.lives for one in live.offers]
    found = {
        f"{stem}.ics": as_calendar([_appointment(one, plan) for one in plan.lives], plan.made_at),
        f"{stem}.csv": write_commas(_table(plan)),
        f"{stem}-offers.toml": as_text(offers, plan.shop.zone, words()("ui.live_offers_file")).encode(),
    }
    return found | {f"{_name(one, plan)}.html": run_sheet(one, plan, words()).encode() for one in plan.lives}


def _name(live: Live, plan: LivePlan) -> str:
    return f"live-{_there(live.session.slot.begins, plan):%Y-%m-%d-%H%M}-{live.session.account.handle}"


def _there(at: datetime, plan: LivePlan) -> datetime:
    return at.astimezone(ZoneInfo(plan.shop.zone))


def _appointment(live: Live, plan: LivePlan) -> Appointment:
    account, slot = live.session.account, live.session.slot
    say, offers = words(), [offer(one, plan.shop.zone) for one in live.offers]
    told = [*_run(live, plan), *offers, *reasons(live, plan, say), claim(plan, say), say("ui.live_not_published")]
    return Appointment(
        key=f"channel-companion/live/{plan.shop.id}/{account.handle}/{slot.day}",
        begins=slot.opens,
        ends=slot.ends,
        title=f"{say('ui.live_proposal')}: LIVE @{account.handle} · {plan.shop.name}",
        about="\n".join(told),
    )


def _run(live: Live, plan: LivePlan) -> list[str]:
    """What is shown when, a line each."""
    opens = live.session.slot.opens
    return [
        f"{_there(opens + one.begins, plan):%H:%M} {words()(f'live_part.{one.part}')}"
        + (f": {one.product.name or one.product.product_id}" if one.product else "")
        for one in live.programme.blocks
    ]


def _table(plan: LivePlan) -> NewSheet:
    say = words()
    return NewSheet("", tuple(Heading(say(key)) for key in _HEADS), tuple(_row(one, plan) for one in plan.lives))


def _row(live: Live, plan: LivePlan, own: tzinfo | None = None) -> tuple[str, ...]:
    account, slot = live.session.account, live.session.slot
    offers = {one.tool: one for one in live.offers}
    begins, ends = (f"{_there(at, plan):%Y-%m-%d %H:%M}" for at in (slot.begins, slot.ends))
    return (
        *(begins, ends, plan.shop.zone, f"{slot.begins.astimezone(own):%Y-%m-%d %H:%M %Z}"),
        *(account.handle, account.position),
        " · ".join(one.name or one.product_id for one in live.programme.offered),
        *(offer(offers[tool], plan.shop.zone) if tool in offers else "" for tool in (Tool.LIVE_CODE, Tool.LIVE_FLASH)),
        " ".join(reasons(live, plan, words())),
    )
