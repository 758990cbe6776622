"""What can be set, and within which bounds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Literal, get_args
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.domain.hours import PressHours
from agent.domain.identity import legible
from agent.domain.pinging import is_ping_address
from agent.typed import Unfit

PREFIX: Final = "COMPANION_"
_LEDGERS: Final = frozenset({"sqlite", "postgresql", "postgresql+psycopg"})
_CHANNEL: Final = re.compile(r"(?!channels$)[a-z][a-z0-9]*(_[a-z0-9]+)*")  # as the end of a variable's name


def _path(value: object) -> object:
    if value == "":
        return None
    return Path(value).expanduser() if isinstance(value, str) else value


def ledger_address(url: str) -> str:
    """The address, where it is one of a ledger and holds no password; else Unfit."""
    parts = urlsplit(url)
    if parts.password is not None or parse_qs(parts.query).keys() & {"password", "sslpassword"}:
        raise Unfit(why="ledger_password")
    if url and parts.scheme not in _LEDGERS:
        raise Unfit(why="not_a_ledger", known=", ".join(sorted(_LEDGERS)))
    return url


def _ping_address(url: SecretStr) -> SecretStr:
    if url.get_secret_value() and not is_ping_address(url.get_secret_value()):
        raise Unfit(why="not_a_ping")
    return url


OptionalPath = Annotated[Path | None, BeforeValidator(_path)]
Count = Annotated[int, Field(ge=1)]
Milliseconds = Annotated[int, Field(ge=1, le=600_000)]
Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


class Browser(_Group):
    """Which browser, and whether it is seen."""

    executable: OptionalPath = None
    headed_executable: OptionalPath = None
    headless_default: bool = True
    slow_ms: Annotated[int, Field(ge=0, le=10_000)] = 0


class LedgerPlace(_Group):
    """Where the ledger is; empty means SQLite in the state folder."""

    url: Annotated[str, AfterValidator(ledger_address)] = ""


class VaultPlace(_Group):
    """Where the key of the vault is; none means beside the configuration, outside the state folder."""

    key_file: OptionalPath = None


class EvidenceKept(_Group):
    """Whether runs leave pictures and a report, and for how long."""

    enabled: bool = True
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 90


class WaitTimes(_Group):
    """How long is waited; off loopback nobody may be less patient than these defaults."""

    action_ms: Milliseconds = 15_000
    read_deadline_s: Annotated[float, Field(gt=0, le=90, allow_inf_nan=False)] = 90
    read_tries: Annotated[int, Field(ge=1, le=3)] = 3
    settle_window_s: Seconds = 120
    settle_looks: Count = 3
    press_word_ms: Milliseconds = 20_000
    lease_s: Annotated[float, Field(ge=5, le=86_400, allow_inf_nan=False)] = 60
    follow_pause_s: Seconds = 60


class Pacing(_Group):
    """The honest pace of irreversible presses, per login: off loopback only slower than shipped, with a reason."""

    press_pause_s: Seconds = 90
    presses_per_day: Annotated[int, Field(ge=0, le=1_000)] = 20
    reason: Annotated[str, Field(max_length=200)] = ""


class LoopbackWaits(_Group):
    """The shorter waits for a portal on this machine; never used for any other."""

    action_ms: Milliseconds = 5_000
    settle_window_s: Seconds = 1.5
    settle_looks: Count = 3
    press_word_ms: Milliseconds = 3_000
    follow_pause_s: Seconds = 0.5
    press_pause_s: Seconds = 0
    presses_per_day: Annotated[int, Field(ge=0, le=1_000_000)] = 10_000


def _hours(text: str) -> str:
    """The press hours as they were written, once they can be read."""
    try:
        if text:
            PressHours.parse(text)
    except ValueError:
        raise Unfit(why="not_press_hours") from None
    return text


class Rounds(_Group):
    """How often `apply` looks again, how long it waits after what came to nothing, how many visits go on at once."""

    look_again_minutes: Annotated[int, Field(ge=1, le=1_440)] = 60
    look_over_hours: Annotated[int, Field(ge=1, le=168)] = 24
    pause_s: Seconds = 60
    longest_pause_s: Seconds = 3_600
    press_hours: Annotated[str, AfterValidator(_hours)] = ""
    at_once: Annotated[int, Field(ge=0, le=64)] = 0
    plan_lasts_hours: Annotated[int, Field(ge=1, le=168)] = 24


class Approvals(_Group):
    """Whether a named person has to agree to each irreversible press, and how long that may take."""

    ask: bool = False
    lasts_hours: Annotated[int, Field(ge=1, le=720)] = 24


class HandOvers(_Group):
    """How long a person is waited for where a page asks for one; 0 ends the run at once.

    `link` is where people find the dashboard, for the messages that call them.
    """

    wait_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    headed_minutes: Annotated[int, Field(ge=0, le=240)] = 15
    link: Annotated[str, Field(max_length=200, pattern=r"^(https?://[^\s]+)?$")] = ""


class Lives(_Group):
    """How `companion live plan` proposes LIVEs, and the offers that it proposes with them.

    `traffic` says how the source article's "15 minutes of the LIVE" are read: the first ones, or the ones before.
    """

    minutes: Annotated[int, Field(ge=15, le=720)] = 60
    per_week: Annotated[int, Field(ge=1, le=7)] = 3
    traffic: Literal["first", "before"] = "first"
    code_percent: Annotated[int, Field(ge=1, le=99)] = 10
    code_quota: Annotated[int, Field(ge=1, le=999_999)] = 100
    flash_percent: Annotated[int, Field(ge=1, le=99)] = 20


class Logs(_Group):
    """How much is logged, and whether to a file too."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    file: bool = True


