"""Lessons are files: what lies in `lessons/` of a configuration folder can be learnt, and a new flow only adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.identity import AccountId, Target, parse_handle, parse_id
from agent.domain.ledger import Outcome  # noqa: TC001 - pydantic reads the annotation at run time
from agent.domain.lesson import Deal, Deed, Exercise, Lesson, Letter, Question, Scene
from agent.domain.promotion import Tool  # noqa: TC001 - same
from agent.errors import Code, MendInput
from agent.tomlfile import read
from agent.typed import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _Question(_Row):
    name: _Name
    choices: Annotated[int, Field(ge=2, le=4)]
    answer: Annotated[int, Field(ge=1, le=4)]
    before: str = ""


class _Deed(_Row):
    call: str
    told: dict[str, Any] = {}


class _Account(_Row):
    handle: str
    id: str = ""

    def target(self) -> Target:
        return Target(parse_handle(self.handle), AccountId(parse_id(self.id)) if self.id else None)


class _Deal(_Row):
    tool: Annotated[Tool, Field(strict=False)]
    name: str
    percent: int
    product: str


class _Letter(_Row):
    about: str
    text: str


class _Scene(_Row):
    name: _Name
    does: Annotated[Exercise, Field(strict=False)]
    shop: str
    account: _Account
    ends: Annotated[Outcome, Field(strict=False)]
    code: str = ""
    before: list[_Deed] = []
    question: list[_Question] = []
    shows: list[str] = []
    hand_over: bool = False
    deal: _Deal | None = None
    products: list[str] = []
    letter: _Letter | None = None


class _File(_Row):
    order: int
    creator: _Account | None = None
    scene: Annotated[list[_Scene], Field(min_length=1)]


def lessons(folders: Sequence[Path]) -> dict[str, Lesson]:
    """All lessons by name, in the order that their files give; of two with one name the first folder's counts.

    Raises MendInput(E_CONFIG) for a file that cannot be read.
    """
    files = {file.stem: file for folder in reversed(folders) for file in sorted((folder / "lessons").glob("*.toml"))}
    rows = {name: checked(read(file), _File) for name, file in files.items()}
    return {name: _lesson(name, rows[name]) for name in sorted(rows, key=lambda one: (rows[one].order, one))}


def lesson(name: str, folders: Sequence[Path]) -> Lesson:
    """The lesson with this name; raises MendInput(E_INPUT) with those that there are."""
    known = lessons(folders)
    if name not in known:
        raise MendInput(Code.E_INPUT, why="no_such_lesson", value=name, known=", ".join(known))
    return known[name]


def _lesson(name: str, row: _File) -> Lesson:
    return Lesson(name, tuple(map(_scene, row.scene)), row.creator.target() if row.creator else None)


def _scene(row: _Scene) -> Scene:
    deeds = tuple(Deed(one.call, one.told) for one in row.before)
    questions = tuple(Question(one.name, one.choices, one.answer, one.before) for one in row.question)
    return Scene(
        name=row.name,
        does=row.does,
        shop=row.shop,
        account=row.account.target(),
        ends=row.ends,
        code=row.code,
        before=deeds,
        questions=questions,
        shows=tuple(row.shows),
        hand_over=row.hand_over,
        deal=Deal(**row.deal.model_dump()) if row.deal else None,
        products=tuple(row.products),
        letter=Letter(**row.letter.model_dump()) if row.letter else None,
    )
