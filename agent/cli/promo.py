"""promo: LIVE codes, flash deals and discounts from a file, the shop's list of them, and the end of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.acts import Headed, ShopWord, Step, keep_report, stops_the_rest
from agent.cli.approving import call_for
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.promo_telling import ask, describe, list_all, tell
from agent.cli.rooms import house
from agent.domain.identity import legible, parse_id, shown
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import PromotionRequest, StopRequest
from agent.errors import Code, MendInput, Refused, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.cli.keyboard import Keyboard
    from agent.domain.promotion import Promotion
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.wiring import Desks, House

promo = typer.Typer(help="LIVE codes, flash deals and discounts.", no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, show the prices, and stop there.")]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was said on the command line: which promotions go without a question, and whether only to rehearse."""

    confirmed: frozenset[str]
    dry_run: bool
    keyboard: Keyboard | None = None


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.add_typer(promo, name="promo")


@promo.command()
def create(
    shop: ShopWord,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", parser=a_place, help="A TOML file of promotions.")],
    confirm: Annotated[
        list[str] | None,
        typer.Option("--confirm", metavar="NAME", help="Publish this one without asking; again for more."),
    ] = None,
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Publish the promotions of a file, one after the other, each after a look at its final prices."""
    from agent.promofile import read_promotions  # noqa: PLC0415 - pydantic is heavy

    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    wanted = read_promotions(file, asked.zone)
    unknown = set(confirm or ()) - {one.name for one in wanted}
    if unknown:
        raise MendInput(Code.E_INPUT, file=file, why="no_such_name", value=legible(min(unknown), 100))
    return go(_create(rooms, asked, wanted, frozenset(confirm or ()), dry_run=dry_run))


async def _create(
    rooms: House, shop: Shop, wanted: Sequence[Promotion], confirmed: frozenset[str], *, dry_run: bool
) -> int:
    """One after the other; a refused one keeps nobody waiting, what needs a person stops the rest."""
    from agent.cli.keyboard import Keyboard  # noqa: PLC0415 - only where somebody is asked
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    call = CALL.get()
    done: list[tuple[Record, str]] = []
    wish = _Wish(confirmed, dry_run, Keyboard() if call.may_ask and not call.json else None)
    async with desks(rooms, "promo create", rooms.portal(rooms.roster.login_of(shop))) as made:
        for one in wanted:
            others = tuple(other for other in wanted if other is not one)
            done.append(await _one(made, PromotionRequest(shop, one, others), wish))
            if stops_the_rest(done[-1][0]):
                break
        keep_report(rooms, done, made.clock)
        await call_for(rooms, made, *(record for record, _ in done))
    return worst([record.exit for record, _ in done])


async def _one(made: Desks, request: PromotionRequest, wish: _Wish) -> tuple[Record, str]:
    """Rehearse, show the prices and ask; whoever is named needs no question, and where nobody is asked it ends here."""
    name = request.wanted.name
    describe(request.wanted, request.shop)
    if wish.dry_run or name in wish.confirmed:
        return await _run(made, replace(request, dry_run=wish.dry_run))
    if wish.keyboard is None:
        return _not_confirmed(request)
    record, folder = await _run(made, replace(request, dry_run=True))
    if record.outcome is not Outcome.PLANNED:
        return record, folder
    if not await ask(name, wish.keyboard):
        return replace(record, outcome=Outcome.CANCELLED), folder
    return await _run(made, replace(request, agreed=record.quotes))


def _not_confirmed(request: PromotionRequest) -> tuple[Record, str]:
    from agent.flows.run import failed  # noqa: PLC0415 - flows are loaded by those who need them

    name = request.wanted.name
    error = Refused(Code.G_NOT_CONFIRMED, detail=f'--confirm "{legible(name, 100)}"')
    record = replace(failed(request.shop, None, Kind.PROMOTION_CREATE, error), about=name)
    tell(record, "", "")
    return record, ""


async def _run(made: Desks, request: PromotionRequest) -> tuple[Record, str]:
    """The record, and the folder of its evidence."""
    from agent.flows.promote import promote  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415

    desk, kind = await made.desk(request.shop), Kind.PROMOTION_CREATE
    record, folder = await recorded(request.shop, None, kind, desk, partial(promote, request, desk))
    tell(record, desk.who.run, folder)
    return record, folder


@promo.command("list")
def list_(shop: ShopWord, headed: Headed = False) -> int:
    """Show a shop's promotions, changing nothing."""
    rooms = house(headed=headed)
    return go(_list(rooms, rooms.shop(shop)))


async def _list(rooms: House, shop: Shop) -> int:
    from agent.flows.promotions import promotions  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    async with desks(rooms, "promo list", rooms.portal(rooms.roster.login_of(shop))) as made:
        seen = await promotions(shop, await made.desk(shop))
    list_all(shop, seen.promotions)
    return 0


@promo.command()
def stop(
    shop: ShopWord,
    promotion: Annotated[str, typer.Argument(metavar="ID", help="The promotion's number, as `promo list` shows it.")],
    confirm: Annotated[str, typer.Option("--confirm", metavar="NAME", help="The promotion's name once more.")] = "",
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """End a promotion for good: it cannot be started again."""
    try:
        number = parse_id(promotion)
    except ValueError:
        raise MendInput(Code.E_INPUT, why="not_an_id", value=shown(promotion)) from None
    if not confirm and not dry_run:
        raise Refused(Code.G_NOT_CONFIRMED, detail='--confirm "NAME"')
    rooms = house(headed=headed, step=step)
    return go(_stop(rooms, StopRequest(rooms.shop(shop), number, confirm, dry_run)))


async def _stop(rooms: House, request: StopRequest) -> int:
    from agent.flows.promotion_stop import stop as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    shop, kind = request.shop, Kind.PROMOTION_STOP
    async with desks(rooms, "promo stop", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        record, folder = await recorded(shop, None, kind, desk, partial(flow, request, desk))
        await call_for(rooms, made, record)
    tell(record, desk.who.run, folder)
    return record.exit
