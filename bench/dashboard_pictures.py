"""The pictures of docs/dashboard.md: a made-up operator's twelve shops, on a screen and on a phone.

python bench/dashboard_pictures.py docs/pictures
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from anyio.from_thread import start_blocking_portal
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browsers import name_the_browser
from dash_bench import DAY, HOUR, Dash, Served, a_job, a_roster, a_run, invited, linked, shop_id
from fakes import START

from agent.domain.identity import LoginId
from agent.domain.jobs import JobState

NAMES: Final = (
    *("Casa Aurora MX", "Luz de Cocina", "Hogar Bonito", "Brisa Beauty", "Norte Outdoor", "Pan y Papel"),
    *("Sol Eléctrico", "Tierra Cosmética", "Verde Jardín", "Mar Fitness", "Piel Serena", "Noche & Té"),
)
SCORES: Final = ((96, 60), (92, 31), (84, 18), (77, 9), (88, 2))
VIEWS: Final = (
    ("dashboard", "/", 1280, 900),
    ("dashboard-shop", f"/shops/{shop_id(0)}", 1280, 1560),
    ("dashboard-phone", "/", 390, 844),
)


def main() -> None:
    """Make them."""
    name_the_browser()
    with tempfile.TemporaryDirectory() as folder, start_blocking_portal() as loop:
        dash = Dash(loop, Path(folder), a_roster(len(NAMES), NAMES.__getitem__))
        _live(dash)
        served = Served(loop, dash.desk.board)
        _draw(served, Path(sys.argv[1]))
        served.stop()
        dash.close()


def _live(dash: Dash) -> None:
    for ago in range(len(SCORES)):
        score, days = SCORES[ago]
        dash.clock.moment = START - days * DAY
        dash.tell("record", a_run(0, f"01a226e1c51c0000{ago:06}", score))
    for number in range(len(NAMES)):
        dash.clock.moment = START - DAY
        links = [linked(number, kind) for kind in "acd"[: 1 + number % 4]]
        links = [replace(one, since=START - (12 + 25 * at) * DAY) for at, one in enumerate(links)]
        dash.tell("see_links", shop_id(number), links, complete=True)
        dash.clock.moment = START
        if number % 3 == 0:
            dash.tell("see_links", shop_id(number), [linked(number, "e", until=True)], complete=False)
            dash.tell("see_invitations", shop_id(number), [invited(number)])
        dash.tell("record", a_run(number, f"01a226e1c51d{number:010}", 72 + (number * 7) % 28))
    dash.tell("set_jobs", [a_job(number, JobState.WAITING) for number in range(4)])
    dash.tell("set_jobs", [a_job(5, JobState.NEEDS_PERSON, note="captcha")])
    dash.tell("lease", LoginId("7480000000000000003"), "desk-7/01a226", timedelta(hours=1))
    dash.tell("challenge", LoginId("7480000000000000006"), "captcha")
    dash.clock.moment = START + HOUR / 6


def _draw(served: Served, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["COMPANION_BROWSER__EXECUTABLE"], args=["--no-sandbox"]
        )
        page = browser.new_context(timezone_id="Asia/Shanghai").new_page()
        page.goto(served.links[-1])
        page.wait_for_url(f"{served.origin}/")
        for name, address, width, height in VIEWS:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(served.origin + address)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
