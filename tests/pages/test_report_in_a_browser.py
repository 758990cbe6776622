"""A report opened in a real browser: nothing runs, nothing is loaded, and it fits a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from runs_to_show import ENGLISH, HOSTILE, PNG, Shot, document, done, hostile

from agent.adapters.report.report import render, render_batch


@dataclass
class Watched:
    """A phone-sized tab that remembers whatever a report must never cause."""

    page: Page
    noise: list[str] = field(default_factory=list)

    def open(self, folder: Path, html: str) -> None:
        path = folder / "report.html"
        path.write_text(html, "utf-8")
        self.page.goto(path.as_uri())
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    def wider_than_the_screen(self) -> int:
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width


@pytest.fixture
def phone(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    watched = Watched(context.new_page())
    watched.page.on("dialog", lambda dialog: (watched.noise.append(f"dialog {dialog.message}"), dialog.dismiss()))
    watched.page.on("console", lambda message: watched.noise.append(message.text))
    watched.page.on("pageerror", lambda error: watched.noise.append(str(error)))
    watched.page.on("request", lambda request: watched.noise.append(request.url[:80]))
    yield watched
    context.close()


def asked_for(noise: list[str]) -> list[str]:
    """What was heard besides the file itself and the pictures inside it."""
    return [one for one in noise if not one.startswith(("file:", "data:image/"))]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_runs_nothing_loads_nothing_and_fits(phone: Watched, tmp_path: Path, text: str) -> None:
    shots = [Shot(text, PNG, f"- button {text}\n" * 3)]

    phone.open(tmp_path, render(document(hostile(text)), shots, ENGLISH))

    assert asked_for(phone.noise) == []
    assert phone.wider_than_the_screen() == 0
    assert phone.page.evaluate("document.scripts.length") == 0


def test_a_hostile_batch_runs_nothing_loads_nothing_and_fits(phone: Watched, tmp_path: Path) -> None:
    entries = [(document(hostile(text)), [Shot(text, PNG, text)]) for text in HOSTILE]

    phone.open(tmp_path, render_batch(entries, ENGLISH))

    assert asked_for(phone.noise) == []
    assert phone.wider_than_the_screen() == 0
    assert phone.page.locator("img").count() == len(HOSTILE)


def test_a_link_in_the_table_opens_the_run_below(phone: Watched, tmp_path: Path) -> None:
    phone.open(tmp_path, render_batch([(document(done()), [])], ENGLISH))

    phone.page.get_by_role("link", name="@alice.home", exact=True).click()

    assert phone.page.url.endswith("#r1")
    assert phone.page.get_by_role("heading", name="Timeline").is_visible()


def test_an_inline_script_would_be_stopped_by_the_reports_own_policy(phone: Watched, tmp_path: Path) -> None:
    planted = render(document(done()), [], ENGLISH).replace("<main>", "<main><script>alert(1)</script>")

    phone.open(tmp_path, planted)

    assert "Content Security Policy" in phone.noise[-1]
