"""From one machine to many: its ledger and its sealed sessions move to a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import Code, MendInput
from agent.typed import Unfit

if TYPE_CHECKING:
    from agent.adapters.ledger_sql import Copied
    from agent.wiring.house import House


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied, from where and to where."""

    copied: Copied
    source: str
    target: str


def move_ledger(house: House, to: str) -> Moved:
    """Copy ledger and sealed sessions to the server at `to`, or to the one that the settings name already.

    In that case the source is the ledger of the state folder.
    """
    from agent.adapters.ledger_sql import copy_ledger, where  # noqa: PLC0415 - sqlalchemy is heavy

    source, target = _ways(house, to)
    with house.own_vault().handed_over() as envelopes:
        copied = copy_ledger(source, target, house.clock().now(), house.high_water, envelopes)
    return Moved(copied, where(source), target)


def _ways(house: House, to: str) -> tuple[str, str]:
    from agent.adapters.ledger_sql import on_server  # noqa: PLC0415 - sqlalchemy is heavy
    from agent.settings import ledger_address  # noqa: PLC0415 - pydantic is heavy

    try:
        ledger_address(to)
    except Unfit as unfit:
        raise MendInput(Code.E_USAGE, why=unfit.why, **unfit.values) from None
    source = house.own_ledger if house.shares_ledger else house.ledger_url
    target = to or (house.ledger_url if house.shares_ledger else "")
    if not target:
        raise MendInput(Code.E_USAGE, why="copy_form")
    if not on_server(target) or (house.shares_ledger and target != house.ledger_url):
        raise MendInput(Code.E_USAGE, why="copy_one_way")
    return source, target
