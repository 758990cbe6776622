"""train: the same flows one step at a time, on a world made for practice, or with --live beside a real portal."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.adapters.files import explained
from agent.cli import show
from agent.cli.acts import a_target, tell_record
from agent.cli.call import CALL
from agent.cli.classroom import EmptyRoom, Room
from agent.cli.keyboard import Keyboard
from agent.cli.loop import go
from agent.cli.rooms import house, practice_house
from agent.cli.speech import words
from agent.errors import Code, MendInput, TryLater
from agent.training.captions import CAPTIONS
from agent.training.pace import Speed, TrainingPace, Wish
from agent.training.practice import practice
from agent.training.school import School, run, unless_ended_from_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.identity import Target
    from agent.domain.lesson import Lesson, Mistake, Scene
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.training.pace import Trainee
    from agent.training.practice import Practice
    from agent.wiring import House


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(train)


def train(
    lesson: Annotated[str, typer.Argument(metavar="LESSON", help="A lesson's name; without one they are listed.")] = "",
    pace: Annotated[Speed, typer.Option("--pace", help="By itself (auto, slow, fast), or step by step.")] = Speed.STEP,
    your_turn: Annotated[bool, typer.Option("--your-turn", help="You click, and are told when it was wrong.")] = False,
    window: Annotated[bool, typer.Option("--window/--no-window", help="Keys in a small window too.")] = True,
    guide: Annotated[
        Path | None, typer.Option("--guide", metavar="DIR", help="Write the lesson as HTML and PDF instead.")
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="In a shop of yours, with --shop and --account.")] = False,
    shop: Annotated[str, typer.Option("--shop", metavar="SHOP", help="With --live: id or name of the shop.")] = "",
    account: Annotated[str, typer.Option("--account", metavar="HANDLE", help="With --live: the account.")] = "",
) -> int:
    """Learn a procedure on the bundled portal, where nothing that you do is real.

    With --live it is your own portal: nothing is pressed unless you type the account's handle.
    """
    from agent.tomlfile import default_folder, search_path  # noqa: PLC0415 - pydantic is heavy
    from agent.training.lessons import lesson as named  # noqa: PLC0415 - same
    from agent.training.lessons import lessons  # noqa: PLC0415 - same

    folders = (*search_path(CALL.get().config), default_folder())
    if not lesson:
        return _list(list(lessons(folders).values()))
    chosen = named(lesson, folders)
    if guide:
        return _write_guide(chosen, guide)
    if live:
        return _live(chosen, shop, account, pace)
    if not CALL.get().may_ask and not window:
        raise MendInput(Code.E_USAGE, why="train_form")
    return _learn(chosen, pace, his_turn=your_turn, window=window)


def _list(known: Sequence[Lesson]) -> int:
    say = words()
    if CALL.get().json:
        for one in known:
            show.result({"lesson": one.name, "title": say(f"train.{one.name}.title"), "scenes": len(one.scenes)})
        return 0
    heads = [say("ui.train_lesson"), say("ui.train_title")]
    show.table(heads, [(one.name, say(f"train.{one.name}.title")) for one in known])
    print("\n" + say("ui.train_begin"))
    return 0


def _learn(lesson: Lesson, speed: Speed, *, his_turn: bool, window: bool) -> int:
    """Again and again, as long as the trainee begins anew; each time in a world where nothing has happened yet."""
    keyboard = Keyboard() if CALL.get().may_ask else None
    while True:
        pace = TrainingPace(words(), speed, his_turn=his_turn)
        with _practice(pace, headed=True) as (rooms, portal):
            print(words()("ui.train_desk", url=portal.control, token=portal.token), file=sys.stderr)
            records = go(_taught(School(lesson, portal, pace), rooms, keyboard, window=window))
        if pace.trainee.wants is not Wish.REPEAT:
            return _summary(lesson, pace.trainee, records)


@contextmanager
def _practice(pace: TrainingPace, *, headed: bool) -> Iterator[tuple[House, Practice]]:
    with tempfile.TemporaryDirectory(prefix="companion-train-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with practice(folder) as portal:
            rooms = practice_house(folder, portal.origin, headed=headed, pace=pace)
            rooms.create_state()
            yield rooms, portal


async def _taught(school: School, rooms: House, keyboard: Keyboard | None, *, window: bool) -> list[Record]:
    """With whoever is there: at the terminal, at the small window, or nobody."""
    from agent.wiring import desks  # noqa: PLC0415 - heavy

    login = rooms.roster.login_of(rooms.shop(school.lesson.scenes[0].shop))
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(desks(rooms, "train", rooms.portal(login)))
        beside = await stack.enter_async_context(made.window(login)) if window else None
        school.pace.room = Room(keyboard, beside) if keyboard or beside else EmptyRoom()
        return await school.teach(made)


def _live(lesson: Lesson, shop: str, account: str, speed: Speed) -> int:
    """The lesson's first flow in a real shop, captioned; the last button only for who names the account once more."""
    if not CALL.get().may_ask or not shop or not account:
        raise MendInput(Code.E_USAGE, why="train_live_form")
    keyboard, target = Keyboard(), a_target(account)
    pace = TrainingPace(words(), speed)
    rooms = house(headed=True, pace=pace)
    pace.room, pace.lesson = Room(keyboard, None), lesson.name
    pace.scene = scene = replace(lesson.scenes[0], questions=())
    pace.may_press = partial(_named_again, keyboard, target)
    return go(_in_shop(scene, target, rooms, rooms.shop(shop)))


