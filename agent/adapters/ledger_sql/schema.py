"""The tables of the ledger: events are the truth, everything in `PROJECTIONS` can be folded from them again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from agent.adapters.ledger_sql.audit_table import audit_table
from agent.adapters.ledger_sql.cells import Moment, Words
from agent.adapters.ledger_sql.metadata import metadata
from agent.adapters.ledger_sql.shelf_table import shelf
from agent.adapters.ledger_sql.violation_table import violation

VERSION_TABLE: Final = "companion_schema"

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("run", String(64)),
    Column("shop", String(64)),
    Column("account", String(64)),
    Column("intent", String(64)),
    Column("data", JSON, nullable=False),
    Index("event_of_shop", "shop", "seq"),
    Index("event_of_kind", "kind", "seq"),
    Index("event_of_intent", "intent"),
    Index("event_of_account", "account", "seq"),
    sqlite_autoincrement=True,
)
lease = Table(
    "lease",
    metadata,
    Column("login", String(64), primary_key=True),
    Column("holder", Words, nullable=False),
    Column("token", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
claim = Table(
    "claim",
    metadata,
    Column("intent", String(64), primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("seq", Integer, nullable=False),
    Column("shop", String(64), nullable=False),
    Column("account", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("n", Integer, nullable=False),
    Column("item", String(64), nullable=False, default=""),
    Column("login", String(64), nullable=False, index=True),
    Column("handle", Words, nullable=False),
    Column("run", String(64), nullable=False),
    Column("state", String(32), nullable=False, index=True),
    Column("concluded", Boolean, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("settled_at", Moment),
    Column("invitation_id", String(64)),
    Column("decided_by", Words),
    Column("note", Words, nullable=False),
    Index("claim_of_pair", "shop", "account", "kind", "item"),
)
invitation = Table(
    "invitation",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("invitation_id", String(64), primary_key=True),
    Column("first_seq", Integer, nullable=False),
    Column("account", String(64), nullable=False),
    Column("handle", Words, nullable=False),
    Column("state", String(32), nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("note", Words, nullable=False),
    Index("invitation_of_pair", "shop", "account"),
    Index("invitation_of_state", "state"),
)
link = Table(
    "link",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("handle", Words, nullable=False),
    Column("state", String(32), nullable=False),
    Column("since", Moment),
    Column("until", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("linked_at", Moment),
    Column("linked_seq", Integer),
    Column("unlinked_at", Moment),
    Column("unlinked_seq", Integer),
    Index("link_of_state", "state", "unlinked_at"),
)
link_start = Table(
    "link_start",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("shop", String(64), nullable=False, index=True),
    Column("account", String(64), nullable=False, index=True),
    Column("began_at", Moment, nullable=False),
)
budget = Table(
    "budget",
    metadata,
    Column("budget", String(64), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("period", String(64), primary_key=True),
    Column("used", Integer, nullable=False),
    Index("budget_of_period", "budget", "period"),
)
pin = Table(
    "pin",
    metadata,
    Column("handle", String(64), primary_key=True),
    Column("account", String(64), nullable=False),
)
run = Table(
    "run",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("run", String(64), nullable=False, index=True),
    Column("command", Words, nullable=False),
    Column("shop", String(64), nullable=False, index=True),
    Column("handle", Words, nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("exit", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("evidence", Words, nullable=False),
)
figure = Table(  # what portals showed of shops' counters, a row for each time that one was another
    "figure",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("value", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("newest", Boolean, nullable=False, index=True),
)
choice = Table(
    "choice",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("rule", String(64), primary_key=True),
    Column("value", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
risk = Table(
    "risk",
    metadata,
    Column("text_hash", String(128), primary_key=True),
    Column("by", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
challenge = Table(
    "challenge",
    metadata,
    Column("login", String(64), primary_key=True),
    Column("what", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
walk = Table(
    "walk",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("language", String(32), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("wrong", JSON, nullable=False),
)
job = Table(
    "job",
    metadata,
    Column("shop", String(64), primary_key=True),
    Column("task", String(32), primary_key=True),
    Column("handle", String(64), primary_key=True),
    Column("state", String(32), nullable=False, index=True),
    Column("due_at", Moment, index=True),
    Column("tries", Integer, nullable=False),
    Column("code", String(32)),
    Column("note", Words, nullable=False),
    Column("line", String(64), nullable=False),
)
roster = Table(
    "roster",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
)
outbox = Table(
    "outbox",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("state", String(32), nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reached", JSON, nullable=False),
    Column("trouble", String(32)),
    Index("outbox_due", "state", "due_at"),
)
approval = Table(
    "approval",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("key", String(200), nullable=False),
    Column("shop", String(64), nullable=False),
    Column("account", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("n", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("login", String(64), nullable=False),
    Column("handle", Words, nullable=False),
    Column("run", String(64), nullable=False),
    Column("state", String(32), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("decided_by", Words),
    Column("decided_at", Moment),
    Column("note", Words, nullable=False),
    Column("heard", Boolean, nullable=False),
    Index("approval_of_key", "key", "seq"),
    Index("approval_as_it_stands", "state", "seq"),
)
hand_over = Table(
    "hand_over",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("shop", String(64), nullable=False),
    Column("login", String(64), nullable=False),
    Column("run", String(64), nullable=False),
    Column("step", Words, nullable=False),
    Column("machine", Words, nullable=False),
    Column("port", Integer, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("deadline", Moment, nullable=False),
    Column("state", String(32), nullable=False),
    Column("ended_at", Moment),
    Column("inputs", JSON, nullable=False),
    Index("hand_over_as_it_stands", "state", "login"),
)
content_audit = audit_table(metadata)
sending = Table(  # who sends a message at this moment; no memory, so no projection
    "sending",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("until", Moment, nullable=False),
)
sealed = Table(  # on a server; beside a file the envelopes are files too
    "sealed",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("envelope", LargeBinary, nullable=False),
)

PROJECTIONS: Final = (
    *(claim, invitation, link, link_start, budget, pin, run, choice, risk, challenge, walk, job, roster),
    *(outbox, approval, hand_over, figure, shelf, violation, content_audit),
)
