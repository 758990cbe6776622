"""Walks a trainee through a flow: before each step its element is marked, its caption shown, and his wish awaited."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from agent.domain.lesson import Mistake
from agent.ports import Pace, Use
from agent.training.captions import LOOKED_AT, caption

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.lesson import Question, Scene
    from agent.domain.rules import Rules
    from agent.ports import Pick, Picture, Stage
    from agent.words import Words


class Wish(StrEnum):
    """What a trainee may want while a step stands still."""

    ON = "on"
    BACK = "back"
    REPEAT = "repeat"
    LEAVE = "leave"


class Speed(StrEnum):
    """How fast a lesson goes on: by itself, at reading speed and slower or faster, or by the trainee's wish alone."""

    AUTO = "auto"
    SLOW = "slow"
    FAST = "fast"
    STEP = "step"


_TIMES = {Speed.AUTO: 1.0, Speed.SLOW: 2.0, Speed.FAST: 0.3}
_LETTER_S = 0.03
_LEAST_S = 1.5


def reading_time(lines: Sequence[str], speed: Speed) -> float | None:
    """The seconds that a caption stands; None where it stands until the trainee goes on."""
    if speed is Speed.STEP:
        return None
    return max(_LEAST_S, _LETTER_S * sum(map(_width, lines))) * _TIMES[speed]


def _width(line: str) -> int:
    """Letters; a Chinese character reads like three."""
    return sum(3 if ord(char) > 0x2E80 else 1 for char in line)  # noqa: PLR2004 - where the East Asian scripts begin


class Classroom(ABC):
    """Where a trainee reads and answers: a terminal, with or without a small window beside the portal's."""

    @abstractmethod
    async def show(self, lines: Sequence[str]) -> None:
        """Show a caption, or what happened."""

    @abstractmethod
    async def wish(self, seconds: float | None) -> Wish:
        """What the trainee wants; to go on where the time runs out."""

    @abstractmethod
    async def choose(self, question: Question, ask: str, choices: Sequence[str]) -> int | Wish:
        """The number of his answer to a question in words, from 1."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as it was shown, for the guide."""

    scene: str
    lines: Sequence[str]
    picture: Picture


