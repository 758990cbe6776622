"""Set Channel Companion up on a fresh machine, then run it. Standard library only.

What was done is remembered in .venv, so a second start goes straight to the program.
"""

import errno
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older Python must read this and no traceback
    sys.exit(
        f"start.py needs Python 3.11 or newer; this is {platform.python_version()}. Install one, run start.py with it."
    )

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

USAGE = """\
usage: python3 start.py demo [options of `companion demo`]
       python3 start.py train [LESSON] [options of `companion train`]
       python3 start.py test [--fast | --heavy] [options of pytest]
       python3 start.py setup                                  (on Windows: start.cmd demo, and so on)

demo   run the main job against the bundled portal
train  learn a procedure in a window on a practice portal; without a lesson's name they are listed
test   run the test suite without the long proofs; --fast a subset of it, --heavy the long proofs
setup  only prepare: .venv, the locked dependencies, a browser; the others do this by themselves"""

Ran = subprocess.CompletedProcess[str]
MARKS = {"--fast": "fast and not heavy", "--heavy": "heavy"}
MOST_WORKERS = 4
LOCK = "start.lock"
OURS = ("agent", "mock_portal", "tests")  # pip compiles what it copies, and these stay where they are

EXECUTABLE = "COMPANION_BROWSER__EXECUTABLE"
HEADED = "COMPANION_BROWSER__HEADED_EXECUTABLE"
BROWSERS_PATH = "PLAYWRIGHT_BROWSERS_PATH"
PIP_MIRRORS = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "HTTPS_PROXY")
BROWSER_MIRRORS = ("PLAYWRIGHT_DOWNLOAD_HOST", "HTTPS_PROXY")
WAIT_FOR_APT = ("-o", "DPkg::Lock::Timeout=120")  # a fresh machine is often busy upgrading itself
APT_PROXIES = ("http_proxy", "https_proxy")

