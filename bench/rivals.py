"""What a bind takes beside what people do today: the same account, the same shop, the same portal, in turns.

    python bench/rivals.py [--rounds 15] [--latency-ms 0] [--json]

Needs chromium, chromium-headless-shell and chromium-driver (apt-get install them), node and npm; the rest it installs
by bench/requirements-rivals.txt into an environment of its own. Each round lets everybody bind once, in the same order;
a first round is not counted, and leaves compiled what Python compiles. Before each bind the portal begins again, and
after it the portal is asked whether exactly one invitation was sent. Told are median and quartiles, and the median of
each round's own ratio to ours, which a busy machine changes less. Ends with 1 where a bind of ours takes more than half
of what Selenium's takes.

What is compared, and what is not the same:

- "process" is from start to exit of a command. "in a process" is one bind in a process that is already running: ours
  shares one browser between binds, the others start a browser per job, as such scripts do.
- Everybody opens the linked accounts, searches, chooses, reads the list of checks, sends, and looks the invitation up.
- Ours besides asks all guards, asks where its network leaves, writes the claim and the record to the disk, lets only
  one request pass the gate, proves the shop and the target before the press, and looks up on another page; with
  evidence on it keeps pictures, outlines and a report. The others do nothing of this, and would send again what they
  sent before.
- Ours keeps a sealed session, logged in once and not each time. The others log in by the form in each job, as people
  write it; "cookies kept" is Selenium without that, and "companion login, then bind" is ours with it.
- Selenium waits by explicit conditions asked every 50 ms (its default is 500), page_load_strategy normal, in the full
  browser with --headless=new. Ours, plain Playwright and Robot Framework Browser run in the headless shell, which is
  what Playwright itself starts for headless; "headless shell" is Selenium in that, too. All are of one version.
- Robot Framework's own time is that of its test, without the start of Python and node; its log and report are off.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bind import Portal, agent
from bytecode import keep_bytecode
from contenders import Operator, Places, Rivals, Way, installed, versions

from agent.wiring import House

BOUND = 0.5
OURS = {"process": "companion bind", "in a process": "bind, browser shared"}
BOUNDED = {"process": "Selenium", "in a process": "Selenium, a browser per job"}


async def _told(test_alone: list[float]) -> float:
    """What the command before has already measured."""
    return test_alone.pop()


def processes(operator: Operator, rivals: Rivals, test_alone: list[float]) -> dict[str, Way]:
    """Everybody from start to exit; ours comes first."""
    places = rivals.places
    selenium, plain = partial(rivals.process, "selenium_bind.py"), partial(rivals.process, "playwright_bind.py")
    return {
        OURS["process"]: partial(operator.bind, evidence=True),
        "companion bind, evidence off": partial(operator.bind, evidence=False),
        "companion login, then bind": partial(operator.bind, evidence=True, log_in=True),
        BOUNDED["process"]: partial(selenium, places.full),
        "Selenium, headless shell": partial(selenium, places.shell),
        "Selenium, cookies kept": partial(rivals.with_cookies, places.full),
        "Robot Framework Browser": partial(rivals.robot, test_alone),
        "plain Playwright": partial(plain, places.shell),
    }


async def measure(places: Places, rounds: int, latency_ms: int) -> dict[str, dict[str, list[float]]]:
    """The seconds of everybody's binds, by group and name; the first round is not counted."""
    portal = Portal(places.folder, latency_ms)
    rivals, test_alone, operator = Rivals(portal, places), list[float](), Operator(portal, places.folder)
    try:
        async with (
            agent(portal, places.folder, evidence=True) as proving,
            agent(portal, places.folder, evidence=False) as silent,
        ):
            with (
                rivals.staying("selenium_bind.py", places.full) as selenium,
                rivals.staying("playwright_bind.py", places.shell) as plain,
            ):
                groups: dict[str, dict[str, Way]] = {
                    "process": processes(operator, rivals, test_alone),
                    "in a process": {
                        OURS["in a process"]: proving,
                        "bind, browser shared, evidence off": silent,
                        BOUNDED["in a process"]: selenium,
                        "Robot Framework Browser, test alone": partial(_told, test_alone),
                        "plain Playwright, a browser per job": plain,
                    },
                }
                return await _rounds(portal, _left(groups, places.missing), rounds)
    finally:
        portal.child.terminate()


