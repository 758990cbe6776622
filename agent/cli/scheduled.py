"""What a scheduler is to start, read from the options of `emit` and from this installation."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from agent.cli.call import CALL
from agent.domain.identity import legible
from agent.domain.scheduling import Scheduler
from agent.errors import Code, MendInput
from agent.tomlfile import need
from agent.wiring.house import ROSTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.adapters.schedulers import Round, When
    from agent.wiring import House

_EVERY: Final = re.compile(r"([1-9]\d{0,3})([mh])", re.ASCII)
_AT: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*\$?", re.ASCII)
_IMAGE: Final = re.compile(r"[\w./:@-]+", re.ASCII)
_UNFIT: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
APPLY: Final = "apply"
# What may be started, and the words of it.
RUNS: Final = MappingProxyType({APPLY: (APPLY,), "watch": ("watch",), "collect": ("insights", "collect")})
_CARRIED: Final = ("PLAYWRIGHT_BROWSERS_PATH",)
KEY: Final = "COMPANION_VAULT__KEY_FILE"
_INSIDE: Final = ("--config", "/etc/channel-companion", "--state", "/var/lib/channel-companion")
_KNOWS_NOT: Final[Mapping[Scheduler, frozenset[str]]] = {
    Scheduler.CRON: frozenset({"--image"}),
    Scheduler.SYSTEMD: frozenset({"--image"}),
    Scheduler.TASKSCHEDULER: frozenset({"--image", "--zone"}),
    Scheduler.LAUNCHD: frozenset({"--image", "--zone"}),
    Scheduler.K8S: frozenset({"--user"}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of one call."""

    kind: Scheduler
    every: str
    at: str
    zone: str
    user: str
    image: str
    run: str = APPLY

    @property
    def suffix(self) -> str:
        """What sets the names of another command's files apart from the round's."""
        return "" if self.run == APPLY else f"-{self.run}"

    @property
    def runs_as_root(self) -> bool:
        """Whether the browser would have to do without its sandbox."""
        return self.kind in {Scheduler.CRON, Scheduler.SYSTEMD} and name_of(self) == "root"


def when_of(asked: Asked) -> When:
    """The time-table; raises MendInput(E_USAGE) for what is none, and for what this scheduler cannot do."""
    from agent.adapters.schedulers import At  # noqa: PLC0415 - same

    if asked.run not in RUNS:
        raise MendInput(Code.E_USAGE, why="run_form", known=", ".join(RUNS), value=legible(asked.run, 40))
    given = {"--zone": asked.zone, "--user": asked.user, "--image": asked.image}
    for option in sorted(_KNOWS_NOT[asked.kind]):
        if given[option]:
            raise MendInput(Code.E_USAGE, why="not_for", value=option, known=asked.kind)
    if not asked.at:
        if asked.zone:
            raise MendInput(Code.E_USAGE, why="zone_form")
        return _regularly(asked.every or "10m")
    if asked.kind is Scheduler.LAUNCHD:
        raise MendInput(Code.E_USAGE, why="launchd_late")
    found = _AT.fullmatch(asked.at)
    if not found or asked.every:
        raise MendInput(Code.E_USAGE, why="at_form", value=legible(asked.at, 40))
    return At(time(int(found[1]), int(found[2])), _a_zone(asked.zone))


def _regularly(text: str) -> When:
    from agent.adapters.schedulers import Every  # noqa: PLC0415 - same

    found = _EVERY.fullmatch(text)
    chosen = Every(int(found[1]) * (60 if found[2] == "h" else 1)) if found else None
    if chosen is None or not chosen.even:
        raise MendInput(Code.E_USAGE, why="every_form", value=legible(text, 40))
    return chosen


def _a_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MendInput(Code.E_USAGE, why="not_a_zone", value=legible(name, 60)) from None


def round_of(asked: Asked, when: When, rooms: House) -> Round:
    """What is started: this installation, with the configuration and the state that are in force now."""
    from agent.adapters.schedulers import Round  # noqa: PLC0415 - same

    start = (*RUNS[asked.run], "--no-input", "--lang", CALL.get().language)
    config, state = configuration(rooms), rooms.state.absolute()
    words = _plain(*_program(), *start, "--config", str(config), "--state", str(state))
    return Round(
        words=words,
        inside=("companion", *start, *_INSIDE),
        when=when,
        user=name_of(asked),
        state=state,
        key_file=Path(*_plain(str(rooms.key_file.absolute()))),
        environment=_environment(asked.kind, rooms, config),
        image=_image(asked),
        suffix=asked.suffix,
    )


def _plain(*texts: str) -> tuple[str, ...]:
    """The same texts; MendInput(E_INPUT) for one that would end a line, or is no text that a file can hold."""
    for text in texts:
        if _UNFIT.search(text):
            raise MendInput(Code.E_INPUT, why="control_sign", value=legible(text, 200))
    return texts


def _program() -> tuple[str, ...]:
    script = Path(sys.executable).with_name("companion.exe" if sys.platform == "win32" else "companion")
    return (str(script),) if script.exists() else (sys.executable, "-m", "agent")


def configuration(rooms: House) -> Path:
    """The folder of the roster in force; raises MendInput(E_CONFIG) where there is none."""
    return need(ROSTER, rooms.folders).parent.absolute()


def _environment(kind: Scheduler, rooms: House, config: Path) -> dict[str, str]:
    """What is set here without being a secret, and must be set there; Task Scheduler can set nothing."""
    carried, key = {name: os.environ[name] for name in _CARRIED if os.environ.get(name)}, rooms.key_file.absolute()
    if kind is Scheduler.TASKSCHEDULER and not _found_by_itself(key, rooms, config):
        raise MendInput(Code.E_INPUT, why="key_elsewhere", value=key)
    return carried if kind is Scheduler.SYSTEMD else carried | {KEY: str(key)}


def _found_by_itself(key: Path, rooms: House, config: Path) -> bool:
    chosen = rooms.settings.vault.key_file
    told = rooms.origins()["vault.key_file"].origin.startswith("file ") and chosen is not None and chosen.is_absolute()
    return told or key == config / "vault.key"


def name_of(asked: Asked) -> str:
    """Who is to run it: the user of that name, else you; raises MendInput(E_USAGE) for what is no name."""
    from agent.wiring import user  # noqa: PLC0415 - only here

    if asked.kind is Scheduler.TASKSCHEDULER:
        domain = os.environ.get("USERDOMAIN", "")
        return asked.user or "\\".join(filter(None, [domain, user()]))
    name = asked.user if asked.kind is Scheduler.LAUNCHD else asked.user or user()
    if name and not _USER.fullmatch(name):
        raise MendInput(Code.E_USAGE, why="not_a_user", value=legible(name, 60))
    return name


def _image(asked: Asked) -> str:
    if asked.kind is Scheduler.K8S and not _IMAGE.fullmatch(asked.image):
        raise MendInput(Code.E_USAGE, why="image_form", value=legible(asked.image, 60))
    return asked.image
