"""Every caption can be read: large and dark enough, nothing cut off, on narrow and wide windows, in each language."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from agent.domain.roster import Stage
from agent.pages.stage import written
from agent.rulebook import Place, load_rules
from agent.tomlfile import default_folder
from agent.training.captions import CAPTIONS, caption
from agent.words import LANGUAGES, Words

RULES = load_rules([default_folder()], Place("mock", "MX", Stage.STANDARD))

# What one caption measures: how much of its text lies outside the window or its box, its letters, and its contrast.
MEASURE = """
() => {
  const box = document.querySelector('[role=note]');
  const around = box.getBoundingClientRect();
  const lines = [...box.querySelectorAll('p')].map((one) => one.getBoundingClientRect());
  const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3)
    .map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const style = getComputedStyle(box);
  const [dark, bright] = [light(style.color), light(style.backgroundColor)].sort((a, b) => a - b);
  return {
    out: around.left < 0 || around.top < 0 || around.right > innerWidth || around.bottom > innerHeight,
    cut: box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight
      || lines.some((one) => one.right > around.right || one.bottom > around.bottom),
    size: parseFloat(style.fontSize),
    contrast: (bright + 0.05) / (dark + 0.05),
    half: around.height / innerHeight,
  };
}
"""


@pytest.mark.sample(3)
@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caption_can_be_read(browser: Browser, language: str, width: int) -> None:
    say, measured = Words.load((), language), dict[str, Any]()
    page = browser.new_page(viewport={"width": width, "height": 800})

    for step in CAPTIONS:
        page.set_content(written(caption(step, say, RULES), "bottom"))
        measured[step] = page.evaluate(MEASURE)
    page.close()

    assert [step for step, one in measured.items() if one["out"] or one["cut"]] == []
    assert min(one["size"] for one in measured.values()) >= 16
    assert min(one["contrast"] for one in measured.values()) >= 7
    assert max(one["half"] for one in measured.values()) < 0.5
