"""A round over all shops, of which the files for schedulers are made, and what the exit codes ask of them."""

from __future__ import annotations

from datetime import time
from pathlib import PurePosixPath
from typing import Any

from agent.adapters.schedulers import At, Every, Round, When, rendered
from agent.domain.scheduling import Scheduler

# What the table of exit codes in docs/errors.md asks of a scheduler.
TRY_AGAIN = [10, 11, 12, 13, 14]
CUT_OFF = [130, 143]
REFUSED = [*range(30, 40)]
PERSON = [1, 2, 3, 4, 5, *range(20, 27), 40, 41, 42]
NOT_AGAIN = sorted([*REFUSED, *PERSON])
OFTEN, DAILY = Every(10), At(time(9, 10), "Asia/Shanghai")
ODD = '/srv/my shop 100% "店" $HOME'


def a_round(when: When = OFTEN, program: str = "/opt/companion", **other: Any) -> Round:
    told: dict[str, Any] = {
        "words": (program, "apply", "--state", ODD),
        "inside": ("companion", "apply"),
        "when": when,
        "user": "ops",
        "state": PurePosixPath(ODD),
        "key_file": PurePosixPath("/etc/my keys 100%/vault.key"),
        "environment": {"PLAYWRIGHT_BROWSERS_PATH": "/opt/my browsers"},
        "image": "registry.example.com/companion:1.0",
    }
    return Round(**(told | other))


def texts(kind: Scheduler, when: When = OFTEN, **other: Any) -> list[str]:
    return [one.text for one in rendered(kind, a_round(when, **other))]
