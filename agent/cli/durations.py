"""A time that somebody writes."""

from __future__ import annotations

import re
from datetime import timedelta

from agent.domain.identity import legible
from agent.errors import Code, MendInput

_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smhd])")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def a_duration(text: str, option: str = "--wait") -> timedelta:
    """A time such as 90s, 20m, 48h or 2d; raises MendInput(E_USAGE)."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise MendInput(Code.E_USAGE, why="wait_form", option=option, value=legible(text, 40))
    return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
