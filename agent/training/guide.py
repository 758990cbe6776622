"""A lesson as a guide to read: each step with its picture, in one HTML file that loads nothing and prints well."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from agent.domain.identity import legible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.lesson import Lesson, Question
    from agent.ports import Frame
    from agent.training.pace import Trainee
    from agent.words import Words

_HERE = Path(__file__).parent
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class _Step:
    number: int
    head: str
    lines: Sequence[str]
    picture: str
    frame: Frame | None


def guide(lesson: Lesson, trainee: Trainee, say: Words) -> str:
    """The page, in the language of the words, of a go through the lesson to its end."""
    templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True, finalize=_printed, auto_reload=False)
    scenes = [
        {
            "goal": say(f"scene.{lesson.name}.{scene.name}.goal"),
            "end": trainee.ended.get(scene.name, ()),
            "questions": [_asked(lesson.name, one, say) for one in scene.questions],
            "steps": [
                _Step(number, one.lines[0], one.lines[1:], b64encode(one.picture.jpeg).decode(), one.picture.frame)
                for number, one in enumerate((one for one in trainee.shown if one.scene == scene.name), 1)
            ],
        }
        for scene in lesson.scenes
    ]
    css = Markup((_HERE / "guide.css").read_text("utf-8"))  # noqa: S704 - our own file
    told = {"title": say(f"train.{lesson.name}.title"), "about": say(f"train.{lesson.name}.about")}
    return templates.get_template("guide.html").render(scenes=scenes, language=say.language, css=css, **told)


def _asked(lesson: str, question: Question, say: Words) -> dict[str, str]:
    key = f"{lesson}.{question.name}"
    return {
        "ask": say(f"question.{key}.ask"),
        "answer": say(f"question.{key}.{question.answer}"),
        "why": say(f"question.{key}.why"),
    }


def _printed(value: object) -> object:
    """What stands in a page of the portal can neither turn nor hide a line."""
    return legible(value, _LONGEST) if isinstance(value, str) and not isinstance(value, Markup) else value
