"""Many starts of one job at the same moment: one of them does it, the others are told that somebody is at it or was."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import timedelta

import pytest
from command import cold, environment
from figures import note
from forked import FORKS
from scene import Scene
from trials import TRIALS, Trial

SIZES = (2, 5, 20)
ROUNDS = int(os.environ.get("CROWD_RUNS", "20"))
BIND, UNLINK, *_ = TRIALS
BUSY = 13


def assert_one_did_it(scene: Scene, exits: Counter[int | None]) -> None:
    assert set(exits) <= {0, BUSY}, exits
    assert exits[0] >= 1
    assert scene.effects() == scene.presses() == len(scene.claims()) == 1
    scene.holds()


@pytest.mark.sample(1)
@pytest.mark.parametrize(("trial", "size"), [(UNLINK, 2), (BIND, 5)], ids=str)
def test_of_several_starts_at_once_one_does_it(scene: Scene, trial: Trial, size: int) -> None:
    _ = trial
    gate = FORKS.Barrier(size)
    commands = [scene.command(gate) for _ in range(size)]

    exits = Counter(one.ended() for one in commands)
    assert_one_did_it(scene, exits)
    assert scene.told().count("another run is working with the login") == exits[BUSY]
    assert scene.told().count("Nothing was sent to the portal") == exits[BUSY]


@pytest.mark.heavy
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("n", "trial"), [(n, TRIALS[n % len(TRIALS)]) for n in range(ROUNDS)], ids=str)
def test_of_many_cold_starts_one_does_it(scene: Scene, size: int, n: int, trial: Trial) -> None:
    _ = n
    began = time.monotonic()
    commands = [cold(scene.words(), environment(scene.agent)) for _ in range(size)]

    exits = Counter(one.wait(110) for one in commands)

    note("crowd", size=size, act=str(trial), seconds=time.monotonic() - began, exits=dict(exits))
    assert_one_did_it(scene, exits)


@pytest.mark.sample(2)
@pytest.mark.parametrize("trial", TRIALS, ids=str)
def test_who_is_not_let_in_starts_no_browser(scene: Scene, trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    _ = trial
    scene.agent.ledger("lease", scene.agent.desk().login.id, "somebody else", timedelta(hours=1))
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", "/nowhere/browser")

    assert cold(scene.words(), environment(scene.agent)).wait(60) == BUSY
