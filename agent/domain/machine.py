"""What the machine that the program runs on is found to be, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from agent.errors import Code


class Part(StrEnum):
    """What is looked at, in the order in which it is told."""

    BROWSER = "browser"
    OWN = "own"
    SANDBOX = "sandbox"
    FONTS = "fonts"
    DISK = "disk"
    KEY = "key"
    LEDGER = "ledger"
    LINE = "line"
    CLOCK = "clock"
    NOTIFY = "notify"


class State(StrEnum):
    """How it was found; a `warn` keeps nothing from working."""

    GOOD = "good"
    WARN = "warn"
    BROKEN = "broken"


class What(StrEnum):
    """What is found of a part; an `error` is told in the words of its code."""

    BROWSER = "browser"
    ATTACHED = "attached"
    SANDBOX_ON = "sandbox_on"
    SANDBOX_OFF = "sandbox_off"
    FONTS = "fonts"
    FONTS_MISSING = "fonts_missing"
    DISK = "disk"
    DISK_FULL = "disk_full"
    KEY = "key"
    LEDGER = "ledger"
    LINE = "line"
    LINE_HERE = "line_here"
    LINE_DEAD = "line_dead"
    LINE_LOOPBACK = "line_loopback"
    LINE_SHARED = "line_shared"
    LINE_UNTRUSTED = "line_untrusted"
    CLOCK = "clock"
    CLOCK_WRONG = "clock_wrong"
    CLOCK_UNTOLD = "clock_untold"
    CHANNEL = "channel"
    CHANNEL_DUMB = "channel_dumb"
    GIVEN_UP = "given_up"
    TOO_SLOW = "too_slow"
    ERROR = "error"


# These need no mending, so nothing is said about how.
IN_ORDER = frozenset(
    {What.BROWSER, What.SANDBOX_ON, What.FONTS, What.KEY, What.LEDGER, What.LINE, What.LINE_HERE, What.CHANNEL},
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: what is found of it, and the values that fill its words."""

    part: Part
    state: State
    what: What
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class BrowserSeen:
    """A browser that could be started: whether it is walled in, and whether it can draw Chinese."""

    version: str
    sandboxed: bool
    draws_chinese: bool


@dataclass(frozen=True, slots=True)
class LineSeen:
    """What came back over a network line: the country it comes out in, and the other end's clock minus ours."""

    country: str
    skew: timedelta | None
