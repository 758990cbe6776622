"""A lesson: scenes of the same flows that an operator runs, on a world made for practice, with questions in between."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.identity import Target
    from agent.domain.ledger import Outcome
    from agent.domain.promotion import Tool


class Exercise(StrEnum):
    """What a scene does; `approve` and `ask` are the two halves of an unlink by the creator."""

    BIND = "bind"
    BIND_APP = "bind_app"
    UNLINK = "unlink"
    ASK = "ask"
    APPROVE = "approve"
    SHOWCASE = "showcase"
    PROMOTE = "promote"
    APPEAL = "appeal"
    TICKET = "ticket"
    FILL = "fill"
    EXPORT = "export"
    HEALTH = "health"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before a step, or before the scene begins where `before` is empty; `answer` counts from 1."""

    name: str
    choices: int
    answer: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to the practice world: a call of its control port, and what is sent along."""

    call: str
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Deal:
    """A promotion that a scene is about: of one product, for an hour of the day after the practice world's today."""

    tool: Tool
    name: str
    percent: int
    product: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a scene writes to the platform: `about` a violation by its number, or a ticket's matter."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One run of a flow; `ends` is how it must end, with this code where it does not end well.

    `shows` are the steps that are shown, all where none is named: what a scene before has shown is not told again.
    `deal` is the promotion that it is about, where it is about one; `products` are what is to be put into a showcase,
    `letter` is what is written to the platform.
    With `hand_over` a page that asks for a person is handed to the trainee, where he has a window.
    """

    name: str
    does: Exercise
    shop: str
    account: Target
    ends: Outcome
    code: str = ""
    before: Sequence[Deed] = ()
    questions: Sequence[Question] = ()
    shows: Sequence[str] = ()
    hand_over: bool = False
    deal: Deal | None = None
    products: Sequence[str] = ()
    letter: Letter | None = None

    def tells(self, step: str) -> bool:
        """Whether a step is shown."""
        return not self.shows or step in self.shows

    def asked(self, before: str = "") -> list[Question]:
        """The questions that belong before a step, or before the scene."""
        return [one for one in self.questions if one.before == before]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson; `creator` is who is signed in on his own pages, if anybody is."""

    name: str
    scenes: Sequence[Scene]
    creator: Target | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """What a trainee did otherwise than he should have: at which step, or to which question of a scene."""

    scene: str
    at: str
    was: str
    harm: bool = False
