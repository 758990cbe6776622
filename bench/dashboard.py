"""What the dashboard's first view takes on a ledger of many shops: in the server, and until a browser has drawn it.

python bench/dashboard.py [--shops 1000] [--rounds 10]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browsers import name_the_browser
from dash_bench import Dash, Served, a_roster, lived

DRAWN = "() => performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint')?.startTime"


def main() -> None:
    """Fill a ledger, look at it, and say what that took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shops", type=int, default=1000)
    asked.add_argument("--rounds", type=int, default=10)
    told = asked.parse_args()
    name_the_browser()
    with tempfile.TemporaryDirectory() as folder, start_blocking_portal() as loop:
        dash = Dash(loop, Path(folder), a_roster(told.shops))
        lived(dash, told.shops)
        print(f"{told.shops} shops, {3 * told.shops} links, {told.shops} invitations, {2 * told.shops} jobs")
        _server(dash, told.rounds)
        _browser(dash, Served(loop, dash.desk.board), told.rounds)
        dash.close()


def _server(dash: Dash, rounds: int) -> None:
    begin = time.perf_counter()
    dash.warm_up()
    print(f"server: before the link is printed {1000 * (time.perf_counter() - begin):.0f} ms")
    first = _timed(lambda: dash.get("/"))
    anew, again = [], []
    for _ in range(rounds):
        dash.desk.looks._known = ()  # noqa: SLF001 - as if something had happened
        anew.append(_timed(lambda: dash.get("/?page=2")))
        again.append(_timed(lambda: dash.get("/?q=acc9&show=invited")))
    print(f"server: first view {first:.0f} ms; after a change {statistics.median(anew):.0f} ms (bound 300)")
    print(f"server: another page or filter {statistics.median(again):.0f} ms")


def _timed(work: Any) -> float:  # noqa: ANN401 - any call
    begin = time.perf_counter()
    assert work().status == 200  # noqa: PLR2004 - all is well
    return 1000 * (time.perf_counter() - begin)


def _browser(dash: Dash, served: Served, rounds: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["COMPANION_BROWSER__EXECUTABLE"], args=["--no-sandbox"]
        )
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.goto(served.links[-1])
        page.wait_for_url(f"{served.origin}/")
        drawn = []
        for _ in range(rounds):
            dash.desk.looks._known = ()  # noqa: SLF001 - as if something had happened
            page.goto(f"{served.origin}/")
            drawn.append(page.wait_for_function(DRAWN).json_value())
        print(f"browser: drawn after {statistics.median(drawn):.0f} ms, at worst {max(drawn):.0f} ms (bound 1000)")
        browser.close()
    served.stop()


if __name__ == "__main__":
    main()
