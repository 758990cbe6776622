"""What rounds over many shops need beside the house: their rhythm, hours and room, and who hands out visits."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.domain.due import Rhythm
from agent.domain.hours import PressHours
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from agent.domain.jobs import Job
    from agent.domain.roster import Shop
    from agent.flows.ends import Ended
    from agent.ports import Engine
    from agent.settings import Settings
    from agent.wiring.desks import Desks
    from agent.wiring.house import House

_OF_A_VISIT = 150_000_000  # bytes: a browser's share, its pages, and room to spare


def rhythm(settings: Settings) -> Rhythm:
    """How often is looked, and how long is waited after what came to nothing."""
    told = settings.rounds
    return Rhythm(
        look_again=timedelta(minutes=told.look_again_minutes),
        look_over=timedelta(hours=told.look_over_hours),
        pause=timedelta(seconds=told.pause_s),
        longest_pause=timedelta(seconds=told.longest_pause_s),
    )


def collects(rooms: House, made: Desks) -> Callable[[Shop, Job], Awaitable[Ended]]:
    """Who reads a shop's numbers; what that needs is loaded when there is a shop to read."""

    async def collect(shop: Shop, job: Job) -> Ended:
        from agent.wiring.collecting import read  # noqa: PLC0415 - most rounds read none

        return await read(rooms, made, shop, job)

    return collect


def press_hours(settings: Settings) -> PressHours | None:
    """The hours in which unwatched runs may press; None where they always may."""
    told = settings.rounds.press_hours
    return PressHours.parse(told) if told else None


def at_once(settings: Settings) -> int:
    """How many visits may go on at the same time: as set, else as processors and free memory allow."""
    return settings.rounds.at_once or machine_allows()


def machine_allows() -> int:
    """Two visits for each processor, because they mostly wait, and no more than free memory has room for."""
    of_processors, ask = 2 * (os.cpu_count() or 1), getattr(os, "sysconf", None)  # Windows has none
    if ask is None or "SC_AVPHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return of_processors
    free: int = ask("SC_AVPHYS_PAGES") * ask("SC_PAGE_SIZE")
    return max(1, min(of_processors, free // _OF_A_VISIT))


def engine(house: House, *, fleet: bool) -> Engine:
    """Who hands out visits: a queue beside a ledger in PostgreSQL, else this process; a fleet needs the former.

    Raises MendInput(E_CONFIG) where it cannot be had.
    """
    if fleet and not house.shares_ledger:
        raise MendInput(Code.E_CONFIG, file="companion.toml", field="ledger.url", why="fleet_wants_postgresql")
    on_windows = sys.platform == "win32"  # the queue's driver and the browser's want two different loops there
    if fleet and on_windows:
        raise MendInput(Code.E_CONFIG, file="companion.toml", field="ledger.url", why="no_fleet_on_windows")
    if house.shares_ledger and not on_windows:
        from agent.adapters.engine_queue import EngineQueue  # noqa: PLC0415 - a fleet's extra

        return EngineQueue(house.ledger_url.replace("postgresql+psycopg:", "postgresql:", 1))
    from agent.adapters.engine_here import EngineHere  # noqa: PLC0415 - only a worker

    return EngineHere()
