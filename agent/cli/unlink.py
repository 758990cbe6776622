"""unlink: the act that cannot be taken back, by the seller, by the creator, or in both halves."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.acts import HandleWord, Headed, ShopWord, Step, a_target, tell_record
from agent.cli.approving import call_for
from agent.cli.durations import a_duration
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.domain.identity import legible
from agent.domain.record import UnlinkRequest
from agent.domain.unlinking import Way
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.identity import Target
    from agent.domain.roster import Shop
    from agent.wiring import House

_VIA = (Way.SELLER, Way.CREATOR)

Confirm = Annotated[str, typer.Option("--confirm", metavar="HANDLE", help="The leaving account's handle once more.")]
ConfirmLast = Annotated[
    str, typer.Option("--confirm-last", metavar="SHOP", help="The shop once more: its last unlink.")
]
WithoutBackup = Annotated[
    str, typer.Option("--without-backup", metavar="REASON", help="Do without a copy of the showcase, and why.")
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(unlink)


def unlink(
    shop: ShopWord,
    handle: HandleWord,
    account_id: Annotated[str, typer.Option("--id", help="The account's id, where it is known.")] = "",
    via: Annotated[str, typer.Option("--via", help="seller ends the link, creator asks for it.")] = "seller",
    approve: Annotated[bool, typer.Option("--approve", help="Approve what the creator has asked for.")] = False,
    confirm: Confirm = "",
    confirm_last: ConfirmLast = "",
    without_backup: WithoutBackup = "",
    wait: Annotated[str, typer.Option("--wait", metavar="T", help="Wait for a creator on a phone: 20m, 48h.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """End a link for good: three ever, the showcase is emptied, 24 hours until the account can be bound again."""
    target, way = a_target(handle, account_id), _way(via, approve=approve)
    must_name(target, confirm, dry_run=dry_run)
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    request = UnlinkRequest(asked, target, way, names_last(asked, confirm_last), without_backup.strip(), dry_run)
    return go(_unlink(rooms, request, a_duration(wait) if wait else None))


def must_name(target: Target, confirm: str, *, dry_run: bool) -> None:
    """Whoever lets an account go names it twice; raises Refused(G_NOT_CONFIRMED)."""
    if not dry_run and confirm.removeprefix("@") != target.handle:
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm {target.handle}")


def names_last(shop: Shop, confirm: str) -> bool:
    """Whether the shop was named for its last unlink; raises Refused(G_NOT_CONFIRMED) for another one."""
    if confirm and confirm not in (shop.id, shop.name):
        raise Refused(Code.G_NOT_CONFIRMED, detail=f"--confirm-last {shop.id}")
    return bool(confirm)


def _way(via: str, *, approve: bool) -> Way:
    if via not in _VIA or (approve and via == Way.CREATOR):
        raise MendInput(Code.E_USAGE, why="via_form", known=", ".join(_VIA), value=legible(via, 40))
    return Way.APPROVE if approve else Way(via)


async def _unlink(rooms: House, request: UnlinkRequest, wait: timedelta | None) -> int:
    from agent.flows.run import recorded  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.unlink import unlink as flow  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    shop = request.shop
    async with desks(rooms, "unlink", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = replace(await made.desk(shop), hand_on=show.hand_on_early)
        request = replace(request, wait_until=desk.clock.now() + wait if wait else None)
        record, folder = await recorded(shop, request.target, request.way.kind, desk, partial(flow, request, desk))
        await call_for(rooms, made, record)
    tell_record(record, desk.who.run, folder)
    return record.exit
