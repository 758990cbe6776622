"""What it takes to fill a showcase beside a bare script that does the same clicks, and to read a long one.

    python bench/showcase.py [--products 500] [--bare 50] [--rows 2000] [--evidence]

One account, unpaced as on loopback; after every fifty products a day passes on the portal, which costs nothing of the
time. The bare script adds one product after the other by its link in one dialog, and hopes: no guard, no claim, no look
afterwards. Each way in a browser of its own, whose start is not counted. Memory is that of the process with its
browser, without the portal, after the first and after the last day. Then a showcase without pages is read whole.
Linux only.

Ends with 1 where the rate is under 0.7 of the bare script's, memory grows by more than a tenth, or the reading takes
30 s or misses a row.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from load import held_by_name, renders
from playwright.async_api import async_playwright
from sessions import creator_session_of, seal_all

from agent.adapters.clocks import PortalClock
from agent.domain.identity import AccountId, Handle, Target, principal_of_creator
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import ShowcaseRequest
from agent.flows.run import recorded
from agent.flows.showcase import fill, shown
from agent.wiring import Desks, House, desks
from mock_portal.__main__ import EXAMPLE
from mock_portal.child import running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mock_portal.client import World

TARGET = Target(Handle("casa.aurora.live"), AccountId("7100000000000000102"))
PEOPLE = {"7480000000000000001": ("ops.latam@example.com", "demo-lucia-pass")}
PASSWORD = "demo-creator-pass"  # noqa: S105 - every inhabitant of the example world has this one
AT_LEAST, MOST_GROWTH, MOST_S = 0.7, 1.1, 30.0
A_DAY = 50
PRODUCT = '\n[[product]]\nid = "{}"\nshop = "7495000000000000011"\ntitle = "Plato {}"\nprice = "9.90"\n'
ITEM = '\n[[showcase_item]]\nid = "99{:017}"\naccount = "casa.aurora.live"\nproduct = "{}"\nat_hours_ago = 300\n'
VIRTUAL = '\n[site]\nshowcase_list = "virtual"\n'


def number(n: int) -> str:
    """The nth product's."""
    return f"18{n:017}"


def world(products: int, *, shown_too: bool = False) -> str:
    """The example world with so many products more, perhaps in the account's showcase already."""
    rows = (PRODUCT.format(number(n), n) + (ITEM.format(n, number(n)) if shown_too else "") for n in range(products))
    return (
        EXAMPLE.read_text("utf-8").replace("showcase_today = 6", "showcase_today = 0")
        + (VIRTUAL if shown_too else "")
        + "".join(rows)
    )


@dataclass(frozen=True)
class Operator:
    """Who works here: a house with sealed sessions, and the portal."""

    house: House
    portal: World

    @classmethod
    def at(cls, portal: World, folder: Path, *, evidence: bool) -> Operator:
        flags: dict[str, Any] = {
            "portals": {"mock": {"seller": portal.origin, "creator": portal.origin}},
            "vault.key_file": str(folder / "key"),
            "evidence.enabled": evidence,
        }
        house = House(chosen_state=folder / "state", flags=flags, example=True)
        house.create_state()
        return cls(house, portal)

    def signed_in(self) -> None:
        """In the world as it is now."""
        vault = self.house.vault()
        seal_all(vault, self.portal.origin, PEOPLE)
        session = creator_session_of(self.portal.origin, TARGET.handle, PASSWORD)
        vault.save(principal_of_creator(AccountId(str(TARGET.account_id))), session)

    async def fill(self, made: Desks, products: Sequence[str]) -> float:
        """Add these in one run; the seconds that it took."""
        shop = self.house.roster.shops[0]
        desk, request = await made.desk(shop), ShowcaseRequest(shop, TARGET, tuple(products))
        began = time.perf_counter()
        record, _ = await recorded(shop, TARGET, Kind.SHOWCASE_ADD, desk, partial(fill, request, desk))
        took = time.perf_counter() - began
        assert record.outcome is Outcome.DONE, record.code
        return took

    async def read(self, made: Desks) -> tuple[int, float]:
        """Read all of it; how many rows, and the seconds."""
        shop = self.house.roster.shops[0]
        desk, began = await made.desk(shop), time.perf_counter()
        seen = await shown(shop, TARGET, desk)
        assert seen.items.complete
        return len(seen.items.rows), time.perf_counter() - began


