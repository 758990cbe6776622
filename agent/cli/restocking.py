"""showcase add, remove, sync, restore: products go into a showcase and out of it, each by one press of its own."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from agent.cli import show
from agent.cli.acts import Headed, Step, keep_report, tell_error
from agent.cli.approving import call_for
from agent.cli.call import CALL
from agent.cli.goods import OneShop, Wish, assortments_of
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.shelves import STOPS, Accounts, Files, targets_of
from agent.cli.speech import words
from agent.domain.assortment import in_order
from agent.domain.identity import Target, legible
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record, ShowcaseRequest
from agent.errors import Code, MendInput, worst

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.record import ProductEnd
    from agent.domain.roster import Shop
    from agent.wiring import Desks, House

    Completing: TypeAlias = Callable[[Desks, ShowcaseRequest], Awaitable[ShowcaseRequest]]

Handles = Annotated[str, typer.Argument(metavar="HANDLE[,HANDLE...]", help="The account, or several with commas.")]
Products = Annotated[list[str], typer.Argument(metavar="PRODUCT...", help="Ids of products, or links to them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Walk to each last click, and stop there.")]


_TOLD_BY_PRODUCT = range(30, 43)  # what a guard objects, and what the portal says, stands beside each product


def join(group: typer.Typer) -> None:
    """Offer this module's commands."""
    for command in (add, remove, sync, restore):
        group.command()(command)


