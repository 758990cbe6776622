"""How patient and how slow to be with one portal: shorter waits are for this machine only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.settings.layout import Layout, Pacing
from agent.settings.sources import blamed, flat

if TYPE_CHECKING:
    from agent.settings.layout import Settings
    from agent.tomlfile import Document


@dataclass(frozen=True, slots=True)
class EffectiveWaits:
    """The patience that applies to one portal; the two in milliseconds are for the browser."""

    action_ms: int
    press_word_ms: int
    read_deadline: timedelta
    read_tries: int
    settle_window: timedelta
    settle_looks: int
    lease: timedelta
    follow_pause: timedelta
    press_pause: timedelta
    presses_per_day: int
    paced_by: str


def effective_waits(settings: Settings, document: Document | None = None, *, loopback: bool) -> EffectiveWaits:
    """The waits for a portal; off loopback, less patience than the defaults is E_CONFIG, as a slower pace unexplained.

    `document` is the file that the settings were read from, so that the error can name its line.
    """
    told = settings.waits.model_dump() | settings.pacing.model_dump()
    if loopback:
        told |= settings.loopback_waits.model_dump()
    else:
        _refuse_impatience(settings, document)
        _want_a_reason(settings, document)
    return EffectiveWaits(
        action_ms=told["action_ms"],
        press_word_ms=told["press_word_ms"],
        read_deadline=timedelta(seconds=told["read_deadline_s"]),
        read_tries=told["read_tries"],
        settle_window=timedelta(seconds=told["settle_window_s"]),
        settle_looks=told["settle_looks"],
        lease=timedelta(seconds=told["lease_s"]),
        follow_pause=timedelta(seconds=told["follow_pause_s"]),
        press_pause=timedelta(seconds=told["press_pause_s"]),
        presses_per_day=told["presses_per_day"],
        paced_by=f"settings [{_LOOPBACK}]" if loopback else f"settings [pacing]: {settings.pacing.reason.strip()}",
    )


_LOOPBACK: Final = "loopback_waits"
_AT_LEAST: Final = (
    *("waits.action_ms", "waits.settle_window_s", "waits.settle_looks", "waits.press_word_ms", "waits.lease_s"),
    *("waits.follow_pause_s", "pacing.press_pause_s"),
)


def _refuse_impatience(settings: Settings, document: Document | None) -> None:
    chosen, usual = flat(settings.model_dump()), flat(Layout().model_dump())
    less = [key for key in _AT_LEAST if chosen[key] < usual[key]]
    more = [key for key in ("pacing.presses_per_day",) if chosen[key] > usual[key]]
    for key in (*less, *more):
        why = "least_elsewhere" if key in less else "most_elsewhere"
        raise blamed(document, key, why, bound=f"{usual[key]:g}")


def _want_a_reason(settings: Settings, document: Document | None) -> None:
    """Who reads a report later must see why this login goes slower than all others."""
    told, usual = settings.pacing.model_dump(), Pacing().model_dump()
    changed = [key for key in told if told[key] != usual[key] and key != "reason"]
    if changed and not settings.pacing.reason.strip():
        raise blamed(document, f"pacing.{changed[0]}", why="pace_unexplained")
