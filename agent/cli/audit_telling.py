"""What is said about content checks: how each account stands, its findings as a table, and the list as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.cli import show
from agent.cli.acts import tell_record
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.content_audit import Objection
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agent.domain.content_audit import AuditEnd, Finding
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.domain.violation import Violation

_HTML: Final = ".html"


def tell_audit(record: Record, run: str, folder: str) -> None:
    """How it ended; for a person also every account with what its creator should look at."""
    tell_record(record, run, folder)
    _tell_accounts(record)


def tell_watch(record: Record, run: str, folder: str) -> None:
    """The same of all linked accounts of a shop."""
    if CALL.get().json or record.code:
        tell_record(record, run, folder)
    else:
        told = words()("audit.watched", shop=record.shop.name, count=len(record.audits))
        print(legible(told, 600))
    if record.code:
        show.result(
            {"shop": record.shop.id, "deferred": True}, [f"  {words()('audit.deferred', shop=record.shop.name)}"]
        )
    _tell_standing(record)
    _tell_accounts(record)


def _tell_standing(record: Record) -> None:
    """What has changed since the last time, and what stands against the shop now."""
    if CALL.get().json:
        return
    say, shop, seen = words(), record.shop, record.health
    for one in record.turns:
        told = {"about": one.about, "handle": one.handle, "was": one.was, "now": one.now}
        line = say(f"turn.{one.kind}", **told, until=show.moment(one.until, shop.zone))
        quoted = f" “{one.quote}”" if one.quote else ""
        print(legible(f"  ! {line}{quoted}", 600))
    if seen:
        rows = seen.violations.rows
        counted = say("compliance.health_open", count=sum(one.open for one in rows), frozen=sum(map(_freezes, rows)))
        print(legible(f"  {counted}", 600))


def _freezes(one: Violation) -> bool:
    return one.freezes


def _tell_accounts(record: Record) -> None:
    if CALL.get().json or record.outcome is Outcome.PLANNED:
        return
    for one in record.audits:
        _tell_account(one, record.shop)
    if any(one.unresolved for one in record.audits):
        print(words()("audit.nothing_deleted"))


def _tell_account(one: AuditEnd, shop: Shop) -> None:
    say, began = words(), show.moment(one.began_at, shop.zone)
    told = {"handle": one.handle, "shop": shop.id, "moment": began}
    if not one.check_id:
        print(legible(f"  {say('audit.no_check', **told)}", 600))
    elif one.running:
        print(legible(f"  {say('audit.running', **told)}", 600))
    else:
        counts = {"open": len(one.unresolved), "resolved": len(one.resolved), "fresh": len(one.fresh)}
        print(legible(f"  {say('audit.counted', **told, **counts)}", 600))
    if one.unresolved or one.resolved:
        show.table(_heads()[2:], [row[2:] for row in _rows(one, shop)])


def _heads() -> list[str]:
    say = words()
    return [say(f"audit.{key}") for key in ("shop", "account", "state", "reason", "published", "link", "passage")]


def _rows(one: AuditEnd, shop: Shop) -> Iterator[tuple[str, ...]]:
    say = words()
    fresh, still, gone = say("audit.is_fresh"), say("audit.is_still"), say("audit.is_gone")
    states = [(each, fresh if each.post_id in one.fresh else still) for each in one.unresolved]
    for each, state in (*states, *((each, gone) for each in one.resolved)):
        yield (
            shop.name,
            f"@{one.handle}",
            state,
            reason_of(each),
            show.moment(each.published_at, shop.zone),
            each.link,
            each.passage,
        )


def reason_of(one: Finding) -> str:
    """Why a post stands against its account: in our words, or in the portal's where it has others."""
    return one.reason if one.objection is Objection.OTHER and one.reason else words()(f"objection.{one.objection}")


def tell_rested(shop: Shop) -> None:
    """A shop was looked after today already."""
    show.result({"shop": shop.id, "rests": True}, [words()("audit.rests", shop=shop.name)])


def may_write(out: Path | None) -> None:
    """Refuse a file that cannot take the list before anything begins: E_USAGE for its kind, E_INPUT where it exists."""
    from agent.adapters.tables import has_sheets  # noqa: PLC0415 - only here

    if out is None:
        return
    if out.suffix.lower() != _HTML:
        try:
            has_sheets(out)
        except MendInput:
            raise MendInput(Code.E_USAGE, why="list_form") from None
    if out.exists():
        raise MendInput(Code.E_INPUT, file=out, why="exists")


def keep_list(records: Sequence[Record], out: Path | None) -> None:
    """Write the findings of all these accounts as a task list for their creators."""
    from agent.adapters.files import create_private  # noqa: PLC0415 - only here
    from agent.adapters.findings_list import as_page  # noqa: PLC0415 - jinja2 is heavy
    from agent.adapters.tables import write_table  # noqa: PLC0415 - only here

    if out is None:
        return
    say = words()
    rows = tuple(row for record in records for one in record.audits for row in _rows(one, record.shop))
    if out.suffix.lower() == _HTML:
        create_private(out, as_page(_heads(), rows, say).encode())
    else:
        write_table(out, [NewSheet(say("audit.list"), tuple(map(Heading, _heads())), rows)])
    show.result({"list": str(out)}, [say("audit.written", path=out)])
