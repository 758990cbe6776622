"""What a lesson writes to the platform: an appeal or a ticket, with a small picture as its proof."""

from __future__ import annotations

from base64 import b64decode
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.appeal import AppealRequest
from agent.domain.lesson import Exercise
from agent.domain.permit import Kind
from agent.domain.ticket import TicketMatter, TicketRequest
from agent.domain.upload import FileKind, Upload
from agent.flows.run import recorded

if TYPE_CHECKING:
    from agent.domain.identity import Target
    from agent.domain.lesson import Letter
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.ports import Desk

_DOT: Final = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PROOF: Final = Upload("proof.png", FileKind.PNG, b64decode(_DOT))


async def sent(does: Exercise, letter: Letter, shop: Shop, target: Target, desk: Desk) -> Record:
    """By the flow that an operator runs."""
    from agent.flows.appealing import appeal  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.ticketing import ticket  # noqa: PLC0415

    if does is Exercise.APPEAL:
        flow = partial(appeal, AppealRequest(shop, letter.about, letter.text, (PROOF,)), desk)
        record, _ = await recorded(shop, None, Kind.APPEAL, desk, flow)
        return record
    request = TicketRequest(shop, target, TicketMatter(letter.about), letter.text, files=(PROOF,))
    record, _ = await recorded(shop, target, Kind.TICKET, desk, partial(ticket, request, desk))
    return record
