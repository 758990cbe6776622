"""A press that waits for a named person's yes: what was asked, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from agent.domain.identity import Handle, LoginId, RunId
    from agent.domain.permit import RequestKey


class ApprovalState(StrEnum):
    """How it stands; whatever nobody has decided, or nobody has used, is over with its time."""

    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"
    EXPIRED = "expired"
    USED = "used"


LIVE: Final = frozenset({ApprovalState.PENDING, ApprovalState.APPROVED})


@dataclass(frozen=True, slots=True)
class Approval:
    """One press that was asked for; `number` counts those of the same request before it.

    `detail` is the decision as plain data (`verdicts`, `facts`), `picture` where the masked picture of the page is:
    its run's folder and its file. `heard` says that a run has ended with the no; only then it may be asked anew.
    """

    key: RequestKey
    login: LoginId
    handle: Handle
    run: RunId
    asked_at: datetime
    expires_at: datetime
    number: int = 0
    state: ApprovalState = ApprovalState.PENDING
    detail: Mapping[str, Any] = field(default_factory=dict)
    picture: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    heard: bool = False

    @property
    def id(self) -> str:
        """Short enough to type, and with no byte of a name in it."""
        return sha256(f"{self.key}#{self.number}".encode()).hexdigest()[:10]

    def at(self, now: datetime) -> Approval:
        """The same as it stands now: time alone ends what nobody has decided or used."""
        over = self.state in LIVE and now >= self.expires_at
        return replace(self, state=ApprovalState.EXPIRED) if over else self
