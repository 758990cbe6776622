"""A signal of scheduler, keyboard or closed terminal: before the claim nothing happened, after it nothing is hidden."""

from __future__ import annotations

import signal

import pytest
from agent_bench import until
from scene import Scene
from trials import TRIALS, Trial

BIND, UNLINK, *OTHERS = TRIALS
EXITS = {signal.SIGTERM: 143, signal.SIGHUP: 143, signal.SIGINT: 130}
ENDS = [(BIND, signal.SIGHUP), (BIND, signal.SIGINT), (UNLINK, signal.SIGTERM)]
MORE = [pytest.param(trial, signal.SIGTERM, marks=pytest.mark.heavy) for trial in (BIND, *OTHERS)]
MOST_SECONDS = 10  # to confirm a press that has left


@pytest.mark.sample(1)
@pytest.mark.parametrize(("trial", "end"), [*ENDS, *MORE], ids=str)
def test_ended_before_the_claim_nothing_was_sent(scene: Scene, trial: Trial, end: signal.Signals) -> None:
    scene.world.fault("", trial.deed.before, do="hang_no_commit", seconds=20)
    command = scene.command()
    until(lambda: scene.asked(trial.deed.before), 60)

    command.signalled(end)

    assert (command.ended(), scene.presses(), scene.claims()) == (EXITS[end], 0, [])
    assert ("The run was interrupted" in scene.told(), "Traceback" in scene.told()) == (True, False)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "trial", [BIND, UNLINK, *(pytest.param(one, marks=pytest.mark.heavy) for one in OTHERS)], ids=str
)
def test_terminated_after_the_press_the_outcome_is_unknown_until_somebody_looks(scene: Scene, trial: Trial) -> None:
    scene.world.fault("POST", trial.deed.press, do="commit_then_hang", seconds=20)
    command = scene.command()
    until(lambda: scene.effects() == 1, 60)

    command.signalled(signal.SIGTERM)

    assert command.ended(within=MOST_SECONDS) == 20
    assert ("companion reconcile --intent" in scene.told(), scene.states()) == (True, ["open"])
    assert scene.start().exit == 0
    scene.holds()
