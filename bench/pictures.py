"""What it takes to keep, compare and draw the numbers of many shops, and to show one shop's page.

python bench/pictures.py [--shops 1000]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from agent_bench import give_state
from anyio.from_thread import start_blocking_portal
from dash_bench import Dash, a_roster, shop_id
from fakes import START
from numbers_told import SHOP, Told

from agent.domain.identity import ShopId
from agent.wiring import House

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST = START.date()


def main() -> None:
    """Fill a ledger, then let commands of their own work on it, so that each one's memory is its own."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shops", type=int, default=1000)
    shops = asked.parse_args().shops
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config").mkdir()
        (folder / "config" / "shops.toml").write_text(a_roster(shops), "utf-8")
        os.environ["COMPANION_PORTALS__MOCK__SELLER"] = "http://127.0.0.1:9"
        house = House(config=folder / "config", chosen_state=folder / "state")
        give_state(house)
        count, seconds = asyncio.run(_filled(house, shops))
        size = sum(one.stat().st_size for one in folder.rglob("ledger*")) / 1e6
        print(f"{shops} shops, 4 accounts, 28 days: {count:,} readings kept in {seconds:.1f} s, {size:.0f} MB")
        for words in (
            ["compare"],
            ["report", "-o", "all.html"],
            ["compare", shop_id(0)],
            ["report", shop_id(0), "-o", "one.html"],
        ):
            _command(folder, words)
    _dashboard()


async def _filled(house: House, shops: int) -> tuple[int, float]:
    """Every shop with numbers of its own."""
    count, spent = 0, 0.0
    async with house.ledger() as book:
        for number in range(shops):
            shop = replace(SHOP, id=ShopId(shop_id(number)), name=f"Shop {number}")
            readings = Told(shop, last=LAST, seed=number, gaps=()).readings()
            begin = time.perf_counter()
            await book.keep_readings(readings)
            spent += time.perf_counter() - begin
            count += len(readings)
    return count, spent


def _command(folder: Path, words: Sequence[str]) -> None:
    own = ["--config", str(folder / "config"), "--state", str(folder / "state")]
    begin = time.perf_counter()
    command = [sys.executable, "-m", "agent", *own, "insights", *words]
    with (folder / "said").open("wb") as said:
        started = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)  # noqa: S603 - our own program
        _, ended, used = os.wait4(started.pid, 0)
    seconds, cpu = time.perf_counter() - begin, used.ru_utime + used.ru_stime
    assert ended == 0, (folder / "said").read_text("utf-8")
    print(
        f"insights {' '.join(words)}: {seconds:.1f} s ({cpu:.1f} s of a core), {used.ru_maxrss / 1024:.0f} MB at most"
    )


def _dashboard() -> None:
    """A shop's page with its pictures: the first time, and when nothing has changed."""
    with tempfile.TemporaryDirectory() as name, start_blocking_portal() as loop:
        dash = Dash(loop, Path(name), a_roster(3))
        for number in range(3):
            shop = replace(SHOP, id=ShopId(shop_id(number)))
            dash.tell("keep_readings", Told(shop, last=LAST, seed=number, gaps=()).readings())
        dash.warm_up()
        for words, number in (("first of all", 0), ("first time", 1), ("again", 1)):
            begin, used = time.perf_counter(), time.process_time()
            size = len(dash.get(f"/shops/{shop_id(number)}").body)
            took, cpu = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - used)
            print(f"dashboard, a shop's page, {words}: {took:.0f} ms ({cpu:.0f} ms of a core), {size / 1e3:.0f} kB")
        dash.close()


if __name__ == "__main__":
    main()