SHELLS = ("chromium-headless-shell", "chrome-headless-shell", "headless_shell")
FULL = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
USUAL_PLACES = {  # variables that begin a path, and how it goes on
    "linux": ([""], ["/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge"]),
    "darwin": (
        ["", "HOME"],
        [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Chromium", "Google Chrome", "Microsoft Edge")],
    ),
    "win32": (
        ["LOCALAPPDATA", "PROGRAMFILES", "PROGRAMFILES(X86)"],
        [rf"\{name}.exe" for name in (r"Chromium\Application\chrome", r"Google\Chrome\Application\chrome")]
        + [r"\Microsoft\Edge\Application\msedge.exe"],
    ),
}
TRIAL = """
import os, sys
from playwright.sync_api import sync_playwright
sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
with sync_playwright() as driver:
    browser = driver.chromium.launch(executable_path=sys.argv[1] or None, chromium_sandbox=sandbox)
    browser.new_page().set_content("ready")
    browser.close()
"""

POSTGRES = "/usr/lib/postgresql/{}/bin/initdb"  # Debian's and Ubuntu's place; elsewhere it is among the programs
POSTGRES_VERSIONS = range(14, 30)
CLUSTERS = "/etc/postgresql-common/createcluster.conf"
NO_POSTGRES = "No PostgreSQL here: tests of a shared ledger are skipped. On Debian and Ubuntu root gets it by itself."

NO_SCREEN = (
    "No Xvfb or no full Chromium here: tests of visible windows are skipped. On Debian root gets them by itself."
)

NO_BROWSER = f"No browser works here. Install Chromium, Chrome or Edge, or name one in {EXECUTABLE}; then start again."
NO_VENV = (
    "This Python makes no virtual environments. Install python3-venv (Debian, Ubuntu) or a Python from python.org."
)
INSIDE = "start.py must rebuild .venv and cannot do that with the Python inside it. Run it with the Python outside."


class SetupError(Exception):
    """Ends set-up with one message that says what to do."""


class Browser(NamedTuple):
    """Paths of the browsers found; headless "" is Playwright's own, and `proof` exists as long as it is there."""

    headless: str = ""
    headed: str = ""
    proof: str = ""
    browsers_path: str = ""


class Machine(NamedTuple):
    """What set-up asks of the computer it runs on; a test hands in one of its own."""

    system: str
    is_root: bool
    environ: Mapping[str, str]
    which: Callable[[str], str | None]
    exists: Callable[[str], bool]
    has_module: Callable[[str], bool]
    run: Callable[[Sequence[str]], Ran]
    say: Callable[[str], None]

    def failure(self, what: str, ran: Ran, mirrors: Sequence[str]) -> str:
        """One message about a failed download: its end, and the variables that lead elsewhere (never their values)."""
        lines = ran.stdout.strip().splitlines()
        telling = [line for line in lines if re.match(r"\s*(ERROR|Error|E):", line)] or lines
        named = ", ".join(f"{name} ({'set' if self.environ.get(name) else 'not set'})" for name in mirrors)
        end = [line.strip()[:160] for line in telling[-3:]]
        return "\n    ".join(
            [f"{what} failed:", *end, f"Where the network is closed, a mirror or a proxy is named by: {named}."]
        )

    def must(self, what: str, *command: str) -> None:
        """Run what set-up cannot do without."""
        ran = self.run(command)
        if ran.returncode:
            raise SetupError(self.failure(what, ran, PIP_MIRRORS))

    def apt(self, *names: str) -> bool:
        """Install Debian or Ubuntu packages; the second try follows a repair of what was interrupted, and new lists."""
        if not (self.is_root and self.which("apt-get")):
            return False
        self.say(f"apt-get install {' '.join(names)}")
        install = ["apt-get", "install", "-y", "-q", *WAIT_FOR_APT, "--no-install-recommends", *names]
        if self.run(install).returncode == 0:
            return True
        self.run(["dpkg", "--configure", "-a"])
        self.run(["apt-get", "update", "-q"])
        ran = self.run(install)
        if ran.returncode:
            self.say(self.failure("apt-get (its mirrors are in /etc/apt)", ran, APT_PROXIES))
        return ran.returncode == 0


class Place(NamedTuple):
    """Where the project is, and where set-up keeps what it made; each stamp is written last."""

    root: Path
    venv: Path
    python: Path
    installed: Path
    browser: Path


def place_in(root: Path) -> Place:
    """The usual names below the project's folder."""
    venv = root / ".venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    return Place(root, venv, python, venv / "installed.json", venv / "browser.json")


def arguments(words: list[str], cores: int) -> list[str] | None:
    """What the project's Python is asked to run; nothing to run is an empty list, None when the words make no sense."""
    verb, rest = words[:1], words[1:]
    marks = [MARKS[word] for word in rest if word in MARKS] or ["not heavy"]
    if verb == ["setup"] and not rest:
        return []
    if verb in (["demo"], ["train"]):
        return ["-m", "agent", *words]
    if verb == ["test"] and len(marks) == 1:
        workers = str(min(cores + 1, MOST_WORKERS))  # who waits for a page leaves the processor to another one
        return ["-m", "pytest", "-n", workers, "-m", marks[0], *(word for word in rest if word not in MARKS)]
    return None


def recall(stamp: Path) -> dict[str, Any]:
    """What a stamp says; empty when it is missing or damaged."""
    try:
        told = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def remember(stamp: Path, told: Mapping[str, object]) -> None:
    """Write a stamp whole or not at all."""
    draft = stamp.with_suffix(".draft")
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(stamp)


def home(place: Place) -> str:
    """What a virtual environment is good for: this Python, this machine, this folder."""
    return f"{platform.python_version()} {platform.machine()} {place.root}"


def locked(place: Place) -> str:
    """Fingerprint of all that decides which packages are installed."""
    texts = [(place.root / name).read_bytes() for name in ("requirements.lock", "pyproject.toml")]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def packages(place: Place) -> list[str]:
    """What is installed in .venv now."""
    library = Path(sysconfig.get_path("purelib", "venv", {"base": str(place.venv)}))
    return sorted(entry.name for entry in library.glob("*") if entry.name != "__pycache__")


def is_sound(place: Place) -> bool:
    """Whether .venv was once completed for this Python and folder, and nothing went missing since."""
    told = recall(place.installed)
    whole = set(packages(place)).issuperset(told.get("packages", ()))
    return told.get("home") == home(place) and place.python.exists() and whole


def is_installed(place: Place) -> bool:
    """Whether .venv holds what the lock asks for."""
    return is_sound(place) and recall(place.installed).get("locked") == locked(place)


def install(place: Place, machine: Machine) -> None:
    """Bring .venv to what the lock asks for; the stamps go first, so that an interruption is seen."""
    if not is_sound(place):
        create_venv(place, machine)
    place.installed.unlink(missing_ok=True)
    place.browser.unlink(missing_ok=True)
    machine.say("Installing the locked dependencies (about a minute the first time)")
    pip = (str(place.python), "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check")
    lock = str(place.root / "requirements.lock")
    machine.must("Installing the dependencies", *pip, "--require-hashes", "--only-binary", ":all:", "-r", lock)
    machine.must("Installing the project", *pip, "--no-deps", "--no-build-isolation", "-e", str(place.root))
    machine.run([str(place.python), "-m", "compileall", "-q", *(str(place.root / one) for one in OURS)])
    bring_fonts(machine)
    remember(place.installed, {"home": home(place), "locked": locked(place), "packages": packages(place)})


def create_venv(place: Place, machine: Machine) -> None:
    """Start .venv anew: an unfinished or broken one is not worth mending."""
    if Path(sys.prefix) == place.venv:
        raise SetupError(INSIDE)
    exact = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    is_complete = machine.has_module("venv") and machine.has_module("ensurepip")
    if not (is_complete or machine.apt(exact) or machine.apt("python3-venv")):
        raise SetupError(NO_VENV)
    machine.say("Creating .venv")
    wipe(place.venv)
    machine.must("Creating .venv", sys.executable, "-m", "venv", str(place.venv))


def wipe(venv: Path) -> None:
    """Empty the folder but for the lock that this process holds."""
    for entry in venv.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != LOCK:
            entry.unlink()


def known_browser(place: Place, machine: Machine) -> Browser | None:
    """The browser that an earlier start found, while it is still there; what the user names needs no search."""
    if machine.environ.get(EXECUTABLE):
        return Browser()
    told = Browser(**recall(place.browser))
    same_place = told.browsers_path == machine.environ.get(BROWSERS_PATH, "")
    return told if same_place and machine.exists(told.proof) else None


def new_browser(place: Place, machine: Machine) -> Browser:
    """The first browser that really starts, nearest source first; remembered for the next start."""
    for headless in candidates(place, machine):
        if machine.run([str(place.python), "-c", TRIAL, headless]).returncode == 0:
            own = {} if headless else own_marks(place, machine)
            headed = "" if machine.exists(own.get(FULL[0], "")) else next(full_browsers(machine), "")
            proof = headless or own[SHELLS[0]]
            browser = Browser(headless, headed, proof, machine.environ.get(BROWSERS_PATH, ""))
            remember(place.browser, browser._asdict())
            machine.say(f"Browser: {headless or 'the one of Playwright'}")
            return browser
        machine.say(f"{headless or 'The browser of Playwright'} does not start here, looking further")
    raise SetupError(NO_BROWSER)


def candidates(place: Place, machine: Machine) -> Iterator[str]:
    """Where a browser may come from, in order; nothing is downloaded before the nearer ones have failed."""
    yield from playwrights_own(place, machine)
    yield from on_this_machine(machine)
    if download(place, machine):
        yield from playwrights_own(place, machine)
    if machine.apt(SHELLS[0], FULL[0]) or machine.apt(FULL[0]):  # not every distribution has the headless shell
        yield from on_this_machine(machine)


def playwrights_own(place: Place, machine: Machine) -> Iterator[str]:
    """The headless shell that Playwright has already, to be started without naming it."""
    if machine.exists(own_marks(place, machine).get(SHELLS[0], "")):
        yield ""


def own_marks(place: Place, machine: Machine) -> dict[str, str]:
    """The files that show that Playwright's browser and headless shell are complete; it says itself where."""
    ran = machine.run([str(place.python), "-m", "playwright", "install", "--dry-run", "chromium"])
    folders = re.findall(r"\(playwright (chromium[\w-]*) v\d+\)\s+Install location: +(.+)", ran.stdout)
    return {name: str(Path(folder, "INSTALLATION_COMPLETE")) for name, folder in folders}


def on_this_machine(machine: Machine) -> Iterator[str]:
    """Browsers that were there before us, the lighter ones first."""
    yield from filter(None, map(machine.which, SHELLS))
    yield from full_browsers(machine)


def full_browsers(machine: Machine) -> Iterator[str]:
    """Browsers that can also be seen."""
    yield from filter(None, map(machine.which, FULL))
    beginnings, endings = USUAL_PLACES.get(machine.system, ([], []))
    places = (machine.environ.get(beginning, "") + ending for ending in endings for beginning in beginnings)
    yield from filter(machine.exists, places)


def download(place: Place, machine: Machine) -> bool:
    """Let Playwright fetch its browser, and the libraries it needs where apt can bring them."""
    machine.say("Downloading a browser (playwright install chromium)")
    playwright = (str(place.python), "-m", "playwright")
    ran = machine.run([*playwright, "install", "chromium"])
    if ran.returncode:
        machine.say(machine.failure("The download", ran, BROWSER_MIRRORS))
    elif machine.is_root and machine.which("apt-get"):
        machine.run([*playwright, "install-deps", "chromium"])
    return ran.returncode == 0


def bring_fonts(machine: Machine) -> None:
    """Chinese text in pictures needs a font; a missing one is worth a hint, not a failure."""
    if machine.system != "linux" or (machine.which("fc-list") and machine.run(["fc-list", ":lang=zh"]).stdout.strip()):
        return
    if not machine.apt("fonts-noto-cjk"):
        machine.say("No Chinese font found: pictures will show boxes. Install fonts-noto-cjk or another CJK font.")


def bring_postgres(machine: Machine) -> None:
    """The tests start a server of their own and need its programs alone: no cluster of the system's is made."""
    if has_postgres(machine):
        return
    if machine.apt("postgresql-common"):
        machine.run(["pg_conftool", CLUSTERS, "set", "create_main_cluster", "off"])
        machine.apt("postgresql")
        machine.run(["pg_conftool", CLUSTERS, "remove", "create_main_cluster"])
    if not has_postgres(machine):
        machine.say(NO_POSTGRES)


def has_postgres(machine: Machine) -> bool:
    """Whether a server could be started."""
    return bool(machine.which("initdb")) or any(machine.exists(POSTGRES.format(one)) for one in POSTGRES_VERSIONS)


def bring_screen(machine: Machine) -> None:
    """Some tests look at visible windows, on a screen that nobody sees."""
    if machine.system != "linux":
        return
    missing = [] if machine.which("Xvfb") else ["xvfb"]
    missing += [] if any(full_browsers(machine)) else [FULL[0]]
    if missing and not machine.apt(*missing):
        machine.say(NO_SCREEN)


def prepare(place: Place, machine: Machine) -> Browser:
    """Everything the program needs; at once when an earlier start did it."""
    browser = known_browser(place, machine) if is_installed(place) else None
    if browser:
        return browser
    with alone(place.venv, machine):
        if not is_installed(place):
            install(place, machine)
        return known_browser(place, machine) or new_browser(place, machine)


@contextmanager
def alone(venv: Path, machine: Machine) -> Iterator[None]:
    """Let one start.py at a time touch .venv."""
    venv.mkdir(exist_ok=True)
    with (venv / LOCK).open("ab") as lock:
        if not takes(lock, wait=False):
            machine.say("Another start.py is setting this up; waiting for it")
            while not takes(lock, wait=True):
                continue
        yield


def takes(lock: IO[bytes], *, wait: bool) -> bool:
    """Whether the lock is ours now; Windows gives up waiting after ten seconds."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.set_inheritable(lock.fileno(), True)  # noqa: FBT003 - a pip that outlives this process keeps the lock
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            return False
        raise
    return True


def run(command: Sequence[str]) -> Ran:
    """Run a program of the set-up, quietly and without questions."""
    ours = {"DEBIAN_FRONTEND": "noninteractive", "PIP_USER": "0"}
    environ = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000", **os.environ, **ours}
    return subprocess.run(  # noqa: S603 - the words are ours
        command,
        check=False,
        close_fds=False,  # the program shares our lock
        encoding="utf-8",
        env=environ,
        errors="replace",
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )


def say(text: str) -> None:
    """Tell the person; stdout belongs to the program that is run."""
    print(f"start: {text}", file=sys.stderr, flush=True)


def this_machine() -> Machine:
    """The computer we are on."""
    return Machine(
        system=sys.platform,
        is_root=sys.platform != "win32" and os.geteuid() == 0,
        environ=os.environ,
        which=shutil.which,
        exists=os.path.exists,
        has_module=lambda name: importlib.util.find_spec(name) is not None,
        run=run,
        say=say,
    )


def told_about(browser: Browser, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment from which the program learns the browser; what the user set stays."""
    found = {EXECUTABLE: browser.headless, HEADED: browser.headed}
    return {**environ, **{name: path for name, path in found.items() if path and not environ.get(name)}}


def become(command: list[str], environ: Mapping[str, str]) -> NoReturn:
    """Turn into the program; where that cannot be done, wait for it and pass its exit code on."""
    if sys.platform == "win32":
        for one in (signal.SIGINT, signal.SIGBREAK):  # they reach the program too, which ends in its own way
            signal.signal(one, signal.SIG_IGN)
        sys.exit(subprocess.call(command, env=environ))  # noqa: S603 - our own Python
    os.execve(command[0], command, environ)  # noqa: S606 - our own Python


def start(words: list[str], root: Path) -> int:
    """Prepare, then run what was asked for."""
    place, machine = place_in(root), this_machine()
    wanted = arguments(words, os.cpu_count() or 1)
    if wanted is None:
        print(USAGE, file=sys.stderr)
        return 2
    browser = prepare(place, machine)
    if not wanted:
        say(f"Ready. Next: {'start.cmd' if machine.system == 'win32' else 'python3 start.py'} demo")
        return 0
    if words[0] == "test":
        bring_postgres(machine)
        bring_screen(machine)
        os.chdir(root)
    become([str(place.python), *wanted], told_about(browser, machine.environ))


def main(words: list[str]) -> int:
    """Every way to end, each with at most one message."""
    if words[:1] in (["-h"], ["--help"]):
        print(USAGE)
        return 0
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"  # else Python before 3.13 cannot import from a folder with a Chinese name
    try:
        return start(words, Path(__file__).resolve().parent)
    except KeyboardInterrupt:
        say("Stopped. Start again to go on.")
        return 130
    except (SetupError, OSError) as error:
        say(f"Cannot go on. {error}")
        return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
