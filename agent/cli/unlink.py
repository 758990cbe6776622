"""unlink: the act that cannot be taken back, by the seller, by the creator, or in both halves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import HandleWord, Headed, ShopWord, Step, a_target, tell_record
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.reason import Reason
from agent.domain.record import Record, UnlinkRequest
from agent.domain.unlinking import Way
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.wiring import House

_FOR_SUPPORT = frozenset({Reason.ACCOUNT_STATUS})
_VIA = (Way.SELLER, Way.CREATOR)


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(unlink)


def unlink(
    shop: ShopWord,
    handle: HandleWord,
    account_id: Annotated[str, typer.Option("--id", help="The account's id, where it is known.")] = "",
    via: Annotated[str, typer.Option("--via", help="seller ends the link, creator asks for it.")] = "seller",
    approve: Annotated[bool, typer.Option("--approve", help="Approve what the creator has asked for.")] = False,
    confirm: Annotated[str, typer.Option("--confirm", metavar="HANDLE", help="The handle once more.")] = "",
    confirm_last: Annotated[
        str, typer.Option("--confirm-last", metavar="SHOP", help="The shop once more: its last unlink.")
    ] = "",
    without_backup: Annotated[
        str, typer.Option("--without-backup", metavar="REASON", help="Do without a copy of the showcase, and why.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """End a link for good: three ever, the showcase is emptied, 24 hours until the account can be bound again."""
    target, way = a_target(handle, account_id), _way(via, approve=approve)
    if not dry_run and confirm.removeprefix("@") != target.handle:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {target.handle}")
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    if confirm_last and confirm_last not in (asked.id, asked.name):
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm-last {asked.id}")
    return go(_unlink(rooms, UnlinkRequest(asked, target, way, bool(confirm_last), without_backup.strip(), dry_run)))


def _way(via: str, *, approve: bool) -> Way:
    if via not in _VIA or (approve and via == Way.CREATOR):
        raise MendInput(Code.E_USAGE, why="via_form", known=", ".join(_VIA), value=legible(via, 40))
    return Way.APPROVE if approve else Way(via)


async def _unlink(rooms: House, request: UnlinkRequest) -> int:
    from agent.flows.run import recorded  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.unlink import unlink as flow  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    shop = request.shop
    async with desks(rooms, "unlink", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        record, folder = await recorded(shop, request.target, request.way.kind, desk, partial(flow, request, desk))
    tell_record(record, desk.who.run, folder)
    if record.objections & _FOR_SUPPORT and not CALL.get().json:
        show.result({}, _ticket(record, shop))
    return record.exit


def _ticket(record: Record, shop: Shop) -> list[str]:
    """What to send to the portal's customer service, ready to be copied."""
    account = record.target.account_id if record.target else None
    handle = record.target.handle if record.target else ""
    told = {"shop": shop.name, "shop_id": shop.id, "handle": handle, "account": account or "", "note": record.note}
    return words()("ui.ticket", **told).strip().splitlines()
