"""The main job from end to end on the bundled portal: every wanted account of the example roster, played to the end."""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.adapters.files import explained
from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import practice_house
from agent.cli.speech import words
from agent.domain.identity import Target
from agent.domain.ledger import LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest
from agent.training.practice import SELLERS, practice
from agent.wiring import desks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.record import Record
    from agent.domain.roster import Roster, Shop
    from agent.training.practice import Practice
    from agent.wiring import Desks, House


def play(keep: Path | None, *, headed: bool) -> int:
    """Run the demo; its state is its own, and never the user's."""
    folder = keep or Path(tempfile.mkdtemp(prefix="companion-demo-"))
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with practice(folder) as portal:
        rooms = practice_house(folder, portal.origin, headed=headed)
        rooms.create_state()
        return go(_play(rooms, portal))


async def _play(rooms: House, portal: Practice) -> int:
    roster, say = rooms.roster, words()
    first = rooms.portal(roster.logins[0])
    async with desks(rooms, "demo", first) as made:
        _tell(say("ui.demo_portal", url=portal.origin))
        await _log_in(made, roster)
        told = [pair for shop in roster.shops for pair in await _bind_wanted(made, shop)]
        _tell(say("ui.demo_people"))
        _play_people(portal, told)
        told = [await _follow(made, *pair) for pair in told]
        report = str(rooms.batch_report(told, made.clock))
    _show(told, report)
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


async def _log_in(made: Desks, roster: Roster) -> None:
    from agent.flows.sign_in import Credentials, sign_in_seller  # noqa: PLC0415 - only here

    for login in roster.logins:
        shops = [one for one in roster.shops if one.login == login.id]
        await sign_in_seller(Credentials(*SELLERS[login.id]), await made.desk(shops[0]))
        _tell(words()("ui.logged_in", login=login.name, shops=", ".join(one.name for one in shops)))


async def _bind_wanted(made: Desks, shop: Shop) -> list[tuple[Record, str]]:
    from agent.flows.bind import bind  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415

    told = []
    for candidate in shop.accounts:
        desk = await made.desk(shop)
        target = Target(candidate.handle, candidate.account_id)
        request = BindRequest(shop, target, candidate)
        record, folder = await recorded(shop, target, Kind.BIND, desk, partial(bind, request, desk))
        _tell(f"  @{candidate.handle} → {shop.name}: {words()(f'outcome.{record.outcome}')}")
        told.append((record, folder))
    return told


def _play_people(portal: Practice, told: Sequence[tuple[Record, str]]) -> None:
    """Creators accept and prove who they are where the portal asks; the reviewer approves."""
    for record, _ in told:
        if record.outcome is Outcome.DONE and record.target:
            handle = str(record.target.handle)
            for deed in ({"who": "creator", "do": "accept"}, {"who": "creator", "do": "verify_identity"}):
                _if_asked(portal, deed | {"handle": handle})
            _if_asked(portal, {"who": "reviewer", "do": "approve", "handle": handle})


def _if_asked(portal: Practice, deed: dict[str, str]) -> None:
    """A step that this invitation does not have is answered with an error, which is no matter here."""
    try:
        portal.play(**deed)
    except OSError:
        return


async def _follow(made: Desks, record: Record, folder: str) -> tuple[Record, str]:
    """Look every sent invitation up once more: the row appears as linked."""
    from agent.flows.bind import bind  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.run import recorded  # noqa: PLC0415

    if record.outcome is not Outcome.DONE or record.target is None:
        return record, folder
    desk = await made.desk(record.shop)
    request = BindRequest(record.shop, record.target, record.shop.wanted(record.target.handle))
    again, _ = await recorded(record.shop, record.target, Kind.BIND, desk, partial(bind, request, desk))
    return _ended(record, again), folder


def _ended(first: Record, again: Record) -> Record:
    from dataclasses import replace  # noqa: PLC0415

    return replace(first, link=again.link or LinkState.INVITED)


def _show(told: Sequence[tuple[Record, str]], report: str) -> None:
    if CALL.get().json:
        for record, folder in told:
            show.result(show.as_object(record, Path(folder).name, folder))
        show.result({"report": report})
        return
    say = words()
    heads = [say(f"ui.{key}") for key in ("shop", "account", "outcome", "refused_by", "source", "not_before")]
    show.table(heads, [_row(record) for record, _ in told], [_style(record) for record, _ in told])
    print("\n" + say("ui.report_at", path=report))


def _row(record: Record) -> tuple[str, ...]:
    say = words()
    first = next(iter(show.ordered(record.decision.refusals)), None) if record.decision else None
    link = f" · {say(f'link.{record.link}')}" if record.link else ""
    return (
        record.shop.name,
        f"@{record.target.handle}" if record.target else "",
        say(f"outcome.{record.outcome}") + link,
        show.why(first) if first else (say(f"error.{record.code}.what", **record.error) if record.code else ""),
        first.rule.chosen.source if first and first.rule else "",
        show.moment(record.not_before, record.shop.zone),
    )


def _style(record: Record) -> str:
    return {Outcome.DONE: "green", Outcome.ALREADY: "green", Outcome.REFUSED: "red"}.get(record.outcome, "yellow")
