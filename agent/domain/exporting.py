"""A file that the portal is to make of its reports: which part, over which days, and which of its tasks that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from agent.domain.facts import SessionSeen
    from agent.domain.insight import Window
    from agent.domain.roster import Shop


class Module(StrEnum):
    """The parts of the reports that the portal makes files of."""

    CREATORS = "creators"
    LIVES = "lives"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Have one file made of full days: asked twice it is one task, whatever crashes."""

    shop: Shop
    module: Module
    window: Window
    dry_run: bool = False

    @property
    def subject(self) -> str:
        """What the claim is about: the part and its days."""
        return subject(self.module, self.window.first, self.window.last)


def subject(module: Module, first: date, last: date) -> str:
    """How a file is called, in a claim and in the portal's history."""
    return f"{module}/{first}..{last}"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A line of the export history; `subject` is empty where it is a part that we have no name for."""

    task: str
    subject: str
    at: datetime
    ready: bool


@dataclass(frozen=True, slots=True)
class TasksSeen:
    """The export history as it stands, newest first."""

    session: SessionSeen
    rows: tuple[TaskRow, ...]
