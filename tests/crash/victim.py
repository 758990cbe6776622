"""A process that binds one account and dies by SIGKILL at one labelled point: `python victim.py STATE ORIGIN POINT`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from agent.adapters.trails import TimingTrail
from agent.domain.identity import Handle, Target
from agent.domain.permit import Kind
from agent.domain.record import BindRequest
from agent.flows.bind import bind
from agent.flows.run import recorded
from agent.wiring import House, desks

HANDLE = Handle("cocina.conluz")


class DeadlyTrail(TimingTrail):
    """Kills this very process at one point, as a power cut would."""

    def __init__(self, point: str) -> None:
        super().__init__()
        self.point = point

    def mark(self, point: str) -> None:
        super().mark(point)
        if point == self.point:
            os.kill(os.getpid(), signal.SIGKILL)


def a_house(state: Path, origin: str) -> House:
    """The same house that the test's own agent lives in."""
    flags = {
        "portals": {"mock": {"seller": origin, "creator": origin}},
        "vault.key_file": str(state / "key" / "vault.key"),
        "loopback_waits": {"action_ms": 3000, "press_word_ms": 800, "settle_window_s": 0.4, "follow_pause_s": 0.1},
        "waits.lease_s": 5,
    }
    return House(chosen_state=state / "state", flags=flags, example=True)


async def main(state: Path, origin: str, point: str) -> int:
    """Bind as the command would, with the deadly trail."""
    house = a_house(state, origin)
    shop = house.roster.shops[0]
    async with desks(house, "bind", house.portal(house.roster.logins[0])) as made:
        desk = replace(await made.desk(shop), trail=DeadlyTrail(point))
        request = BindRequest(shop, Target(HANDLE), shop.wanted(HANDLE))
        record, _ = await recorded(shop, request.target, Kind.BIND, desk, partial(bind, request, desk))
    return record.exit


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])))
