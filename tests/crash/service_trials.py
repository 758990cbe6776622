"""Appeals and tickets on trial: one violation of the example world's Mexican shop, one matter of its linked account."""

from __future__ import annotations

from functools import partial
from typing import Any

from fakes import APPEAL, TICKET
from files import a_png
from promotion_trials import deal_is_known, settled
from trials import MX, Deed, Request, Trial

from agent.domain.appeal import AppealRequest
from agent.domain.identity import Target
from agent.domain.permit import Kind
from agent.domain.roster import Shop
from agent.domain.ticket import TicketMatter, TicketRequest
from agent.domain.upload import FileKind, Upload
from agent.flows.appealing import appeal
from agent.flows.ticketing import ticket
from agent.flows.violation import appeals

_HEALTH, _DESK = "/api/v1/seller/growth_center", "/api/v1/seller/helpdesk/ticket"
_OPEN = "8210000000000000001"  # of the Mexican shop, not yet appealed against
_PAPER = Upload("prueba.png", FileKind.PNG, a_png())


def _appealing(shop: Shop, _: Target) -> Request:
    return AppealRequest(shop, _OPEN, "El vídeo cita un estudio.", (_PAPER,))


def _asking(shop: Shop, _: Target) -> Request:
    return TicketRequest(shop, MX.linked, TicketMatter.UNLINK_STUCK, "We cannot unlink @casa.aurora.live.")


def appeal_is_known(scene: Any) -> None:
    """It was sent once at most, is known to have been, and holds its file once, however its uploads went."""
    deal_is_known(scene)
    seen = scene.agent.call(appeals, scene.request.shop, _OPEN, scene.agent.desk())
    assert [one.files for one in seen.tries] == [(_PAPER.name,)] * scene.effects()


SERVICE = (
    Trial(
        Kind.APPEAL,
        lambda _: None,
        lambda bench, kill_at: bench.appeal(APPEAL, kill_at=kill_at),
        partial(settled, kind=Kind.APPEAL),
        Deed(
            press=f"{_HEALTH}/appeal/submit",
            before=f"{_HEALTH}/violation/detail/get",
            looks=("/account-health", f"{_HEALTH}/violation/detail/get"),
            effect="appeal",
            request=_appealing,
            flow=appeal,
            holds=appeal_is_known,
            words=("appeal",),
            of_a_link=False,
            places=(MX,),
            drafts=(f"{_HEALTH}/appeal/file/upload",),
        ),
        APPEAL.violation,
    ),
    Trial(
        Kind.TICKET,
        lambda _: None,
        lambda bench, kill_at: bench.ticket(TICKET, kill_at=kill_at),
        partial(settled, kind=Kind.TICKET),
        Deed(
            press=f"{_DESK}/create",
            before=f"{_DESK}/list",
            looks=("/help-center/tickets", f"{_DESK}/list"),
            effect="ticket_open",
            request=_asking,
            flow=ticket,
            holds=deal_is_known,
            words=("ticket",),
            of_a_link=False,
            places=(MX,),
        ),
    ),
)
