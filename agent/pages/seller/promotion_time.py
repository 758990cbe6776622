"""A field for a moment, whose days and clock open beside the form: chosen, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import Code, LookAgain

if TYPE_CHECKING:
    from datetime import datetime

    from playwright.async_api import Locator

    from agent.pages.tab import Tab

_MOST_MONTHS = 15


def as_shown(at: datetime) -> str:
    """What the field shows for a moment of the shop's clock."""
    return f"{at:%Y-%m-%d %H:%M}"


async def choose_time(tab: Tab, key: str, at: datetime) -> None:
    """Choose a moment of the shop's clock in the field that the profile calls `key`."""
    field = tab.find(key)
    async with tab.step(key, field):
        await field.click()
    panel = tab.find("promotion.panel", field=tab.name(key)).filter(visible=True)
    await _choose_day(tab, panel, f"{at:%Y-%m-%d}")
    for unit, value in (("promotion.hour", at.hour), ("promotion.minute", at.minute)):
        clock = tab.find(unit, panel)
        async with tab.step(unit, clock):
            await clock.select_option(str(value))
    apply = tab.find("promotion.apply", panel)
    async with tab.step("promotion.apply", apply):
        await apply.click()
    async with tab.step(key):
        if await field.input_value() != as_shown(at):
            raise LookAgain(Code.E_PORTAL_CHANGED, element=key, why="keeps_nothing")


async def _choose_day(tab: Tab, panel: Locator, day: str) -> None:
    """The panel opens at a day near now: a wanted one may lie in the month before, else in one of those to come."""
    cell = tab.find("promotion.day", panel, day=day)
    async with tab.looking("promotion.panel"):
        await panel.wait_for()
    for turn in ("promotion.previous_month", *["promotion.next_month"] * _MOST_MONTHS):
        async with tab.looking("promotion.day"):
            there = await cell.count()
        if there:
            break
        async with tab.step(turn):
            await tab.find(turn, panel).click()
    async with tab.step("promotion.day", cell):
        await cell.click()
