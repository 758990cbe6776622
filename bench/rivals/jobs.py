"""How a rival's script is started: for one job, or to stay and do one job for each line that it is given."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """One account to be bound, and what with: `session` is a file of kept cookies, empty where one logs in."""

    origin: str
    account: str
    password: str
    handle: str
    browser: str
    driver: str = ""
    session: str = ""


def work(bind: Callable[[Job], None]) -> None:
    """Read the command line and do the job; with --stay tell the seconds of each one on stdout."""
    parser = argparse.ArgumentParser()
    for name in ("origin", "account", "password", "handle", "browser"):
        parser.add_argument(name)
    parser.add_argument("--driver", default="")
    parser.add_argument("--session", default="")
    parser.add_argument("--stay", action="store_true")
    given = vars(parser.parse_args())
    stay, job = given.pop("stay"), Job(**given)
    if not stay:
        bind(job)
        return
    for _ in sys.stdin:
        began = time.perf_counter()
        bind(job)
        print(time.perf_counter() - began, flush=True)
