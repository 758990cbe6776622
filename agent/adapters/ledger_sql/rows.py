"""Rows read back as the values that the house talks about."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from agent.domain.drift import Walk
from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import (
    Choice,
    Claim,
    ClaimState,
    Invitation,
    InvitationState,
    Lease,
    Link,
    LinkState,
    Outcome,
    RunRow,
)
from agent.domain.permit import Kind, RequestKey
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


def claim_of(row: Mapping[str, Any]) -> Claim:
    """A claim."""
    return Claim(
        intent=Intent(row["intent"]),
        key=RequestKey(ShopId(row["shop"]), AccountId(row["account"]), Kind(row["kind"]), row["n"], row["item"]),
        login=LoginId(row["login"]),
        handle=Handle(row["handle"]),
        state=ClaimState(row["state"]),
        claimed_at=row["claimed_at"],
        run=RunId(row["run"]),
        settled_at=row["settled_at"],
        invitation_id=row["invitation_id"],
        note=row["note"],
        concluded=row["concluded"],
    )


def invitation_of(row: Mapping[str, Any]) -> Invitation:
    """An invitation."""
    return Invitation(**_named(Invitation, row) | {"state": InvitationState(row["state"])})


def link_of(row: Mapping[str, Any]) -> Link:
    """A link."""
    return Link(**_named(Link, row) | {"state": LinkState(row["state"])})


def run_of(row: Mapping[str, Any]) -> RunRow:
    """A run, its details as its event tells them."""
    return RunRow(**_named(RunRow, row) | {"outcome": Outcome(row["outcome"]), "detail": row["data"]["detail"]})


def choice_of(row: Mapping[str, Any]) -> Choice:
    """A choice."""
    return Choice(**_named(Choice, row))


def walk_of(row: Mapping[str, Any]) -> Walk:
    """What a walk found."""
    return Walk(**_named(Walk, row) | {"wrong": tuple(row["wrong"])})


def job_of(row: Mapping[str, Any]) -> Job:
    """A job."""
    code = Code(row["code"]) if row["code"] else None
    return Job(**_named(Job, row) | {"task": Task(row["task"]), "state": JobState(row["state"]), "code": code})


def lease_of(row: Mapping[str, Any]) -> Lease:
    """A lease."""
    return Lease(**_named(Lease, row))


def _named(kind: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row whose columns are named like the fields of a dataclass; invitations name account and shop."""
    return {field.name: row[field.name] for field in fields(kind) if field.name in row}
