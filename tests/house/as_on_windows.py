"""Loads and runs the program as if this were Windows: by its name, without what it lacks, with its own two programs.

Only what our code asks for is pretended; paths stay those of this system. Prints what became of it as JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from unix_only import LACKING, MODULES

ROOT = Path(__file__).parents[2]
OURS = ("agent", "mock_portal", "start")
SYSTEM = r"C:\Windows\System32"
TOLD = r'"desk\王 S-1-5-9","S-1-5-21-1004336348-1177238915-682003330-1001"'


def names() -> list[str]:
    """Every module of ours."""
    found = [path for one in OURS[:2] for path in sorted((ROOT / one).rglob("*.py"))]
    dotted = (".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in found)
    # An entry point runs when it is loaded, and a migration is loaded by alembic alone.
    return [one for one in [*dotted, "start"] if not one.endswith(("__main__", "migrations.env"))]


def load_all() -> int:
    """Load every module of ours; says how many."""
    return len([importlib.import_module(one) for one in names()])


def become_windows() -> None:
    """Forget our modules, and take from the others what Windows has not."""
    for name in [one for one in sys.modules if one.partition(".")[0] in OURS]:
        del sys.modules[name]
    for module, lacking in LACKING.items():
        for name in lacking:
            if hasattr(sys.modules[module], name):
                delattr(sys.modules[module], name)
    sys.modules |= dict.fromkeys(MODULES)  # type: ignore[arg-type]  # None: cannot be imported
    msvcrt = ModuleType("msvcrt")
    vars(msvcrt).update(LK_LOCK=1, LK_NBLCK=2, locking=lambda _handle, _mode, _bytes: None)
    sys.modules["msvcrt"] = msvcrt
    vars(signal)["SIGBREAK"] = signal.SIGUSR2
    sys.platform = "win32"


def bring_programs(folder: Path) -> None:
    """Windows' own `whoami` and `icacls`; the second only keeps what it was asked."""
    folder.mkdir()
    log = folder / "asked"
    for name, does in (("whoami.exe", f"cat <<'.'\n{TOLD}\n."), ("icacls.exe", f'printf "%s\\n" "$*" >> "{log}"')):
        path = folder / f"{SYSTEM}\\{name}"
        path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        path.chmod(0o700)
    os.environ["PATH"] += f":{folder}"


def companion(*words: str) -> list[object]:
    """Run one command; answers its exit code and what it said on stderr."""
    main = importlib.import_module("agent.cli.main")
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        return [main.run(["--lang", "en", *words]), said.getvalue()]


def made_private(folder: Path) -> bool:
    """Make a folder for its owner alone; says whether one is there afterwards."""
    files, errors = (importlib.import_module(one) for one in ("agent.adapters.files", "agent.errors"))
    with contextlib.suppress(errors.MendHost):
        files.private_folder(folder / "inner")
    return folder.exists()


def started(code: int) -> list[object]:
    """Let start.py hand over to a program; answers the exit code, and which ends are left to that program."""
    start = importlib.import_module("start")
    ended = 0
    try:
        start.become([sys.executable, "-c", f"raise SystemExit({code})"], os.environ)
    except SystemExit as end:
        ended = end.code
    return [ended, *(signal.getsignal(one) is signal.SIG_IGN for one in (signal.SIGINT, signal.SIGUSR2))]


def play(folder: Path) -> dict[str, Any]:
    """Without Windows' programs, then with them."""
    place = ("--config", str(folder / "config"), "--state", str(folder / "state"))
    told: dict[str, Any] = {"before": load_all()}
    become_windows()
    told["loaded"] = load_all()
    told["refused"] = [*companion(*place, "init"), (folder / "config" / "vault.key").exists()]
    told["made"] = [made_private(folder / "early")]
    bring_programs(folder / "bin")
    told["runs"] = [companion(*place, *words) for words in (["init"], ["status"], ["vault", "rotate"])]
    told["made"] = [*told["made"], made_private(folder / "late")]
    told["started"] = started(7)
    return told | {"asked": (folder / "bin" / "asked").read_text("utf-8").splitlines()}


if __name__ == "__main__":
    os.environ.pop("SystemRoot", None)
    sys.stdout.write(json.dumps(play(Path(sys.argv[1]))))
