"""A run of one act that stops itself at one labelled point: to be killed there, or to sleep."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from agent_bench import SHOPS, a_house
from every_trial import EVERY
from forked import named_plainly
from trials import PLACES

from agent.adapters.trails import TimingTrail
from agent.errors import CompanionError
from agent.flows.run import recorded
from agent.wiring import Desks, House, desks


class StoppingTrail(TimingTrail):
    """Stops this very process at one point; who lets it go on finds it as after a long sleep."""

    def __init__(self, point: str, woken: Callable[[], None]) -> None:
        super().__init__()
        self.point, self.woken = point, woken

    def mark(self, point: str) -> None:
        super().mark(point)
        if point == self.point:
            self.point = ""
            os.kill(os.getpid(), signal.SIGSTOP)
            self.woken()


def look_at_the_clock(made: Desks, house: House) -> None:
    """While a machine sleeps its clock goes on: take the portal's time again."""
    portal = house.portal(house.roster.logins[0])
    made.clock.ahead = house.clock(portal).ahead  # type: ignore[attr-defined]  # the portal's clock on loopback


@dataclass(frozen=True)
class Task:
    """What the process is to do, for whom, and where it stops."""

    state: Path
    origin: str
    trial: str
    market: str
    point: str
    lease: float


async def act(task: Task) -> int:
    """Do the act as the command would, with the trail that stops."""
    house = a_house(task.state, task.origin, **{"waits.lease_s": task.lease})
    shop = house.roster.shops[SHOPS[task.market]]
    trial = next(one for one in EVERY if str(one) == task.trial)
    place = next(one for one in PLACES if one.market == task.market)
    request = trial.deed.request(shop, trial.deed.target(place))
    async with desks(house, str(trial), house.portal(house.roster.login_of(shop))) as made:
        trail = StoppingTrail(task.point, partial(look_at_the_clock, made, house))
        desk = replace(await made.desk(shop), trail=trail)
        flow = partial(trial.deed.flow, request, desk)
        record, _ = await recorded(shop, getattr(request, "target", None), trial.kind, desk, flow)
    return record.exit


def live(task: Task) -> None:
    """The life of the process; what it leaves behind for a moment goes into a folder of its own."""
    named_plainly()
    (task.state / "tmp").mkdir(exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(task.state / "tmp")
    try:
        sys.exit(asyncio.run(act(task)))
    except CompanionError as error:
        sys.exit(error.exit)