class WatchdogPlace(_Group):
    """Whom each round tells that it began and how it ended; the address is a secret, as whoever has it can lie."""

    url: Annotated[SecretStr, Field(strict=False), AfterValidator(_ping_address)] = SecretStr("")
    url_file: OptionalPath = None


class Metrics(_Group):
    """Where the figures of the last round are left for Prometheus."""

    textfile: OptionalPath = None


class PortalUrls(_Group):
    """Other addresses for a portal on this machine: the mock's free port."""

    seller: str = ""
    creator: str = ""


def _no_address(table: object) -> object:
    if isinstance(table, dict) and "url" in table:
        raise Unfit(why="channel_url")
    return table


OccasionWord = Literal[
    "needs_person",
    "approval",
    "hand_over",
    "refused",
    "quota",
    "deadline",
    "summary",
    "violation",
    "health",
    "findings",
    "changed",
    "gpm",
]


class ChannelTold(_Group):
    """What one channel of notifications is told, and how; where it is, no file that is passed on may say."""

    occasions: list[OccasionWord] = Field(default=list(get_args(OccasionWord)), min_length=1)
    language: Literal["", "zh", "en", "es"] = ""
    pictures: bool = False
    url_file: OptionalPath = None

    _no_address = model_validator(mode="before")(_no_address)


def _a_name(name: str) -> str:
    if not _CHANNEL.fullmatch(name):
        raise Unfit(why="channel_name", value=legible(name, 40))
    return name


class Notify(_Group):
    """Who is told without looking: channels by name."""

    channels: dict[Annotated[str, AfterValidator(_a_name)], ChannelTold] = Field(default_factory=dict)


class Layout(_Group):
    """Everything that companion.toml may say."""

    language: Literal["", "zh", "en", "es"] = ""
    browser: Browser = Browser()
    ledger: LedgerPlace = LedgerPlace()
    vault: VaultPlace = VaultPlace()
    evidence: EvidenceKept = EvidenceKept()
    waits: WaitTimes = WaitTimes()
    loopback_waits: LoopbackWaits = LoopbackWaits()
    pacing: Pacing = Pacing()
    rounds: Rounds = Rounds()
    approvals: Approvals = Approvals()
    hand_over: HandOvers = HandOvers()
    live: Lives = Lives()
    logs: Logs = Logs()
    watchdog: WatchdogPlace = WatchdogPlace()
    metrics: Metrics = Metrics()
    notify: Notify = Notify()
    portals: dict[str, PortalUrls] = Field(default_factory=dict)


class Settings(Layout, BaseSettings):
    """The same, with every source applied."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", hide_input_in_errors=True, extra="forbid", frozen=True
    )
