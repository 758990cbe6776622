"""Every lesson goes through headless on its practice world, and each scene ends as it says, for what it teaches."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from agent_bench import PATIENT, Agent

from agent.cli.classroom import EmptyRoom
from agent.domain.identity import principal_of_login
from agent.domain.ledger import Outcome
from agent.domain.lesson import Lesson, Question
from agent.domain.reason import Reason
from agent.tomlfile import default_folder
from agent.training.lessons import lessons
from agent.training.pace import Speed, TrainingPace
from agent.training.practice import Practice
from agent.training.school import School
from agent.words import Words

SHIPPED = lessons([default_folder()])
LONG = {
    *("refused-bind", "timeout", "bind-app", "unlink-creator", "unlink-seller", "captcha", "showcase-quota"),
    *("insights", "appeal", "ticket", "audit", "violations"),
}
each_lesson = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.heavy] * (name in LONG)) for name in SHIPPED]
)
REASONS = {
    "refused-bind": [
        *({Reason.NO_CONSENT}, {Reason.OFFICIAL_ACCOUNT}, {Reason.OWNER_AGE}, {Reason.ACCOUNT_REGION}),
        *({Reason.VIOLATION_ON_RECORD}, {Reason.BOUND_ELSEWHERE}, {Reason.COOLING_DOWN}, {Reason.NO_FREE_SLOT}),
        {Reason.VIOLATION_ON_RECORD, Reason.ACCOUNT_STATUS},
        *({Reason.NETWORK_REGION}, {Reason.EGRESS_UNVERIFIED}, {Reason.CLOCK_DISAGREES}, {Reason.PORTAL_CRITERION}),
    ],
    "unlink-seller": [
        *({Reason.NETWORK_REGION}, {Reason.LINKED_TOO_RECENTLY}),
        {Reason.UNLINKS_USED_UP, Reason.LINKED_TOO_RECENTLY},
    ],
    "unlink-creator": [{Reason.NO_UNLINK_REQUEST}],
    "showcase-quota": [{Reason.NOT_TOLD}],
    "promotion": [{Reason.CREATOR_DEAL}],
    "violations": [{Reason.PERMISSION_FROZEN}],
    "appeal": [{Reason.APPEAL_NOT_TAKEN}],
    "captcha": [{Reason.CHALLENGED}],
}


@pytest.fixture
def flags() -> dict[str, Any]:
    """A lesson goes over many pages, of which none is slow on purpose but where it says so."""
    return {"loopback_waits": PATIENT}


class Attentive(EmptyRoom):
    """Somebody who answers as he should, and remembers what he was asked and told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told: list[str] = []

    async def show(self, lines: Sequence[str]) -> None:
        self.told += lines

    async def choose(self, question: Question, ask: str, choices: Sequence[str]) -> int:
        self.asked.append(question.name)
        return int(await super().choose(question, ask, choices))


class Solving(TrainingPace):
    """A trainee who answers what asks for a person while it is shown to him."""

    async def before(self, stage: Any) -> None:
        await super().before(stage)
        if stage.step == "challenge":
            await stage._tab.page.locator(".captcha-mask").evaluate("(mask) => mask.remove()")  # noqa: SLF001


class Learner:
    """One go through a lesson, headless and without delay."""

    paced = TrainingPace

    def __init__(self, agent: Agent, world: Any, lesson: Lesson, language: str = "en") -> None:
        self.words, self.room = Words.load((), language), Attentive()
        self.pace = self.paced(self.words, Speed.STEP)
        self.pace.room = self.room
        agent.house.pace = self.pace
        agent.walk_with(self.pace)
        school = School(lesson, Practice(world.origin, world.control, world.token), self.pace)
        self.records = agent.call(school.teach, agent.made)

    def missed(self, lesson: Lesson) -> list[tuple[str, str]]:
        """The steps that a scene is to show and did not."""
        shown = {(one.scene, one.lines[0]) for one in self.pace.trainee.shown}
        wanted = [(scene.name, step) for scene in lesson.scenes for step in scene.shows]
        return [(scene, step) for scene, step in wanted if (scene, self.words(f"caption.{step}.what")) not in shown]


class Solver(Learner):
    """The same by somebody who solves puzzles."""

    paced = Solving


@each_lesson
def test_each_scene_ends_as_it_says(signed_out: Agent, mock_world: Any, name: str) -> None:
    lesson = SHIPPED[name]

    learner = Learner(signed_out, mock_world, lesson)

    ends = [(one.outcome, one.code or "") for one in learner.records]
    assert ends == [(scene.ends, scene.code) for scene in lesson.scenes]
    assert [one.objections for one in learner.records if one.objections] == REASONS.get(name, [])
    assert learner.room.asked == [one.name for scene in lesson.scenes for one in scene.questions]
    assert learner.missed(lesson) == []


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["zh", "es"])
@pytest.mark.parametrize("name", SHIPPED)
def test_a_lesson_ends_the_same_in_each_language_with_the_portal_in_that_language(
    signed_out: Agent, mock_world: Any, name: str, language: str
) -> None:
    lesson = SHIPPED[name]

    learner = Learner(signed_out, mock_world, lesson, language)

    assert [one.outcome for one in learner.records] == [scene.ends for scene in lesson.scenes]
    session = json.loads(signed_out.house.vault().load(principal_of_login(signed_out.shop().login)) or b"{}")
    assert {one["value"] for one in session["cookies"] if one["name"] == "portal_lang"} == {language}


@pytest.mark.heavy
def test_whoever_solves_the_puzzle_while_it_is_shown_goes_on(signed_out: Agent, mock_world: Any) -> None:
    lesson = replace(SHIPPED["captcha"], scenes=SHIPPED["captcha"].scenes[:1])

    learner = Solver(signed_out, mock_world, lesson)

    assert [one.outcome for one in learner.records] == [Outcome.DONE]
    assert mock_world.effects("invite") == 1


def test_a_scene_that_changed_nothing_says_so_and_one_that_did_says_what(signed_out: Agent, mock_world: Any) -> None:
    learner = Learner(signed_out, mock_world, SHIPPED["showcase-quota"])

    ends = [lines[-1] for lines in learner.pace.trainee.ended.values()]
    nothing = "Nothing was changed at the portal."
    assert ends == [nothing, "What the portal holds now: invited (7100000000000000103).", nothing]
