"""The run sheet of one LIVE: a page of HTML that loads nothing and fits on a sheet of A4."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from agent.adapters.report.report import environment
from agent.adapters.report.zones import city
from agent.adapters.run_sheet.reasons import claim, reasons
from agent.domain.programme import Part
from agent.domain.promotion import Promotion, Tool

if TYPE_CHECKING:
    from datetime import datetime, timedelta, tzinfo

    from agent.adapters.report.told import Say
    from agent.domain.live_plan import Live, LivePlan
    from agent.domain.programme import Block

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class _Row:
    """One block as the sheet shows it."""

    block: Block
    clock: str
    own_clock: str
    minutes: str
    part: str
    price: str
    flash: str


@dataclass(frozen=True)
class _View:
    """What the sheet says; `own` is the operator's zone, None for this machine's."""

    live: Live
    plan: LivePlan
    say: Say
    own: tzinfo | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.plan.shop.zone)

    @property
    def city(self) -> str:
        return city(self.plan.shop.zone)

    @property
    def day(self) -> str:
        there = self.live.session.slot.begins.astimezone(self.zone)
        return f"{self.say(f'weekday.{there.weekday()}')} {there:%Y-%m-%d}"

    @property
    def own_city(self) -> str:
        """What the operator's own clock is called; empty where it shows the same."""
        slot = self.live.session.slot
        here = slot.opens.astimezone(self.own)
        return "" if here.utcoffset() == slot.opens.astimezone(self.zone).utcoffset() else here.tzname() or ""

    @property
    def own_day(self) -> str:
        there, here = (self.live.session.slot.opens.astimezone(one) for one in (self.zone, self.own))
        return "" if there.date() == here.date() else f"{here:%m-%d} "

    @property
    def offset(self) -> str:
        """How far the shop's clock is from UTC on that day."""
        there = f"{self.live.session.slot.opens.astimezone(self.zone):%z}"
        return f"UTC{there[:3]}:{there[3:]}"

    @cached_property
    def code(self) -> Promotion | None:
        return self._offer(Tool.LIVE_CODE)

    @cached_property
    def flash(self) -> Promotion | None:
        return self._offer(Tool.LIVE_FLASH)

    @property
    def reasons(self) -> list[str]:
        return reasons(self.live, self.plan, self.say)

    @property
    def claim(self) -> str:
        return claim(self.plan, self.say)

    @property
    def rows(self) -> list[_Row]:
        return [self._row(one) for one in self.live.programme.blocks]

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def own_clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.own):%H:%M}"

    def _row(self, block: Block) -> _Row:
        slot = self.live.session.slot
        at, price = slot.opens + block.begins, block.product.price if block.product else None
        lower = price.less(self.flash.percent) if price and self.flash and block.part is Part.TRAFFIC else None
        since = slot.opens - slot.begins
        minutes = self.say("ui.live_minutes", begins=_minute(since + block.begins), ends=_minute(since + block.ends))
        clocks, part = (self.clock(at), self.own_clock(at)), self.say(f"live_part.{block.part}")
        return _Row(block, *clocks, minutes, part, str(price or ""), str(lower or ""))

    def _offer(self, tool: Tool) -> Promotion | None:
        return next((one for one in self.live.offers if one.tool is tool), None)


def _minute(since: timedelta) -> str:
    """Minutes counted from the beginning, those before it with a real minus sign."""
    minutes = since.total_seconds() / 60
    return f"{minutes:.0f}".replace("-", "\N{MINUS SIGN}")


def run_sheet(live: Live, plan: LivePlan, say: Say, own: tzinfo | None = None) -> str:
    """The page, in the language of the words."""
    css = Markup((_HERE / "sheet.css").read_text("utf-8"))  # noqa: S704 - our own file
    return environment(_HERE).get_template("sheet.html").render(sheet=_View(live, plan, say, own), say=say, css=css)
