"""Random histories of an act in a real browser, each from one number: what bites, where it is cut off, what follows.

A history is three faulted starts and then a person who looks. The letters are the fault classes of the fault tables.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent_bench import until
from figures import note
from scene import LEASE, Scene
from trials import TRIALS, Place, Trial

from agent.domain.record import Record, UnlinkRequest

AT_THE_PRESS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("N1", {"do": "delay_before_commit", "seconds": 0.2}),
    ("N3", {"do": "hang_no_commit", "seconds": 0.8}),
    *[("N4", {"do": "commit_then_hang", "seconds": 0.8})] * 2,
    *[("N5", {"do": "commit_late", "seconds": seconds}) for seconds in (0.3, 1.5)],
    *[("N6", {"do": "status_before_commit", "code": code}) for code in (500, 504)],
    *[("N6", {"do": "status_after_commit", "code": code}) for code in (500, 502)],
    ("N7", {"do": "maintenance"}),
    ("N8", {"do": "status_before_commit", "code": 429}),
    ("N9", {"do": "close_before_read"}),
    *[("N10", {"do": "close_after_commit", "reset": reset}) for reset in (False, True)],
    ("N10", {"do": "rst_after_commit"}),
    ("N12", {"do": "truncate", "bytes": 20}),
    *[("N13", {"do": verb}) for verb in ("garble", "empty_200")],
    ("N14", {"do": "drip", "bps": 200}),
    ("N15", {"do": "redirect", "code": 302, "url": "/homepage"}),
    ("U1", {"do": "optimistic_then_revert", "seconds": 0.2}),
    ("U2", {"do": "error_toast_after_commit"}),
    ("U10", {"do": "double_handler"}),
    ("S2", {"do": "expire_session", "after": 0}),
    ("S2", {"do": "login"}),
    ("S3", {"do": "captcha", "seconds": 0.5}),
    ("S4", {"do": "twofa"}),
    ("S7", {"do": "suspended"}),
    ("S8", {"do": "rotate_session"}),
    ("S9", {"do": "kick_session"}),
)
AT_A_LOOK: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("N1", {"do": "delay_before_commit", "seconds": 0.2}),
    ("N2", {"do": "hang_no_commit", "seconds": 1}),
    ("N6", {"do": "status_before_commit", "code": 502}),
    ("N7", {"do": "maintenance"}),
    ("N9", {"do": "close_before_read"}),
    ("N12", {"do": "truncate", "bytes": 300}),
    *[("N13", {"do": verb}) for verb in ("garble", "empty_200")],
    ("N14", {"do": "drip", "bps": 40_000}),
    ("U3", {"do": "stale_read", "seconds": 2, "most": 3600}),  # as old as a list may be: the pauses go beyond that
    ("U14", {"do": "paginate", "size": 1}),
    ("S2", {"do": "login"}),
)
CUTS = ("CP02", "CP05", "CP06", "CP07", "CP08", "CP09", "CP10", "CP11", "CP15", "CP16", "CP17", "CP23", "CP22")
LANGUAGES = ("en", "zh", "es")
COUNTINGS = ("naive", "nonce")
STARTS = 3  # of each history
KEEPS = 0.3
PAUSES = (0, 0, 1, 61, 660, 90_000)
HASTE = {"action_ms": 800, "press_word_ms": 400, "settle_window_s": 0.2, "settle_looks": 2, "follow_pause_s": 0.05}


@dataclass(frozen=True)
class Bite:
    """One fault: its class, and how the mock portal is told of it."""

    name: str
    verb: Mapping[str, Any]
    method: str
    path: str
    nth: int = 1


@dataclass(frozen=True)
class Start:
    """One start of the act; after it the portal's clock goes on by `pause` seconds."""

    bites: tuple[Bite, ...]
    cut: str
    pause: float


@dataclass(frozen=True)
class Plan:
    """All that happens in one history; `keeps` says whether the showcase is kept before a link is ended."""

    seed: int
    trial: Trial
    place: Place
    language: str
    counting: str
    starts: tuple[Start, ...]
    keeps: bool

    def __str__(self) -> str:
        bites = [[f"{one.name} {one.verb} at {one.path} {one.nth}" for one in start.bites] for start in self.starts]
        told = [(*bitten, start.cut, start.pause) for bitten, start in zip(bites, self.starts, strict=True)]
        return f"seed {self.seed}: {self.trial} {self.place.market} {self.language} {self.counting} {told}"


def planned(seed: int, trials: Sequence[Trial] = TRIALS) -> Plan:
    """The history of this number, always the same."""
    dice = random.Random(seed)  # noqa: S311 - repeatable numbers are the point
    trial = dice.choice(trials)
    place, language, counting = dice.choice(trial.deed.places), dice.choice(LANGUAGES), dice.choice(COUNTINGS)
    starts = tuple(_start(dice, trial) for _ in range(STARTS))
    return Plan(seed, trial, place, language, counting, starts, keeps=dice.random() < KEEPS)


def _start(dice: random.Random, trial: Trial) -> Start:
    bites = tuple(_bites(dice, trial))
    cut = dice.choice(CUTS) if not bites or dice.random() < 0.2 else ""
    return Start(bites, cut, dice.choice(PAUSES))


def _bites(dice: random.Random, trial: Trial) -> Iterator[Bite]:
    if dice.random() < 0.8:
        yield Bite(*dice.choice(AT_THE_PRESS), "POST", trial.deed.press)
    if dice.random() < 0.4:
        yield Bite(*dice.choice(AT_A_LOOK), "GET", dice.choice(trial.deed.looks), dice.randint(1, 3))
    if trial.deed.drafts and dice.random() < 0.4:
        yield Bite(*dice.choice(AT_THE_PRESS), "POST", dice.choice(trial.deed.drafts), dice.randint(1, 2))


def played(plan: Plan, scene: Scene) -> None:
    """Live through the history; the invariants hold after each start and in the end."""
    if not plan.keeps and isinstance(scene.request, UnlinkRequest):
        scene.request = replace(scene.request, without_backup="the press is on trial, not the copy")
    for start in plan.starts:
        _started(start, plan, scene)
    scene.world.clear_faults()
    scene.world.advance(seconds=LEASE + 60)  # who was cut off may have left the login taken
    until(lambda: not scene.world.to_come())  # a fault may have waited for the press of a later start
    _ready(plan, scene)
    scene.caught_up()
    scene.holds()


def _started(start: Start, plan: Plan, scene: Scene) -> None:
    """One start, as it is told to go."""
    _ready(plan, scene)
    for bite in start.bites:
        scene.world.fault(bite.method, bite.path, nth=bite.nth, **bite.verb)
    asked, began = scene.presses(), time.monotonic()
    record = scene.cut_off_at(start.cut) if start.cut else scene.start()
    sent, took = scene.presses() - asked, time.monotonic() - began
    if record:
        scene.told_truly(record, sent)
    _note(plan, start, sent, took, record)
    scene.world.advance(seconds=start.pause)


def _ready(plan: Plan, scene: Scene) -> None:
    """What a person and the time do between two starts: everybody is logged in, and all clocks agree."""
    scene.agent.follow_clock()
    scene.let_in()
    scene.agent.speak(plan.language)


def _note(plan: Plan, start: Start, sent: int, took: float, record: Record | None) -> None:
    note(
        "browser",
        seed=plan.seed,
        act=str(plan.trial),
        market=plan.place.market,
        language=plan.language,
        bites=[bite.name for bite in start.bites],
        cut=start.cut,
        exit=record.exit if record else None,
        outcome=str(record.outcome) if record else "",
        sent=sent,
        seconds=round(took, 2),
    )