async def bare(portal: World, executable: str, products: Sequence[str]) -> float:
    """The same clicks by a plain script."""
    state = creator_session_of(portal.origin, TARGET.handle, PASSWORD)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=executable or None)
        context = await browser.new_context()
        await context.add_cookies(json.loads(state)["cookies"])
        page = await context.new_page()
        began = time.perf_counter()
        await page.goto(f"{portal.origin}/streamer/showcase/product/list")
        await page.get_by_role("button", name="Add product", exact=True).click()
        dialog = page.get_by_role("dialog")
        for product in products:
            await dialog.get_by_role("textbox").fill(product)
            await dialog.get_by_role("button", name="Product link", exact=True).click()
            await dialog.locator(f'[data-row-key="{product}"]').wait_for()
            await dialog.get_by_role("button", name="Add product", exact=True).click()
            await dialog.locator("[data-row-key]").wait_for(state="detached")
        took = time.perf_counter() - began
        await browser.close()
    return took


async def measured(asked: argparse.Namespace, portal: World, folder: Path) -> int:
    """Fill, the same by the bare script, and read; answers the exit code."""
    operator = Operator.at(portal, folder, evidence=asked.evidence)
    executable = operator.house.settings.browser.executable
    portal.reset(world=world(max(asked.products, asked.bare)))
    bare_s = await bare(portal, executable, [number(n) for n in range(asked.bare)])
    assert portal.effects("showcase_add") == asked.bare
    portal.reset(world=world(asked.products))
    operator.signed_in()
    seconds, memory = [], []
    async with desks(operator.house, "bench", operator.house.portal(operator.house.roster.logins[0])) as made:
        for first in range(0, asked.products, A_DAY):
            last = min(first + A_DAY, asked.products)
            seconds.append(await operator.fill(made, [number(n) for n in range(first, last)]))
            await no_page_left()
            parts = held_by_name(os.getpid(), without=_pid(folder))
            memory.append(sum(parts.values()))
            told = ", ".join(f"{name} {mb:.0f}" for name, mb in sorted(parts.items()) if mb >= 1)
            print(f"{last} products: {seconds[-1]:.1f} s, {memory[-1]:.0f} MB ({told})", flush=True)
            portal.advance(hours=24)
            assert isinstance(made.clock, PortalClock)
            made.clock.ahead += timedelta(days=1)
            operator.signed_in()
        assert portal.effects("showcase_add") == asked.products
    rate, bare_rate = asked.products / sum(seconds), asked.bare / bare_s
    print(f"bare script: {asked.bare} products, {bare_s:.1f} s, {bare_rate * 60:.1f} a minute")
    print(f"agent: {asked.products} products, {sum(seconds):.1f} s, {rate * 60:.1f} a minute, x {rate / bare_rate:.2f}")
    print(f"memory after each day: {', '.join(f'{one:.0f}' for one in memory)} MB")
    portal.reset(world=world(asked.rows - 3, shown_too=True))
    operator.signed_in()
    async with desks(operator.house, "bench", operator.house.portal(operator.house.roster.logins[0])) as made:
        rows, read_s = await operator.read(made)
    print(f"reading {rows} rows without pages: {read_s:.1f} s with the browser's start")
    good = rate >= AT_LEAST * bare_rate and memory[-1] <= MOST_GROWTH * memory[0]
    return 0 if good and rows == asked.rows and read_s < MOST_S else 1


async def no_page_left() -> None:
    """Wait, five seconds at most, until the processes of closed pages have ended: a hundred megabytes come or go."""
    with suppress(TimeoutError):
        async with asyncio.timeout(5):
            while renders(os.getpid()):  # noqa: ASYNC110 - nobody tells when a process of the system has ended
                await asyncio.sleep(0.1)


def _pid(folder: Path) -> int:
    """The portal's process, which is a child of ours and no part of what is measured."""
    ready = json.loads((folder / "ready.json").read_text("utf-8"))
    return int(ready["pid"])


def a_days_products(text: str) -> int:
    """So many as the portal takes of an account in a day, at most: no day passes for the bare script."""
    count = int(text)
    if not 1 <= count <= A_DAY:
        message = f"from 1 to {A_DAY}, as the portal takes no more of an account in a day"
        raise argparse.ArgumentTypeError(message)
    return count


def main() -> int:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=500)
    parser.add_argument("--bare", type=a_days_products, default=A_DAY)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--evidence", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as portal:
        return asyncio.run(measured(asked, portal, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
