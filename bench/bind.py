"""What the guards, the gate, the ledger and the evidence cost: a bind by the agent beside a bare Playwright script.

One run, one browser, saved session, process and browser start excluded; the ways take turns; medians.

    python bench/bind.py [--runs 20] [--latency-ms 0]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from playwright.async_api import Browser, async_playwright

from agent.adapters.ledger_sql import create_ledger, open_ledger
from agent.domain.identity import Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import BindRequest
from agent.flows.bind import bind
from agent.flows.run import recorded
from agent.flows.sign_in import Credentials, sign_in_seller
from agent.wiring import Desks, House, desks

HANDLE = "cocina.conluz"
CREDENTIALS = Credentials("ops.latam@example.com", "demo-lucia-pass")


class Portal:
    """The bundled portal as a child process."""

    def __init__(self, folder: Path, latency_ms: int) -> None:
        ready = folder / "portal.json"
        command = [sys.executable, "-m", "mock_portal", "--ready-file", str(ready), "--latency-ms", str(latency_ms)]
        self.child = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
        while not ready.exists():
            time.sleep(0.02)
        told = json.loads(ready.read_text())
        self.origin, self._control, self._token = told["origin"], told["control"], told["token"]

    def control(self, method: str, path: str) -> Any:  # noqa: ANN401 - JSON
        """One call of the control port."""
        head = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        body = b"{}" if method == "POST" else None
        request = Request(self._control + path, body, head, method=method)  # noqa: S310 - loopback
        with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")

    def invitations(self) -> int:
        """How many invitations the portal really has sent since the last reset."""
        return sum(one["kind"] == "invite" for one in self.control("GET", "/__effects")["effects"])


@asynccontextmanager
async def agent(portal: Portal, folder: Path, *, evidence: bool) -> AsyncIterator[Callable[[], Awaitable[float]]]:
    """The agent with its one browser; each bind gets a new ledger on the disk, so that it is a first bind."""
    flags = {
        "portals": {"mock": {"seller": portal.origin, "creator": portal.origin}},
        "vault.key_file": str(folder / f"key-{evidence}"),
        "evidence.enabled": evidence,
    }
    house = House(chosen_state=folder / f"state-{evidence}", flags=flags, example=True)
    house.create_state()
    shop = house.roster.shops[0]
    target = Target(Handle(HANDLE))
    request = BindRequest(shop, target, shop.wanted(target.handle))

    async def run(made: Desks) -> float:
        with tempfile.TemporaryDirectory() as fresh:
            url = f"sqlite:///{fresh}/ledger.db"
            create_ledger(url)
            ledger = open_ledger(url, made.clock)
            desk = replace(await made.desk(shop), ledger=ledger)
            await sign_in_seller(CREDENTIALS, desk)
            desk = replace(await made.desk(shop), ledger=ledger)
            began = time.perf_counter()
            record, _ = await recorded(shop, target, Kind.BIND, desk, lambda: bind(request, desk))
            took = time.perf_counter() - began
            ledger.close()
        assert record.outcome is Outcome.DONE, record
        return took

    async with desks(house, "bench", house.portal(house.roster.logins[0])) as made:
        yield partial(run, made)


async def bare(portal: Portal, browser: Browser, *, look: bool) -> float:
    """The same pages and clicks by a plain script; without the look it only clicks and hopes."""
    state = await _session(portal, browser)
    began = time.perf_counter()
    context = await browser.new_context(storage_state=state)
    page = await context.new_page()
    if look:
        await page.goto(f"{portal.origin}/homepage")
        await page.get_by_role("heading", name="Home", exact=True).wait_for()
    await page.goto(f"{portal.origin}/profile/linked-accounts?tab=marketing")
    if look:
        await page.locator("[data-row-key]").first.wait_for()
    await page.get_by_role("button", name="Link new marketing account", exact=True).click()
    await page.get_by_role("textbox", name="Username or nickname", exact=True).fill(HANDLE)
    await page.get_by_role("button", name="Search", exact=True).click()
    row = page.get_by_role("dialog").locator("[data-row-key]").filter(has_text=f"@{HANDLE}")
    await row.first.locator("label").click()
    await page.get_by_role("button", name="Next", exact=True).click()
    await page.get_by_role("button", name="Send invitation", exact=True).click()
    await page.get_by_role("status").filter(has_text="Invitation sent").wait_for()
    if look:
        await page.goto(f"{portal.origin}/profile/linked-accounts/invitations")
        await page.locator("[data-row-key]").filter(has_text=f"@{HANDLE}").first.wait_for()
    await context.close()
    return time.perf_counter() - began


async def _session(portal: Portal, browser: Browser) -> Any:  # noqa: ANN401 - Playwright's own shape
    context = await browser.new_context()
    body = {"account": CREDENTIALS.account, "password": CREDENTIALS.password}
    await context.request.post(f"{portal.origin}/passport/web/user/login", data=body)
    state = await context.storage_state()
    await context.close()
    return state


async def measure(runs: int, latency_ms: int) -> None:
    """Let the four ways take turns and print their medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), latency_ms)
        try:
            await _measure(portal, Path(folder), runs, latency_ms)
        finally:
            portal.child.terminate()


async def _measure(portal: Portal, folder: Path, runs: int, latency_ms: int) -> None:
    executable = House(example=True).settings.browser.executable
    async with (
        async_playwright() as driver,
        agent(portal, folder, evidence=False) as silent,
        agent(portal, folder, evidence=True) as proving,
    ):
        browser = await driver.chromium.launch(executable_path=executable)
        ways: dict[str, Callable[[], Awaitable[float]]] = {
            "bare script, final look included": lambda: bare(portal, browser, look=True),
            "agent, evidence off": silent,
            "agent, evidence on": proving,
            "shortest script that clicks and hopes": lambda: bare(portal, browser, look=False),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(runs + 1):
            for name, way in ways.items():
                portal.control("POST", "/__reset")
                took = await way()
                assert portal.invitations() == 1, name
                if number:
                    times[name].append(took)
        await browser.close()
    _print(times, latency_ms)


def _print(times: dict[str, list[float]], latency_ms: int) -> None:
    base = statistics.median(next(iter(times.values())))
    print(f"portal answers after {latency_ms} ms; medians of {len(next(iter(times.values())))}")
    for name, taken in times.items():
        median = statistics.median(taken)
        spread = f"min {min(taken) * 1000:.0f}, max {max(taken) * 1000:.0f}"
        print(f"{name:40} {median * 1000:7.0f} ms  x {median / base:.2f}  ({spread})")


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--latency-ms", type=int, default=0)
    asked = parser.parse_args()
    asyncio.run(measure(asked.runs, asked.latency_ms))


if __name__ == "__main__":
    main()