def add(
    shop: OneShop,
    handles: Handles,
    products: Products,
    today: Annotated[bool, typer.Option("--today", help="Today or not at all: what has no room is refused.")] = False,
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Add products, the first one first: each at most once whatever happens; what has no room today comes later."""
    rooms = house(headed=headed, step=step)
    asked, meant = rooms.shop(shop), products_of(rooms, rooms.shop(shop), products)
    targets = targets_of(asked, handles.split(","))
    return go(
        _fill_all(rooms, [ShowcaseRequest(asked, one, meant, spreads=not today, dry_run=dry_run) for one in targets])
    )


def remove(
    shop: OneShop,
    handles: Handles,
    products: Products,
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Take products out, each at most once; adding one again costs one of the day's adds."""
    rooms = house(headed=headed, step=step)
    asked, meant = rooms.shop(shop), products_of(rooms, rooms.shop(shop), products)
    targets = targets_of(asked, handles.split(","))
    return go(_fill_all(rooms, [ShowcaseRequest(asked, one, removes=meant, dry_run=dry_run) for one in targets]))


def sync(
    shop: OneShop,
    handles: Accounts = None,
    files: Files = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take out what the file does not name.")] = False,
    at_most: Annotated[
        int,
        typer.Option("--at-most", min=0, metavar="N", help="So many may be taken out of each; else nothing is done."),
    ] = 0,
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Bring accounts to what their files want, as far as today's quota goes; `apply` goes on with the rest."""
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    known = {one.handle: one.account_id for one in asked.accounts}
    requests = [
        ShowcaseRequest(
            asked,
            Target(one.handle, known.get(one.handle)),
            tuple(each.product_id for each in in_order(one.wanted)),
            only_these=remove,
            at_most=at_most,
            spreads=True,
            instead=True,
            dry_run=dry_run,
        )
        for one in assortments_of(rooms, Wish(asked, handles or (), files or ()))
    ]
    return go(_fill_all(rooms, requests))


def restore(
    shop: OneShop,
    handles: Accounts = None,
    whose: Annotated[
        str, typer.Option("--from", metavar="HANDLE", help="Whose copy; default: each account's own.")
    ] = "",
    dry_run: DryRun = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Put back what the last filled copy of a showcase held, as far as today's quota goes; `apply` does the rest."""
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    if whose and not handles:  # all that the roster names would get them
        raise MendInput(Code.E_USAGE, why="from_form")
    copy_of = next(iter(targets_of(asked, [whose])), None) if whose else None
    blank = [ShowcaseRequest(asked, one, spreads=True, dry_run=dry_run) for one in targets_of(asked, handles or ())]
    return go(_fill_all(rooms, blank, lambda made, one: _from_copy(made, one, copy_of or one.target)))


def products_of(rooms: House, shop: Shop, named: Sequence[str]) -> tuple[str, ...]:
    """The products that are meant, each once; raises MendInput(E_INPUT) for what is none, before anything begins."""
    from agent.assortments import product_of  # noqa: PLC0415 - pydantic is heavy
    from agent.typed import Unfit  # noqa: PLC0415 - same

    origins = rooms.portal(rooms.roster.login_of(shop)).allowed
    found = dict[str, str]()
    again = list[str]()
    for n, one in enumerate(named, 1):
        try:
            product = product_of(one.strip(), origins)
        except Unfit as error:
            raise MendInput(Code.E_INPUT, field=f"PRODUCT {n}", why=error.why, **error.values) from None
        if product in found:
            again.append(product)
        found.setdefault(product, one)
    if again:
        # no result, so not among those on stdout
        print(words()("ui.products_again", products=", ".join(again)), file=sys.stderr)
    return tuple(found)


async def _fill_all(rooms: House, requests: Sequence[ShowcaseRequest], completed: Completing | None = None) -> int:
    """One account after the other: they share the login, and so its turn; `completed` reads what a request lacks."""
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    if not requests:
        return 0
    done = list[tuple[Record, str]]()
    async with desks(rooms, "showcase", rooms.portal(rooms.roster.login_of(requests[0].shop))) as made:
        for request in requests:
            done.append(await _fill(made, await completed(made, request) if completed else request))
            last = done[-1][0]
            if last.exit in STOPS and last.code is not Code.E_APPROVAL_WANTED:
                break
        keep_report(rooms, done, made.clock)
        await call_for(rooms, made, *(record for record, _ in done))
    return worst([record.exit for record, _ in done])


async def _from_copy(made: Desks, request: ShowcaseRequest, whose: Target) -> ShowcaseRequest:
    """The same with the products of the newest copy of that account's showcase."""
    linked = {one.handle: one.account for one in await made.ledger.links(request.shop.id)}
    account = whose.account_id or linked.get(whose.handle) or await made.ledger.pinned(whose.handle)
    kept = await made.ledger.kept_showcase(account, request.shop.id) if account else None
    if kept is None:
        raise MendInput(Code.E_INPUT, why="no_copy", value=whose.handle)
    return replace(request, adds=tuple(one.product_id for one in kept.items))


async def _fill(made: Desks, request: ShowcaseRequest) -> tuple[Record, str]:
    from agent.flows.run import recorded  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.showcase import fill  # noqa: PLC0415 - same
    from agent.flows.showcase_rest import put_off  # noqa: PLC0415 - same
    from agent.wiring.rounds import rhythm  # noqa: PLC0415 - same

    kind = Kind.SHOWCASE_ADD if request.adds else Kind.SHOWCASE_REMOVE
    desk = await made.desk(request.shop)
    record, folder = await recorded(request.shop, request.target, kind, desk, partial(fill, request, desk))
    show.record(record, desk.who.run, folder, _headline(record))
    if record.products and not CALL.get().json:
        _table(record)
    if record.exit not in _TOLD_BY_PRODUCT or not record.products or record.code is Code.G_NOT_CONFIRMED:
        tell_error(record)
    rest = await put_off(request, record, desk, rhythm(made.house.settings))
    if rest and not CALL.get().json:
        print(
            legible(words()("ui.showcase_later", count=rest.count, moment=show.moment(rest.due_at, request.shop.zone)))
        )
    return record, folder


def _headline(record: Record) -> str:
    """How many of how many are there now."""
    if not record.products:
        return ""
    there = sum(one.outcome in {Outcome.DONE, Outcome.ALREADY} for one in record.products)
    outcome = words()(f"outcome.{record.outcome}")
    return words()("ui.products_done", outcome=outcome, done=there, count=len(record.products))


def _table(record: Record) -> None:
    say = words()
    heads = [say(f"ui.{key}") for key in ("product", "title", "act", "outcome", "why")]
    show.table(heads, [_cells(one, record.shop.zone) for one in record.products])


def _cells(one: ProductEnd, zone: str) -> tuple[str, ...]:
    due = words()("ui.due_on", moment=show.moment(one.due, zone)) if one.due else ""
    return one.product_id, one.title, words()(f"kind.{one.kind}"), due or words()(f"outcome.{one.outcome}"), _why(one)


def _why(one: ProductEnd) -> str:
    """What a guard objects, or the portal's own words."""
    refusals = one.decision.refusals if one.decision else ()
    told = [show.why(each) for each in refusals]
    quoted = [f"{words()('ui.portal_says')}: “{legible(one.note)}”"] if one.note else []
    code = [f"{one.code} {one.error.get('approval', '')}".strip()] if one.code and not (told or quoted) else []
    return " ".join((*told, *quoted, *code))
