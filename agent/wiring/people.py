"""Who is asked: for a yes before a press, and where a page wants a person."""

from __future__ import annotations

import socket
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from agent.ports import NOBODY, HandOver

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.handover import HandedOver
    from agent.domain.roster import Shop
    from agent.ports import Clock, Ledger
    from agent.wiring.house import House


def ask_first(house: House, shop: Shop) -> timedelta | None:
    """How long a named person has to agree to a press at a shop; None where nobody is asked."""
    from agent.domain.roster import Approve  # noqa: PLC0415 - with the roster

    told = house.settings.approvals
    asked = house.ask_first or told.ask or shop.approve is Approve.ASK
    return timedelta(hours=told.lasts_hours) if asked else None


def to_a_person(house: House, shop: Shop, ledger: Ledger, clock: Clock) -> HandOver:
    """Who is asked at a page, and for how long: whoever sits before the window, or sees it from afar."""
    told = house.settings.hand_over
    as_set = timedelta(minutes=told.headed_minutes if house.headed else told.wait_minutes)
    wait = as_set if house.hand_over is None else house.hand_over
    if not wait:
        return NOBODY
    from agent.adapters.live.server import LoopbackView  # noqa: PLC0415 - only where somebody may be asked
    from agent.flows.handing_over import ToAPerson  # noqa: PLC0415 - same

    live = LoopbackView(house.state / "live")
    banner = partial(_banner, house) if house.headed else lambda _: ""
    return ToAPerson(shop, wait, live, socket.gethostname(), told.link, banner, partial(_call, house, ledger, clock))


def _banner(house: House, until: datetime) -> str:
    """In the operator's language and by this machine's clock."""
    return house.words("ui.in_your_hands", time=f"{until.astimezone():%H:%M}")


async def _call(house: House, ledger: Ledger, clock: Clock, begun: HandedOver) -> None:
    """Tell whoever sits here, and let what others have to be told go out now: nobody else may do it in time."""
    told = {"step": begun.step, "time": f"{begun.deadline.astimezone():%H:%M}", "link": house.settings.hand_over.link}
    house.notice("ui.handed_over", told)
    if not house.settings.notify.channels:
        return
    from agent.flows.deliver import deliver  # noqa: PLC0415 - only where there is a channel
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - same

    await deliver(ledger, notifier_of(house), clock)
