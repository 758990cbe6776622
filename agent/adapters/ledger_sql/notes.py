"""Runs, choices, accepted risks, challenges: what is simply written down."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from agent.adapters.ledger_sql import rows, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.journal import event_of
from agent.domain.ledger import Acceptance

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.drift import Walk
    from agent.domain.identity import AccountId, LoginId, RunId, ShopId
    from agent.domain.ledger import Choice, Event, Invitation, Link, RunRow


def run_ended(journal: Journal, row: RunRow) -> None:
    """Keep a run's record."""
    journal.append(Happened.RUN_ENDED, asdict(row), row.run)


def chosen(journal: Journal, choice: Choice) -> None:
    """Keep an operator's choice."""
    journal.append(Happened.RULE_CHOSEN, asdict(choice))


def risks_accepted(journal: Journal, version: str, text_hash: str, language: str, by: str) -> None:
    """Keep that somebody accepted the risks."""
    told = {"version": version, "text_hash": text_hash, "language": language, "by": by}
    journal.append(Happened.RISKS_ACCEPTED, told)


def risks_withdrawn(journal: Journal, by: str, reason: str) -> None:
    """Keep that somebody took back what was accepted."""
    journal.append(Happened.RISKS_WITHDRAWN, {"by": by, "note": reason})


def challenged(journal: Journal, login: LoginId, what: str) -> None:
    """Keep that a write met a challenge."""
    journal.append(Happened.CHALLENGED, {"login": login, "what": what})


def walked(journal: Journal, walk: Walk) -> None:
    """Keep what a walk over the portal's pages found."""
    journal.append(Happened.PORTAL_WALKED, asdict(walk))


def walks(connection: Connection, shop: ShopId, fingerprint: str) -> Sequence[Walk]:
    """The newest walk with a profile in each language."""
    of = schema.walk.c
    wanted = select(schema.walk).where(of.shop == shop, of.fingerprint == fingerprint).order_by(of.language)
    return [rows.walk_of(row) for row in every(connection, wanted)]


def resumed(journal: Journal, login: LoginId, by: str, reason: str) -> None:
    """Keep who ended a login's rest after a challenge, and why."""
    row = found(journal.connection, schema.challenge, {"login": login})
    if row:
        told = {"login": login, "by": by, "note": reason, "challenged_at": row["at"]}
        journal.append(Happened.RESUMED, told)


def acceptance(connection: Connection) -> Acceptance | None:
    """The last acceptance, if it stands; those of the first ledgers name no version and no language."""
    of = schema.event.c
    newest = select(schema.event).where(of.kind == Happened.RISKS_ACCEPTED).order_by(of.seq.desc()).limit(1)
    for row in every(connection, newest):
        told = {"version": "", "language": ""} | row["data"]
        if found(connection, schema.risk, told):
            return Acceptance(told["version"], told["text_hash"], told["language"], told["by"], row["at"])
    return None


def last_challenge(connection: Connection, login: LoginId) -> datetime | None:
    """When a write of this login last met a challenge."""
    row = found(connection, schema.challenge, {"login": login})
    return row["at"] if row else None


def choices(connection: Connection, shop: ShopId | None) -> Sequence[Choice]:
    """The choices in force."""
    wanted = select(schema.choice).order_by(schema.choice.c.shop, schema.choice.c.rule)
    wanted = wanted.where(schema.choice.c.shop == shop) if shop is not None else wanted
    return [rows.choice_of(row) for row in every(connection, wanted)]


def invitations(connection: Connection, shop: ShopId) -> Sequence[Invitation]:
    """The invitations of a shop, newest first."""
    of = schema.invitation.c
    wanted = select(schema.invitation).where(of.shop == shop).order_by(of.sent_at.desc(), of.first_seq.desc())
    return [rows.invitation_of(row) for row in every(connection, wanted)]


def links(connection: Connection, shop: ShopId) -> Sequence[Link]:
    """The links of a shop."""
    wanted = select(schema.link).where(schema.link.c.shop == shop).order_by(schema.link.c.account)
    return [rows.link_of(row) for row in every(connection, wanted)]


def runs(connection: Connection, shop: ShopId | None, limit: int) -> Sequence[RunRow]:
    """The newest runs first."""
    wanted = _runs().limit(limit)
    wanted = wanted.where(schema.run.c.shop == shop) if shop is not None else wanted
    return [rows.run_of(row) for row in every(connection, wanted)]


def _runs() -> Select[Any]:
    told = schema.event.c.seq == schema.run.c.seq
    return select(schema.run, schema.event.c.data).join(schema.event, told).order_by(schema.run.c.seq.desc())


def run(connection: Connection, beginning: str) -> RunRow | None:
    """The run whose id begins so, where no other does."""
    begins = func.substr(schema.run.c.run, 1, len(beginning)) == beginning
    begun = every(connection, _runs().where(begins))
    meant = [row for row in begun if row["run"] == beginning] or begun
    return rows.run_of(meant[0]) if len({row["run"] for row in meant}) == 1 else None


def events(
    connection: Connection, shop: ShopId | None, limit: int, account: AccountId | None = None, run: RunId | None = None
) -> Sequence[Event]:
    """The newest events first."""
    of = schema.event.c
    meant = ((of.shop, shop), (of.account, account), (of.run, run))
    about = [column == value for column, value in meant if value is not None]
    wanted = select(schema.event).where(*about).order_by(of.seq.desc()).limit(limit)
    return [event_of(row) for row in every(connection, wanted)]