@dataclass
class Trainee:
    """What is remembered of one go through a lesson; `ended` is what was told at the end of each scene."""

    shown: list[Shown] = field(default_factory=list)
    ended: dict[str, Sequence[str]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    wants: Wish = Wish.ON

    def leave(self, wish: Wish) -> None:
        """End the run under way: what was not pressed is not pressed any more."""
        self.wants = wish
        raise asyncio.CancelledError


class TrainingPace(Pace):
    """Shows a flow's steps, each once; with `his_turn` the trainee points at what is used, and is told when he errs."""

    asked = True
    room: Classroom

    def __init__(self, words: Words, speed: Speed, *, his_turn: bool = False) -> None:
        """`room`, `scene` and `rules` are set before each run; `harmed` tells what a wrong press has done."""
        self.words = words
        self.speed = speed
        self.his_turn = his_turn
        self.trainee = Trainee()
        self.scene: Scene | None = None
        self.lesson = ""
        self.rules: Rules | None = None
        self.may_press: Callable[[], Awaitable[bool]] | None = None
        self.harmed: Callable[[], Awaitable[Sequence[str]]] | None = None
        self._seen: set[tuple[str, Use]] = set()
        self._one = asyncio.Lock()  # a page reads several things at once; a person follows one by one

    def begin(self, rules: Rules | None) -> None:
        """Show everything again in the next run."""
        self.rules = rules
        self._seen.clear()

    async def before(self, stage: Stage) -> None:
        """Show a step that was not shown yet in this run; one that the scene leaves out takes away what was shown."""
        lines = caption(stage.step, self.words, self.rules)
        async with self._one:
            if not lines or (stage.step, stage.use) in self._seen:
                return
            self._seen.add((stage.step, stage.use))
            if self._tells(stage):
                await self._show(stage, lines)
            else:
                await stage.caption(())

    def _tells(self, stage: Stage) -> bool:
        """Whether a step is one of the scene's; nothing is shown while the door is opened."""
        looks = stage.use is not Use.LOOK or stage.step in LOOKED_AT
        return looks and self.scene is not None and self.scene.tells(stage.step)

    async def _show(self, stage: Stage, lines: Sequence[str]) -> None:
        his = self.his_turn and stage.somewhere
        if not his:
            await stage.mark()
        self.trainee.shown.append(Shown(self.scene.name if self.scene else "", lines, await stage.picture()))
        for question in self.scene.asked(stage.step) if self.scene else ():
            await self.ask(question)
        asked = self.words("ui.train_your_turn_look" if stage.use is Use.LOOK else "ui.train_your_turn")
        shown = [asked, lines[0]] if his else lines
        await stage.caption(shown)
        await self.room.show(shown)
        if stage.use is Use.PRESS and self.may_press and not await self.may_press():
            self.trainee.leave(Wish.LEAVE)
        if his:
            await self._let_him_point(stage, lines)
        else:
            await self.wait(lines)

    async def wait(self, lines: Sequence[str]) -> None:
        """Until he goes on; going back shows again what was shown before, one by one."""
        back = 0
        while (wish := await self.room.wish(reading_time(lines, self.speed))) is not Wish.ON:
            if wish is not Wish.BACK:
                self.trainee.leave(wish)
            back = min(back + 1, len(self.trainee.shown))
            lines = self.trainee.shown[-back].lines
            await self.room.show(lines)

    async def _let_him_point(self, stage: Stage, lines: Sequence[str]) -> None:
        """Until he clicked what the step uses; a wrong last button does what it does, and that is shown."""
        while (pick := await self._picked(stage, lines)) and not pick.right:
            scene = self.scene.name if self.scene else ""
            harm = bool(pick.press) and self.harmed is not None
            self.trainee.mistakes.append(Mistake(scene, stage.step, pick.name, harm))
            if harm:
                await stage.follow()
                await self._tell_harm(pick)
            await stage.mark()
            told = [self.words("ui.train_wrong", name=pick.name), *lines]
            await stage.caption(told)
            await self.room.show(told)

    async def _picked(self, stage: Stage, lines: Sequence[str]) -> Pick | None:
        """His click; None where he went on in the classroom instead and leaves the step to the program."""
        picking = asyncio.ensure_future(stage.picked())
        wishing = asyncio.ensure_future(self.room.wish(None))
        try:
            await asyncio.wait({picking, wishing}, return_when=asyncio.FIRST_COMPLETED)
            if picking.done():
                return picking.result()
            wish = wishing.result()
        finally:
            picking.cancel()
            wishing.cancel()
        if wish is Wish.BACK:
            await stage.mark()
            await self.room.show(lines)
            return await self._picked(stage, lines)
        if wish is not Wish.ON:
            self.trainee.leave(wish)
        await stage.mark()
        return None

    async def _tell_harm(self, pick: Pick) -> None:
        done = await self.harmed() if self.harmed else ()
        await self.room.show([self.words("ui.train_harm", name=pick.name), *done])
        self.trainee.leave(await self.room.wish(None))

    async def ask(self, question: Question) -> None:
        """Ask until the answer is right; a wrong one is explained and counted."""
        scene, key = self.scene.name if self.scene else "", f"{self.lesson}.{question.name}"
        choices = [self.words(f"question.{key}.{number}") for number in range(1, question.choices + 1)]
        ask = self.words(f"question.{key}.ask")
        while (answer := await self.room.choose(question, ask, choices)) != question.answer:
            if isinstance(answer, Wish):
                self.trainee.leave(answer)
            self.trainee.mistakes.append(Mistake(scene, question.name, choices[int(answer) - 1]))
            await self.room.show([self.words("ui.train_not_so"), self.words(f"question.{key}.why")])
        await self.room.show([self.words("ui.train_right"), self.words(f"question.{key}.why")])
