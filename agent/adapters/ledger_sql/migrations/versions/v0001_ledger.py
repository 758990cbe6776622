"""The first tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

# SQLite keeps texts of any length and sorts them by code point; a server has to be told to.
_TEXT = sa.Text(collation="C")
ID, WORD, MOMENT, KEY = (sa.String(size).with_variant(_TEXT, "postgresql") for size in (64, 32, 32, 200))


def upgrade() -> None:
    """Make them."""
    _events()
    _claims()
    _invitations_and_links()
    _notes()
    _jobs()
    _outbox()
    op.create_table("sealed", _key("name"), sa.Column("envelope", sa.LargeBinary, nullable=False))


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, ID, primary_key=True)


def _need(kind: TypeEngine[str], *names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _may(kind: TypeEngine[str], *names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, kind) for name in names]


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _events() -> None:
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True),
        *_need(MOMENT, "at"),
        *_need(WORD, "kind"),
        *_may(ID, "run", "shop", "account", "intent"),
        sa.Column("data", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("event_of_shop", "event", ["shop", "seq"])
    op.create_index("event_of_account", "event", ["account", "seq"])
    op.create_index("event_of_kind", "event", ["kind", "seq"])
    op.create_index("event_of_intent", "event", ["intent"])


def _claims() -> None:
    op.create_table("lease", _key("login"), *_need(sa.Text(), "holder"), _count("token"), *_need(MOMENT, "expires_at"))
    op.create_table(
        "claim",
        _key("intent"),
        sa.Column("key", KEY, nullable=False, unique=True),
        _count("seq"),
        *_need(ID, "shop", "account", "login", "run"),
        *_need(WORD, "kind", "state"),
        _count("n"),
        *_need(sa.Text(), "handle", "note"),
        sa.Column("concluded", sa.Boolean, nullable=False),
        *_need(MOMENT, "claimed_at"),
        *_may(MOMENT, "settled_at"),
        *_may(ID, "invitation_id"),
        *_may(sa.Text(), "decided_by"),
    )
    op.create_index("claim_of_pair", "claim", ["shop", "account", "kind"])
    op.create_index("ix_claim_login", "claim", ["login"])
    op.create_index("ix_claim_state", "claim", ["state"])
    op.create_table("budget", _key("budget"), _key("scope"), _key("period"), _count("used"))
    op.create_table("pin", _key("handle"), *_need(ID, "account"))


def _invitations_and_links() -> None:
    op.create_table(
        "invitation",
        _key("shop"),
        _key("invitation_id"),
        _count("first_seq"),
        *_need(ID, "account"),
        *_need(sa.Text(), "handle", "note"),
        *_need(WORD, "state"),
        *_need(MOMENT, "sent_at", "seen_at"),
        *_may(MOMENT, "expires_at"),
    )
    op.create_index("invitation_of_pair", "invitation", ["shop", "account"])
    op.create_table(
        "link",
        _key("shop"),
        _key("account"),
        *_need(sa.Text(), "handle"),
        *_need(WORD, "state"),
        *_need(MOMENT, "seen_at"),
        *_may(MOMENT, "since", "until", "linked_at", "unlinked_at"),
        sa.Column("linked_seq", sa.Integer),
        sa.Column("unlinked_seq", sa.Integer),
    )
    op.create_table(
        "link_start",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *_need(ID, "shop", "account"),
        *_need(MOMENT, "began_at"),
    )
    op.create_index("ix_link_start_shop", "link_start", ["shop"])
    op.create_index("ix_link_start_account", "link_start", ["account"])


def _notes() -> None:
    op.create_table(
        "run",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *_need(ID, "run", "shop"),
        *_need(sa.Text(), "command", "handle", "evidence"),
        *_need(WORD, "outcome"),
        _count("exit"),
        *_need(MOMENT, "started_at", "ended_at"),
    )
    op.create_index("ix_run_run", "run", ["run"])
    op.create_index("ix_run_shop", "run", ["shop"])
    op.create_table("choice", _key("shop"), _key("rule"), *_need(sa.Text(), "value", "by", "why"), *_need(MOMENT, "at"))
    op.create_table(
        "risk",
        sa.Column("text_hash", sa.String(128), primary_key=True),
        *_need(sa.Text(), "by"),
        *_need(MOMENT, "at"),
    )
    op.create_table(
        "walk",
        *(_key(name) for name in ("shop", "fingerprint")),
        sa.Column("language", WORD, primary_key=True),
        *_need(MOMENT, "at"),
        sa.Column("wrong", sa.JSON, nullable=False),
    )
    op.create_table("challenge", _key("login"), *_need(sa.Text(), "what"), *_need(MOMENT, "at"))


def _jobs() -> None:
    op.create_table(
        "job",
        _key("shop"),
        sa.Column("task", WORD, primary_key=True),
        _key("handle"),
        *_need(WORD, "state"),
        *_may(MOMENT, "due_at"),
        _count("tries"),
        *_may(WORD, "code"),
        *_need(sa.Text(), "note"),
        *_need(ID, "line"),
    )
    op.create_index("ix_job_due_at", "job", ["due_at"])
    op.create_table("roster", sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False), *_need(ID, "digest"))


def _outbox() -> None:
    op.create_table(
        "outbox",
        _key("id"),
        _count("seq"),
        *_need(WORD, "state"),
        *_need(MOMENT, "queued_at", "due_at"),
        _count("tries"),
        sa.Column("reached", sa.JSON, nullable=False),
        *_may(WORD, "trouble"),
    )
    op.create_index("outbox_due", "outbox", ["state", "due_at"])
    op.create_table("sending", _key("id"), *_need(MOMENT, "until"))
