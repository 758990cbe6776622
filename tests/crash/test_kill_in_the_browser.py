"""kill -9 of a real process with a real browser at labelled points; the next run looks first and nothing is doubled."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Sequence
from itertools import cycle, product

import pytest
from every_trial import EVERY, OTHERS
from scene import Scene
from trials import TRIALS, Trial

from agent.domain.permit import Kind

FREE = ("CP08", "CP09")  # before the claim: pressing is still to come
OPEN = ("CP10", "CP11")  # claimed, and no request has left
SENT = ("CP15", "CP16", "CP17")
APPEAL = next(one for one in OTHERS if one.kind is Kind.APPEAL)  # the one that puts files into a draft first
POINTS = (*FREE, *OPEN, *SENT)
ELSEWHERE = ("CP02", "CP04", "CP05", "CP06", "CP07", "CP22")
ANSWERS = ("before_commit", "after_commit", "half_answer")  # CP12, CP13, CP14: known to the portal alone
EVERYWHERE = ("CP11", "after_commit")  # the two that cost most where they go wrong, for each act
CORE = TRIALS[:4]  # an invitation and the three ways to unlink: at each other point one of them is killed, in turn


def others(points: Iterable[str], met: Sequence[tuple[Trial, str]]) -> list[tuple[Trial, str]]:
    """All that every run does not meet."""
    return [(trial, point) for point in points for trial in EVERY if (trial, point) not in met]


_ONE_EACH = zip([one for one in (*POINTS, *ANSWERS) if one not in EVERYWHERE], cycle(CORE), strict=False)
MET = [*product(TRIALS, EVERYWHERE), *((trial, point) for point, trial in _ONE_EACH)]
KILLED = [*(one for one in MET if one[1] in POINTS), (OTHERS[0], "CP11"), (APPEAL, "CP15")]
ANSWERED = [one for one in MET if one[1] in ANSWERS]


def killed_and_recovered(scene: Scene, point: str) -> None:
    """One cell."""
    scene.killed_at(point)

    record = scene.after_the_lease()

    scene.recovers(record, free=point in (*FREE, *ELSEWHERE[:-1]))


def answered_and_recovered(scene: Scene, at: str) -> None:
    """One cell whose moment only the portal knows."""
    victim = scene.victim("nowhere")
    scene.world.fault("POST", scene.deed.press, do="kill_client", pid=victim.pid, at=at)
    assert victim.ended() == -signal.SIGKILL
    scene.note()

    scene.recovers(scene.after_the_lease(), free=False)


@pytest.mark.parametrize(("trial", "point"), KILLED, ids=str)
def test_a_killed_run_is_recovered_by_the_next(scene: Scene, trial: Trial, point: str) -> None:
    assert scene.trial is trial
    killed_and_recovered(scene, point)


@pytest.mark.parametrize(("trial", "at"), ANSWERED, ids=str)
def test_a_kill_while_the_portal_answers_is_recovered(scene: Scene, trial: Trial, at: str) -> None:
    assert scene.trial is trial
    answered_and_recovered(scene, at)


@pytest.mark.heavy
@pytest.mark.parametrize(("trial", "point"), others((*ELSEWHERE, *POINTS), KILLED), ids=str)
def test_every_act_is_recovered_from_a_kill_at_every_point(scene: Scene, trial: Trial, point: str) -> None:
    assert scene.trial is trial
    killed_and_recovered(scene, point)


@pytest.mark.heavy
@pytest.mark.parametrize(("trial", "at"), others(ANSWERS, ANSWERED), ids=str)
def test_every_act_is_recovered_from_a_kill_at_every_moment_of_the_answer(scene: Scene, trial: Trial, at: str) -> None:
    assert scene.trial is trial
    answered_and_recovered(scene, at)
