"""What a scheduler does after a run: the one reading of our exit codes, which every file made for one follows."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from agent.errors import ALL_EXITS, EXIT, Code


class Scheduler(StrEnum):
    """What can start us regularly."""

    CRON = "cron"
    SYSTEMD = "systemd"
    TASKSCHEDULER = "taskscheduler"
    LAUNCHD = "launchd"
    K8S = "k8s"


class Then(StrEnum):
    """What an exit code asks for."""

    NOTHING = "nothing"  # it went well
    AGAIN = "again"  # nothing happened, or provably so: run it again in some minutes, it looks first
    NEXT_ROUND = "next_round"  # refused: trying at once is in vain, the next regular round asks anew
    PERSON = "person"  # never again at once: somebody has to look
    CUT_OFF = "cut_off"  # it was told to stop, and had pressed nothing


_BY_TENS: Final = {1: Then.AGAIN, 3: Then.NEXT_ROUND, 13: Then.CUT_OFF, 14: Then.CUT_OFF}
_HEALED_BY_TIME: Final = (Code.G_COOLDOWN, Code.G_QUOTA, Code.G_SLOTS, Code.G_LINK_RATE)


def then(exit_: int) -> Then:
    """What an exit code of ours asks for; each ten of them is one class."""
    return _BY_TENS.get(exit_ // 10, Then.PERSON) if exit_ else Then.NOTHING


def exits(*wanted: Then) -> tuple[int, ...]:
    """Our exit codes that ask for one of these, in order."""
    return tuple(one for one in ALL_EXITS if then(one) in wanted)


def healed_by_time() -> tuple[int, ...]:
    """The refusals that end by waiting: a scheduler that knows "skipped" may call them so."""
    return tuple(sorted({EXIT[code] for code in _HEALED_BY_TIME}))
