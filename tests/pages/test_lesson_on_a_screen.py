"""What a trainee sees in a real window: the frame around what is used, and a caption that does not lie over it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from agent_bench import a_house, give_state
from anyio.from_thread import BlockingPortal
from playwright.sync_api import Browser
from screen import full_browser, screen

from agent.cli.classroom import EmptyRoom
from agent.domain.ledger import Outcome
from agent.domain.record import Record
from agent.pages.stage import TabStage
from agent.ports import Stage
from agent.tomlfile import default_folder
from agent.training.lessons import lesson
from agent.training.pace import Speed, TrainingPace
from agent.training.practice import Practice
from agent.training.school import School
from agent.wiring import desks
from agent.words import Words

STEPS = ("links.open_dialog", "dialog.send")

# The least boxes around all points of two colours in a picture: the frame's red, and the caption's paper.
BOXES = """
async (picture) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const sheet = new OffscreenCanvas(image.width, image.height).getContext('2d');
  sheet.drawImage(image, 0, 0);
  const { data } = sheet.getImageData(0, 0, image.width, image.height);
  const box = (red, green, blue) => {
    const found = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] !== red || data[at + 1] !== green || data[at + 2] !== blue) continue;
      const [x, y] = [(at / 4) % image.width, Math.floor(at / 4 / image.width)];
      found.left = Math.min(found.left, x); found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y); found.bottom = Math.max(found.bottom, y);
    }
    return found;
  };
  return { frame: box(0xb3, 0x26, 0x1e), paper: box(0xff, 0xfd, 0xf2), height: image.height };
}
"""


class Photographed(TrainingPace):
    """A lesson of which some moments are kept as the window shows them."""

    def __init__(self) -> None:
        super().__init__(Words.load((), "zh"), Speed.STEP)
        self.room = EmptyRoom()
        self.pictures: dict[str, bytes] = {}

    async def _show(self, stage: Stage, lines: Sequence[str]) -> None:
        await super()._show(stage, lines)
        if stage.step in STEPS and isinstance(stage, TabStage):
            self.pictures[stage.step] = await stage._tab.page.screenshot()  # noqa: SLF001 - what the window shows


async def taught(state: Path, world: Any, pace: Photographed, browser: str) -> list[Record]:
    house = a_house(state, world.origin, **{"browser.headed_executable": browser})
    house.headed, house.pace = True, pace
    give_state(house)
    async with desks(house, "train", house.portal(house.roster.logins[0])) as made:
        school = School(lesson("bind-pc", [default_folder()]), Practice(world.origin, world.control, world.token), pace)
        return await school.teach(made)


def lies_apart(seen: dict[str, Any]) -> bool:
    """Whether frame and caption are both there, whole, and neither lies over the other."""
    frame, paper = seen["frame"], seen["paper"]
    apart = paper["top"] > frame["bottom"] or paper["bottom"] < frame["top"]
    return apart and 0 < paper["bottom"] < seen["height"] and frame["bottom"] > 0


@pytest.fixture
def on_a_screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    browser = full_browser()
    with screen() as name:
        monkeypatch.setenv("DISPLAY", name)
        yield browser


def test_a_lesson_frames_what_is_used_and_captions_it(
    on_a_screen: str, tmp_path: Path, mock_world: Any, agent_loop: BlockingPortal, browser: Browser
) -> None:
    pace = Photographed()

    records = agent_loop.call(taught, tmp_path, mock_world, pace, on_a_screen)

    page = browser.new_page()
    seen = {step: page.evaluate(BOXES, b64encode(one).decode()) for step, one in pace.pictures.items()}
    page.close()
    assert [one.outcome for one in records] == [Outcome.DONE]
    assert {step: lies_apart(one) for step, one in seen.items()} == dict.fromkeys(STEPS, True)
