"""A creator's request to be unlinked, and what keeps a link from ending."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class RequestState(StrEnum):
    """How far a request has come."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    AUTO_APPROVED = "auto_approved"


@dataclass(frozen=True, slots=True)
class UnlinkRequest:
    """One request; whoever does not answer for some days agrees."""

    id: str
    shop: str
    account: str
    at: datetime
    state: RequestState = RequestState.PENDING


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order or a return of an account's buyers that is still under way."""

    id: str
    shop: str
    account: str
    kind: str = "order"