async def _in_shop(scene: Scene, target: Target, rooms: House, shop: Shop) -> int:
    from agent.wiring import desks  # noqa: PLC0415 - heavy

    async with desks(rooms, "train", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        try:
            record = await run(scene, shop, target, desk, last=False)
        except asyncio.CancelledError:
            unless_ended_from_outside()
            raise TryLater(Code.CANCELLED, detail="train_left") from None
    tell_record(record, desk.who.run, "")
    return record.exit


async def _named_again(keyboard: Keyboard, target: Target) -> bool:
    print(words()("ui.train_press", handle=target.handle), file=sys.stderr, end=" ", flush=True)
    return (await keyboard.line() or "").removeprefix("@") == target.handle


def _write_guide(lesson: Lesson, folder: Path) -> int:
    """Go through the lesson with nobody there, and write down what was shown."""
    from agent.training.guide import guide  # noqa: PLC0415 - jinja2 is heavy
    from agent.wiring.printing import printed  # noqa: PLC0415 - playwright is heavy

    pace = TrainingPace(words(), Speed.STEP)
    with _practice(pace, headed=False) as (rooms, portal):
        go(_taught(School(lesson, portal, pace), rooms, None, window=False))
        page = guide(lesson, pace.trainee, words())
        pdf = go(printed(page, rooms))
    paths = [folder / f"{lesson.name}.{words().language}.{suffix}" for suffix in ("html", "pdf")]
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (page.encode(), pdf), strict=True):
            path.write_bytes(content)
    told = {"lesson": lesson.name, "html": str(paths[0]), "pdf": str(paths[1])}
    show.result(told, [words()("ui.train_guide", path=path) for path in paths])
    return 0


def _summary(lesson: Lesson, trainee: Trainee, records: Sequence[Record]) -> int:
    """What he did otherwise than he should have, in the order in which he did it."""
    say = words()
    told = [{"scene": one.scene, "at": one.at, "was": one.was, "harm": one.harm} for one in trainee.mistakes]
    lines = [say("ui.train_mistakes", count=len(told)) if told else say("ui.train_no_mistake")]
    lines += [say("ui.train_mistake", at=_place(lesson, one), was=one.was) for one in trainee.mistakes]
    ended = [{"outcome": one.outcome, "code": one.code or ""} for one in records]
    show.result({"lesson": lesson.name, "scenes": ended, "mistakes": told}, lines)
    return 0


def _place(lesson: Lesson, mistake: Mistake) -> str:
    """The step's own caption, or the question's text."""
    say = words()
    if mistake.at in CAPTIONS:
        return say(f"caption.{mistake.at}.what")
    return say(f"question.{lesson.name}.{mistake.at}.ask")
