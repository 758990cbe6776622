"""check, bind, invite, invitations: the main job and what belongs to it."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final

import typer

from agent.cli import show
from agent.cli.approving import call_for
from agent.cli.call import CALL
from agent.cli.durations import a_duration
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import say, tell
from agent.domain.identity import AccountId, Target, legible, parse_handle, parse_id, shown
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.plain import of_invitation
from agent.domain.record import BindRequest, CheckRequest, Record
from agent.domain.roster import Via
from agent.errors import EXIT, Code, CompanionError, MendHost, MendInput, worst

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from agent.domain.identity import Handle
    from agent.domain.roster import Shop
    from agent.ports import Clock
    from agent.wiring import Desks, House

_NEEDS_PERSON = (Code.E_OUTCOME_UNKNOWN, Code.E_EFFECT_MISMATCH, Code.E_CHALLENGE, Code.E_SESSION_EXPIRED)
_STOPS_THE_REST = {EXIT[code] for code in (*_NEEDS_PERSON, Code.E_WRONG_SHOP, Code.E_LEDGER_CORRUPT)}
_WAITS_ALONE = {Code.E_APPROVAL_WANTED, Code.E_HAND_OVER}  # that one press waits, nothing else
_FOR = {
    "bind": Kind.BIND,
    "unlink": Kind.UNLINK,
    "showcase": Kind.SHOWCASE_ADD,
    "campaign": Kind.PROMOTION_CREATE,
}

_VIA_HELP: Final = (
    "web: an invitation from Seller Center, which the creator answers within days. app: the Seller app jumps to the"
    " TikTok app, where the account's owner authorizes within a minute; on a real phone that is a person's part, and"
    " you get a card (exit 22). Default: as the roster says, else web."
)

ShopWord = Annotated[str, typer.Argument(metavar="SHOP", help="Id or name of a shop of the roster.")]
HandleWord = Annotated[str, typer.Argument(metavar="HANDLE", help="The account's handle, with or without @.")]
Headed = Annotated[bool, typer.Option("--headed", help="Show the browser.")]
Step = Annotated[bool, typer.Option("--step", help="Show and confirm each step (implies --headed).")]
Wait = Annotated[
    str,
    typer.Option("--wait", metavar="T", help="Wait for a yes, and follow the invitation, this long: 90s, 20m, 48h."),
]


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for command in (check, bind, invite, invitations):
        app.command()(command)


def a_target(handle: str, account_id: str = "") -> Target:
    """The account that is meant; raises MendInput(E_INPUT)."""
    try:
        name = parse_handle(handle)
    except ValueError:
        raise MendInput(Code.E_INPUT, why="not_a_handle", value=shown(handle)) from None
    try:
        return Target(name, AccountId(parse_id(account_id)) if account_id else None)
    except ValueError:
        raise MendInput(Code.E_INPUT, why="not_an_id", value=shown(account_id)) from None


def check(
    shop: ShopWord,
    account: Annotated[list[str] | None, typer.Option("--account", help="A handle; default: all wanted ones.")] = None,
    act: Annotated[str, typer.Option("--for", help="bind, unlink, showcase, or campaign.")] = "bind",
    full: Annotated[bool, typer.Option("--full", help="Ask the portal even where held facts refuse.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Ask every guard and change nothing."""
    if act not in _FOR:
        raise MendInput(Code.E_USAGE, why="for_form", known=", ".join(_FOR), value=legible(act, 40))
    rooms = house(headed=headed, step=step)
    asked = rooms.shop(shop)
    targets: list[Target | None] = [a_target(one) for one in account or [str(one.handle) for one in asked.asked_for]]
    kind = _FOR[act]
    return go(_check(rooms, asked, targets if kind.of_an_account else [None], kind, full=full))


async def _check(rooms: House, shop: Shop, targets: Sequence[Target | None], kind: Kind, *, full: bool) -> int:
    from agent.flows.check import check as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import failed  # noqa: PLC0415
    from agent.wiring import desks  # noqa: PLC0415

    exits = []
    async with desks(rooms, "check", rooms.portal(rooms.roster.login_of(shop))) as made:
        for target in targets:
            desk = await made.desk(shop)
            request = CheckRequest(shop, target, shop.wanted(target.handle) if target else None, kind, full)
            try:
                record = await flow(request, desk)
            except CompanionError as error:
                record = failed(shop, target, kind, error)
            _show_check(record if target else replace(record, about=words()("ui.campaigns")), desk.who.run)
            exits.append(record.exit)
    return worst(exits)


def _show_check(record: Record, run: str) -> None:
    passed = record.outcome is Outcome.PLANNED
    show.record(record, run, "", words()("ui.check_passed") if passed else "")
    if record.decision and not CALL.get().json:
        show.verdicts(record.decision.verdicts, record.shop.zone)
    elif record.code and not record.decision:
        say(record.code, record.submitted, record.error)


