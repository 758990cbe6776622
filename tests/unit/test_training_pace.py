"""What a trainee sees before each step, what he may do there, and what his own clicks lead to."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest
from stages import FakeStage

from agent.domain.identity import Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.lesson import Exercise, Question, Scene
from agent.ports import Pick, Use
from agent.training.pace import Classroom, Speed, TrainingPace, Wish, reading_time
from agent.words import Words

pytestmark = pytest.mark.fast

SAY = Words.load((), "en")
ASKED = Question("again", 3, 3, "dialog.send")
SCENE = Scene("invite", Exercise.BIND, "1", Target(Handle("a")), Outcome.DONE, questions=(ASKED,))
RIGHT, WRONG = Pick(right=True, name="Next"), Pick(right=False, name="Cancel")
HARM = Pick(right=False, name="Send invitation", press="dialog.send")


class ScriptedRoom(Classroom):
    """Somebody who wants these things one after the other, and afterwards nothing any more."""

    def __init__(self, *wants: Wish | int) -> None:
        self.wants = list(wants)
        self.shown: list[Sequence[str]] = []

    async def show(self, lines: Sequence[str]) -> None:
        self.shown.append(lines)

    async def wish(self, seconds: float | None) -> Wish:
        _ = seconds
        if not self.wants:
            await asyncio.Event().wait()
        return Wish(self.wants.pop(0))

    async def choose(self, question: Question, ask: str, choices: Sequence[str]) -> int | Wish:
        _ = question, ask, choices
        return self.wants.pop(0)


def a_pace(room: Classroom, *, his_turn: bool = False) -> TrainingPace:
    pace = TrainingPace(SAY, Speed.STEP, his_turn=his_turn)
    pace.room, pace.scene, pace.lesson = room, SCENE, "bind-pc"
    return pace


def walk(pace: TrainingPace, *stages: FakeStage) -> None:
    async def one_after_the_other() -> None:
        for stage in stages:
            await pace.before(stage)

    asyncio.run(one_after_the_other())


def test_a_step_is_marked_and_captioned_once() -> None:
    room, first, again = ScriptedRoom(Wish.ON), FakeStage("dialog.next"), FakeStage("dialog.next")

    walk(a_pace(room), first, again)

    assert first.marked
    assert first.captions[0][0] == SAY("caption.dialog.next.what")
    assert again.captions == []


def test_a_step_that_the_scene_leaves_out_takes_the_caption_before_it_away() -> None:
    pace, left_out = a_pace(ScriptedRoom(Wish.ON)), FakeStage("dialog.next")
    pace.scene = replace(SCENE, shows=("dialog.search",))

    walk(pace, FakeStage("dialog.search"), left_out)

    assert (left_out.marked, left_out.captions) == (False, [()])
    assert [one.lines[0] for one in pace.trainee.shown] == [SAY("caption.dialog.search.what")]


def test_a_look_before_a_click_at_the_same_step_is_not_told_twice() -> None:
    room, looked, clicked = ScriptedRoom(Wish.ON), FakeStage("link_info.send", Use.LOOK), FakeStage("link_info.send")

    walk(a_pace(room), looked, clicked)

    assert (looked.captions, clicked.captions[0][0]) == ([()], SAY("caption.link_info.send.what"))


def test_going_back_shows_the_explanations_before() -> None:
    room = ScriptedRoom(Wish.ON, Wish.BACK, Wish.BACK, Wish.ON)

    walk(a_pace(room), FakeStage("dialog.search"), FakeStage("dialog.next"))

    assert [one[0] for one in room.shown[-2:]] == [SAY("caption.dialog.next.what"), SAY("caption.dialog.search.what")]


@pytest.mark.parametrize("wish", [Wish.REPEAT, Wish.LEAVE])
def test_who_leaves_or_repeats_ends_the_run(wish: Wish) -> None:
    pace = a_pace(ScriptedRoom(wish))

    with pytest.raises(asyncio.CancelledError):
        walk(pace, FakeStage("dialog.next"))

    assert pace.trainee.wants is wish


def test_a_wrong_click_is_explained_and_counted() -> None:
    pace, stage = a_pace(ScriptedRoom(), his_turn=True), FakeStage("dialog.next", clicks=[WRONG, RIGHT])

    walk(pace, stage)

    assert [one.was for one in pace.trainee.mistakes] == ["Cancel"]
    assert stage.marked
    assert not stage.followed


def test_nothing_is_marked_before_the_trainee_has_tried() -> None:
    pace, stage = a_pace(ScriptedRoom(), his_turn=True), FakeStage("dialog.next", clicks=[RIGHT])

    walk(pace, stage)

    assert not stage.marked


def test_a_wrong_last_button_does_what_it_does() -> None:
    pace = a_pace(ScriptedRoom(Wish.ON, Wish.ON), his_turn=True)  # the first while he points
    stage = FakeStage("dialog.next", clicks=[HARM])
    pace.harmed = an_invitation

    with pytest.raises(asyncio.CancelledError):
        walk(pace, stage)

    assert stage.followed
    assert pace.trainee.mistakes[0].harm
    assert "An invitation was sent." in pace.room.shown[-1]  # type: ignore[attr-defined]  # the scripted room


async def an_invitation() -> Sequence[str]:
    return ["An invitation was sent."]


def test_on_a_real_portal_no_wrong_button_is_followed() -> None:
    pace, stage = a_pace(ScriptedRoom(), his_turn=True), FakeStage("dialog.next", clicks=[HARM, RIGHT])

    walk(pace, stage)

    assert not stage.followed


def test_a_question_is_asked_until_it_is_answered_rightly() -> None:
    pace = a_pace(ScriptedRoom(1, 3, Wish.ON))

    walk(pace, FakeStage("dialog.send", Use.PRESS))

    assert [one.was for one in pace.trainee.mistakes] == [SAY("question.bind-pc.again.1")]


def test_a_press_that_is_not_wanted_is_not_made() -> None:
    pace = a_pace(ScriptedRoom(3))
    pace.may_press = no

    with pytest.raises(asyncio.CancelledError):
        walk(pace, FakeStage("dialog.send", Use.PRESS))


async def no() -> bool:
    return False


@pytest.mark.parametrize(("speed", "longer"), [(Speed.SLOW, True), (Speed.FAST, False)])
def test_slow_and_fast_are_slower_and_faster(speed: Speed, *, longer: bool) -> None:
    as_read, other = (reading_time(["x" * 200], one) or 0 for one in (Speed.AUTO, speed))

    assert (other > as_read) is longer
