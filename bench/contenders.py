"""Who takes part in bench/rivals.py, how each is installed, and how each is started."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from bind import CREDENTIALS, HANDLE, Portal
from sessions import seal_all, session_of

from agent.tomlfile import default_folder
from agent.wiring import House

HERE = Path(__file__).parent
SCRIPTS = HERE / "rivals"
PATIENCE = 120
Way = Callable[[], Awaitable[float]]


@dataclass
class Places:
    """Programs, and folders for one run."""

    venv: Path
    folder: Path
    full: str
    shell: str
    driver: str
    missing: dict[str, str] = field(default_factory=dict)

    def tool(self, name: str) -> str:
        """A program of the rivals' own environment."""
        return str(self.venv / ("Scripts" if os.name == "nt" else "bin") / name)


def ran(words: Sequence[str], env: Mapping[str, str] | None = None) -> str:
    """A command's stdout; what it says about a failure is shown."""
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=False, env=env)  # noqa: S603 - ours
    assert done.returncode == 0, (words[:3], done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


def timed(words: Sequence[str], env: Mapping[str, str] | None = None) -> float:
    """The seconds of a command that must do well."""
    began = time.perf_counter()
    ran(words, env)
    return time.perf_counter() - began


def installed(places: Places) -> None:
    """Make the rivals' environment where it is not there yet; what cannot be had is left out, with the reason."""
    wanted = str(HERE / "requirements-rivals.txt")
    if not Path(places.tool("python")).exists():
        ran([sys.executable, "-m", "venv", str(places.venv)])
    ran([places.tool("python"), "-m", "pip", "install", "--quiet", "--requirement", wanted])
    if not places.driver:
        places.missing["Selenium"] = "no chromedriver: apt-get install chromium-driver"
    if not any(places.venv.glob("**/Browser/wrapper/node_modules")):
        try:
            ran([places.tool("rfbrowser"), "init", "--skip-browsers"])
        except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
            places.missing["Robot Framework Browser"] = str(error)


def versions(places: Places) -> dict[str, str]:
    """Everything that a figure may depend on."""
    listed = json.loads(ran([places.tool("python"), "-m", "pip", "list", "--format", "json"]))
    theirs = {one["name"]: one["version"] for one in listed}
    wanted = ("selenium", "robotframework", "robotframework-browser")
    return {
        "python": platform.python_version(),
        "playwright": version("playwright"),
        **{name: theirs[name] for name in wanted},
        "node": ran(["node", "--version"]).strip() if shutil.which("node") else "none",
        **({"chromedriver": ran([places.driver, "--version"]).split()[1]} if places.driver else {}),
        "chromium": ran([places.full, "--version"]).split()[1],
        "chromium-headless-shell": ran([places.shell, "--version"]).split()[1],
        "processors": str(os.cpu_count()),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


class Operator:
    """Who runs `companion`: a configuration, and for each bind a state folder in which nothing was done yet."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self._portal, self._config = portal, folder / "config"
        self._state, self._fresh = folder / "state", folder / "fresh"
        self._config.mkdir()
        shutil.copy(default_folder() / "shops.toml", self._config)
        lines = ("[portals.mock]", f'seller = "{portal.origin}"', f'creator = "{portal.origin}"')
        (self._config / "companion.toml").write_text("\n".join(lines), "utf-8")
        house = House(config=self._config, chosen_state=self._fresh)
        house.create_state()
        self._shop, self._login = house.roster.shops[0].id, house.roster.logins[0].id

    def _command(self, *words: str) -> list[str]:
        places = ("--config", str(self._config), "--state", str(self._state))
        return [sys.executable, "-m", "agent", *places, "--json", "--no-input", *words]

    async def bind(self, *, evidence: bool, log_in: bool = False) -> float:
        """The seconds of `companion bind`, perhaps with `companion login` before it."""
        shutil.rmtree(self._state, ignore_errors=True)
        shutil.copytree(self._fresh, self._state)
        env = os.environ | {
            "COMPANION_EVIDENCE__ENABLED": str(evidence),
            "COMPANION_LOGIN_ACCOUNT": CREDENTIALS.account,
            "COMPANION_LOGIN_PASSWORD": CREDENTIALS.password,
        }
        before = timed(self._command("login", self._shop, "--scripted"), env=env) if log_in else 0.0
        if not log_in:
            vault = House(config=self._config, chosen_state=self._state).vault()
            seal_all(vault, self._portal.origin, {self._login: (CREDENTIALS.account, CREDENTIALS.password)})
        return before + timed(self._command("bind", self._shop, HANDLE), env=env)


@dataclass
class Rivals:
    """The others: how each is started."""

    portal: Portal
    places: Places

    def script(self, file: str, browser: str, *options: str) -> list[str]:
        """A script's command line; those of Selenium run in their own environment."""
        python = self.places.tool("python") if file.startswith("selenium") else sys.executable
        driver = ("--driver", self.places.driver) if file.startswith("selenium") else ()
        who = (self.portal.origin, CREDENTIALS.account, CREDENTIALS.password, HANDLE, browser)
        return [python, str(SCRIPTS / file), *who, *driver, *options]

    async def process(self, file: str, browser: str) -> float:
        return timed(self.script(file, browser))

    async def with_cookies(self, browser: str) -> float:
        """Selenium that logs in by cookies which it kept."""
        kept = self.places.folder / "cookies.json"
        kept.write_bytes(session_of(self.portal.origin, CREDENTIALS.account, CREDENTIALS.password))
        return timed(self.script("selenium_bind.py", browser, "--session", str(kept)))

    @contextmanager
    def staying(self, file: str, browser: str) -> Iterator[Way]:
        """A script that stays; each call is a job of it, and its own count of the seconds."""
        words = self.script(file, browser, "--stay")
        child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        ask, told = child.stdin, child.stdout
        assert ask
        assert told

        async def one() -> float:
            ask.write("bind\n")
            ask.flush()
            return float(told.readline())

        try:
            yield one
        finally:
            ask.close()
            child.wait(PATIENCE)

    async def robot(self, test_alone: list[float]) -> float:
        """The seconds of the whole command; those of its test are added to the list."""
        output = self.places.folder / "output.xml"
        told = {"ORIGIN": self.portal.origin, "ACCOUNT": CREDENTIALS.account, "PASSWORD": CREDENTIALS.password}
        told |= {"HANDLE": HANDLE, "BROWSER": self.places.shell}
        variables = [word for name, value in told.items() for word in ("--variable", f"{name}:{value}")]
        files = ("--report", "NONE", "--log", "NONE", "--outputdir", str(output.parent), "--output", output.name)
        took = timed([self.places.tool("robot"), *files, *variables, str(SCRIPTS / "robot_bind.robot")])
        status = ET.parse(output).find(".//test/status")  # noqa: S314 - written a moment ago by our own child
        assert status is not None
        test_alone.append(float(status.attrib["elapsed"]))
        return took