def _left(groups: dict[str, dict[str, Way]], missing: dict[str, str]) -> dict[str, dict[str, Way]]:
    """The ways that can be gone here."""
    return {
        group: {name: way for name, way in ways.items() if not name.startswith(tuple(missing))}
        for group, ways in groups.items()
    }


async def _rounds(portal: Portal, groups: dict[str, dict[str, Way]], rounds: int) -> dict[str, dict[str, list[float]]]:
    times = {group: {name: list[float]() for name in ways} for group, ways in groups.items()}
    for number in range(rounds + 1):
        for group, ways in groups.items():
            for name, way in ways.items():
                took = await _turn(portal, name, way)
                times[group][name] += [took] if number else []
        print(f"round {number} of {rounds}", file=sys.stderr)
    return times


async def _turn(portal: Portal, name: str, way: Way) -> float:
    """One bind in a world that has begun again; Robot's test alone was done with its command."""
    alone = name.endswith("test alone")
    if not alone:
        portal.control("POST", "/__reset")
    took = await way()
    assert alone or portal.invitations() == 1, name
    return took


def figures(times: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, dict[str, float]]]:
    """Median, quartiles in seconds, and the median of the rounds' own ratios to ours."""
    return {
        group: {name: _figure(taken, ways[OURS[group]]) for name, taken in ways.items()}
        for group, ways in times.items()
    }


def _figure(taken: list[float], ours: list[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles(taken, n=4, method="inclusive")
    ratio = statistics.median(one / our for one, our in zip(taken, ours, strict=True))
    return {"median_s": middle, "q1_s": low, "q3_s": high, "times_ours": ratio}


def kept(told: dict[str, dict[str, dict[str, float]]]) -> dict[str, float]:
    """What of Selenium's time ours takes, by group."""
    return {group: 1 / told[group][name]["times_ours"] for group, name in BOUNDED.items() if name in told[group]}


def show(told: dict[str, dict[str, dict[str, float]]]) -> None:
    """The table for people."""
    for group, ways in told.items():
        print(f"\n{group:38} median    quartiles        beside ours")
        for name, one in ways.items():
            spread = f"{one['q1_s'] * 1000:.0f} to {one['q3_s'] * 1000:.0f}"
            print(f"{name:36} {one['median_s'] * 1000:6.0f} ms  {spread:16} x {one['times_ours']:.2f}")
    for group, share in kept(told).items():
        print(f"\n{group}: ours takes {share:.2f} of Selenium's time (bound {BOUND}){' MISSED' * (share > BOUND)}")


def _rounds_wanted(text: str) -> int:
    """Quartiles need two."""
    return max(2, int(text))


def main() -> int:
    """Install what is missing, measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=_rounds_wanted, default=15)
    parser.add_argument("--latency-ms", type=int, default=0)
    parser.add_argument(
        "--venv", type=Path, default=Path(__file__).parents[1] / "dist" / "rivals", help="the rivals' environment"
    )
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    browser = House(example=True).settings.browser
    full = str(browser.headed_executable or shutil.which("chromium"))
    shell = str(browser.executable or shutil.which("chromium-headless-shell"))
    with tempfile.TemporaryDirectory() as folder:
        places = Places(asked.venv.absolute(), Path(folder), full, shell, shutil.which("chromedriver") or "")
        installed(places)
        known = versions(places)
        keep_bytecode(places.folder / "bytecode")
        told = figures(asyncio.run(measure(places, asked.rounds, asked.latency_ms)))
    facts = {"rounds": asked.rounds, "latency_ms": asked.latency_ms, "versions": known, "missing": places.missing}
    if asked.json:
        print(json.dumps(facts | {"figures": told, "of_selenium": kept(told)}, indent=2))
    else:
        print(f"{asked.rounds} rounds, portal answers after {asked.latency_ms} ms")
        print(", ".join(f"{name} {value}" for name, value in known.items()))
        for name, why in places.missing.items():
            print(f"left out: {name}: {why}")
        show(told)
    return int(any(share > BOUND for share in kept(told).values()))


if __name__ == "__main__":
    sys.exit(main())