def bind(
    shop: ShopWord,
    handle: HandleWord,
    account_id: Annotated[str, typer.Option("--id", help="The account's id, where it is known.")] = "",
    via: Annotated[str, typer.Option("--via", metavar="web|app", help=_VIA_HELP)] = "",
    wait: Wait = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Bind one channel account to a shop, at most once whatever happens: by an invitation, or in the Seller app."""
    if via and via not in set(Via):
        raise MendInput(Code.E_USAGE, why="via_form", known=", ".join(Via), value=legible(via, 40))
    rooms = house(headed=headed, step=step)
    asked, target = rooms.shop(shop), a_target(handle, account_id)
    wish = _wish(asked, target, dry_run=dry_run)
    wish = replace(wish, via=Via(via)) if via else wish
    return go(_bind_all(rooms, [wish], a_duration(wait) if wait else None))


def invite(
    shop: ShopWord,
    handles: Annotated[list[str], typer.Argument(metavar="HANDLE...", help="The accounts' handles.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Walk to the last click, and stop there.")] = False,
    headed: Headed = False,
    step: Step = False,
) -> int:
    """Invite several accounts, one after the other, paced."""
    rooms = house(headed=headed, step=step)
    targets, again = each_once(handles)
    if again:
        names = ", ".join(f"@{legible(one, 100)}" for one in again)
        print(words()("ui.named_again", handles=names), file=sys.stderr)  # no result, so not among those on stdout
    asked = rooms.shop(shop)
    return go(_bind_all(rooms, [_wish(asked, one, dry_run=dry_run) for one in targets], None))


def _wish(shop: Shop, target: Target, *, dry_run: bool) -> BindRequest:
    """What is asked for one account, by the way that the roster names for it."""
    line = shop.wanted(target.handle)
    return BindRequest(shop, target, line, dry_run, via=line.via if line else Via.WEB)


def each_once(handles: Sequence[str]) -> tuple[list[Target], list[Handle]]:
    """The accounts that are meant, each as it was first written, and the handles that were named again."""
    meant: dict[str, Target] = {}
    named = [a_target(one) for one in handles]
    again = [one.handle for one in named if meant.setdefault(one.handle.casefold(), one) is not one]
    return list(meant.values()), again


async def _bind_all(rooms: House, wishes: Sequence[BindRequest], follow: timedelta | None) -> int:
    """Bind one after the other; what needs a person stops the rest."""
    from agent.wiring import desks  # noqa: PLC0415 - flows are loaded by those who need them

    done = list[tuple[Record, str]]()
    async with desks(rooms, "bind", rooms.portal(rooms.roster.login_of(wishes[0].shop))) as made:
        for wish in wishes:
            done.append(await _bind_one(made, wish, follow))
            if stops_the_rest(done[-1][0]):
                break
        keep_report(rooms, done, made.clock)
        await call_for(rooms, made, *(record for record, _ in done))
    return worst([record.exit for record, _ in done])


def stops_the_rest(record: Record) -> bool:
    """Whether a person has to look before anything else of this shop is tried."""
    return record.exit in _STOPS_THE_REST and record.code not in _WAITS_ALONE


def keep_report(rooms: House, done: Sequence[tuple[Record, str]], clock: Clock) -> None:
    """One report about several runs, where evidence is kept; what was done stands without it too."""
    if len(done) < 2 or not any(folder for _, folder in done):  # noqa: PLR2004 - a single run has its own report
        return
    try:
        path = str(rooms.batch_report(done, clock))
    except MendHost as error:
        tell(error)
        return
    show.result({"report": path}, [words()("ui.report_at", path=path)])


async def _bind_one(made: Desks, wish: BindRequest, follow: timedelta | None) -> tuple[Record, str]:
    """The record, and the folder of its evidence."""
    from agent.flows.bind import bind as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415

    desk = replace(await made.desk(wish.shop), hand_on=show.hand_on_early)
    request = replace(wish, wait_until=desk.clock.now() + follow if follow else None)
    record, folder = await recorded(wish.shop, wish.target, Kind.BIND, desk, partial(flow, request, desk))
    tell_record(record, desk.who.run, folder)
    return record, folder


def tell_record(record: Record, run: str, folder: str) -> None:
    """How a run ended on stdout, and what to do about it on stderr where no guard has said so."""
    not_approved = record.code is Code.G_NOT_APPROVED  # which is a person's no, and no rule's
    show.record(record, run, folder, words()("ui.not_approved") if not_approved else "")
    tell_error(record)


def tell_error(record: Record) -> None:
    """What to do about a run that no guard has refused and that did not end well."""
    if record.code and not (record.decision and record.decision.refusals):
        intent = record.settled.intent if record.settled else ""
        handle = record.target.handle if record.target else ""
        told = {"intent": intent, "shop": record.shop.name, "handle": handle}
        told |= {"note": record.note, "detail": record.note}
        say(record.code, record.submitted, told | record.error)


def invitations(shop: ShopWord, headed: Headed = False) -> int:
    """Show and refresh a shop's invitations, changing nothing at the portal."""
    rooms = house(headed=headed)
    return go(_invitations(rooms, rooms.shop(shop)))


async def _invitations(rooms: House, shop: Shop) -> int:
    from agent.flows.invitations import invitations as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    async with desks(rooms, "invitations", rooms.portal(rooms.roster.login_of(shop))) as made:
        found = await flow(shop, await made.desk(shop))
    say_it = words()
    if CALL.get().json:
        show.result({"shop": shop.id, "invitations": [of_invitation(one) for one in found]})
        return 0
    heads = [say_it(f"ui.{key}") for key in ("account", "status", "sent", "expires", "note")]
    rows = [
        (
            f"@{one.handle}",
            say_it(f"invitation.{one.state}"),
            show.moment(one.sent_at, shop.zone),
            show.moment(one.expires_at, shop.zone),
            one.note,
        )
        for one in found
    ]
    show.table(heads, rows)
    return 0
