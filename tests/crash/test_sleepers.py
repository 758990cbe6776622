"""A run is stopped in the middle of it, another one does the work meanwhile, and then the first one wakes up."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import Any

import pytest
from agent_bench import until
from forked import Forked
from scene import Scene
from trials import TRIALS, Trial

from agent.domain.ledger import Outcome

BIND, UNLINK, ASK, APPROVE, *_ = TRIALS
AFTER_THE_CLAIM = [(BIND, "CP11"), (UNLINK, "CP10"), (UNLINK, "CP16")]
MORE = [(BIND, "CP10"), (BIND, "CP15"), (ASK, "CP10"), (APPROVE, "CP10")]


def first(some: Sequence[Any], *more: Any) -> list[Any]:
    """These, and more of them in the long proofs."""
    return [*some, *(pytest.param(*one, marks=pytest.mark.heavy) for one in more)]


def asleep(scene: Scene, point: str, **change: object) -> Forked:
    """A run that sleeps at this point."""
    sleeper = scene.victim(point, **change)
    sleeper.stops()
    return sleeper


def woken(sleeper: Forked) -> int | None:
    """How it ends once it wakes."""
    sleeper.signalled(signal.SIGCONT)
    return sleeper.ended()


@pytest.mark.parametrize("trial", first([UNLINK], [BIND], [ASK], [APPROVE]), ids=str)
def test_who_slept_past_permit_and_lease_finds_it_done(scene: Scene, trial: Trial) -> None:
    _ = trial
    sleeper = asleep(scene, "CP09")
    assert scene.after_the_lease().outcome is Outcome.DONE

    assert woken(sleeper) in {0, 13}
    assert scene.presses() == scene.effects() == 1
    scene.holds()


@pytest.mark.heavy
@pytest.mark.parametrize("trial", first([BIND, UNLINK], [ASK], [APPROVE]), ids=str)
def test_who_slept_past_the_lease_alone_is_stopped_by_its_fence(scene: Scene, trial: Trial) -> None:
    _ = trial
    sleeper = asleep(scene, "CP09", lease=12)
    assert scene.after_the_lease(seconds=13).outcome is Outcome.DONE

    assert woken(sleeper) == 13
    assert scene.presses() == scene.effects() == 1
    scene.holds()


@pytest.mark.heavy
@pytest.mark.parametrize("trial", [BIND], ids=str)
def test_the_fence_holds_while_the_other_one_is_still_at_it(scene: Scene, trial: Trial) -> None:
    _ = trial
    sleeper = asleep(scene, "CP09", lease=12)
    scene.world.advance(seconds=13)
    other = asleep(scene, "CP09")

    assert woken(sleeper) == 13
    assert woken(other) == 0
    assert scene.presses() == scene.effects() == 1
    scene.holds()


@pytest.mark.sample(1)
@pytest.mark.parametrize(("trial", "point"), first(AFTER_THE_CLAIM, *MORE), ids=str)
def test_who_slept_after_the_claim_presses_no_second_time(scene: Scene, trial: Trial, point: str) -> None:
    _ = trial
    sleeper = asleep(scene, point)
    scene.after_the_lease()

    exit_ = woken(sleeper)

    assert exit_ in {0, 14, 20}
    assert scene.presses() <= 1
    assert scene.effects() <= 1
    until(lambda: not sleeper.left(), 5)
    scene.agent.reconcile()
    scene.holds()
