"""Lessons are files: the shipped ones name what there is, and a file that is no lesson is told where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.domain.lesson import Lesson
from agent.errors import Code, MendInput
from agent.tomlfile import default_folder
from agent.training.captions import CAPTIONS
from agent.training.lessons import lesson, lessons

pytestmark = pytest.mark.fast

SHIPPED = lessons([default_folder()])
SCENE = """
order = 1
[[scene]]
name = "first"
does = "bind"
shop = "7495000000000000011"
account = { handle = "cocina.conluz" }
ends = "DONE"
"""
each_lesson = pytest.mark.parametrize("lesson", SHIPPED.values(), ids=SHIPPED.keys())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An operator's folder with an empty place for lessons."""
    (tmp_path / "lessons").mkdir()
    return tmp_path


@each_lesson
def test_what_is_shown_or_asked_at_a_step_names_a_step_that_has_a_caption(lesson: Lesson) -> None:
    asked = {one.before for scene in lesson.scenes for one in scene.questions if one.before}
    shown = {step for scene in lesson.scenes for step in scene.shows}

    assert (asked | shown) - CAPTIONS.keys() == set()


@each_lesson
def test_a_question_stands_at_a_step_that_is_shown_and_has_its_answer_among_the_choices(lesson: Lesson) -> None:
    asked = [(scene, one) for scene in lesson.scenes for one in scene.questions]

    assert [one.name for _, one in asked if one.answer > one.choices] == []
    assert [one.name for scene, one in asked if one.before and not scene.tells(one.before)] == []


def test_the_lessons_come_in_the_order_that_their_files_give() -> None:
    binding, unlinking = ["bind-pc", "bind-app", "refused-bind", "timeout"], ["unlink-seller", "unlink-creator"]
    order = [*binding, *unlinking, "showcase-quota", "promotion", "violations", "captcha"]

    assert [name for name in SHIPPED if name in order] == order


def test_an_operators_own_lesson_stands_beside_the_shipped_ones_and_before_one_of_the_same_name(own: Path) -> None:
    (own / "lessons" / "ours.toml").write_text(SCENE, "utf-8")
    (own / "lessons" / "captcha.toml").write_text(SCENE, "utf-8")

    known = lessons([own, default_folder()])

    assert known.keys() == {*SHIPPED, "ours"}
    assert [scene.name for scene in known["captcha"].scenes] == ["first"]


@pytest.mark.parametrize("change", ['ends = "PERHAPS"', 'does = "dance"', 'shows = "choose"', "wish = 1"])
def test_a_file_that_is_no_lesson_is_told_where_it_is_wrong(own: Path, change: str) -> None:
    name = change.partition(" ")[0]
    lines = [line for line in SCENE.splitlines() if not line.startswith(f"{name} =")]
    (own / "lessons" / "ours.toml").write_text("\n".join([*lines, change]), "utf-8")

    with pytest.raises(MendInput) as caught:
        lessons([own])

    assert (caught.value.code, name in str(caught.value.params["field"])) == (Code.E_CONFIG, True)


def test_a_lesson_that_there_is_not_is_answered_with_those_that_there_are(own: Path) -> None:
    (own / "lessons" / "ours.toml").write_text(SCENE, "utf-8")

    with pytest.raises(MendInput) as caught:
        lesson("yours", [own])

    assert (caught.value.code, caught.value.params["known"]) == (Code.E_INPUT, "ours")
