"""The house that a command works in: configuration, state and, with --step, somebody who follows along."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from agent.cli.call import CALL
from agent.cli.durations import a_duration
from agent.cli.speech import words
from agent.errors import Code, MendInput
from agent.wiring import House, NoPace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agent.cli.call import Call
    from agent.ports import Pace


def house(
    *, headed: bool = False, step: bool = False, example: bool = False, empty: bool = False, pace: Pace | None = None
) -> House:
    """The house of this call, `empty` before `init`; raises MendInput(E_USAGE) where --step has nobody to ask."""
    from agent.cli.pace import AskedPace, ShownPace  # noqa: PLC0415 - only where a window is shown

    call = CALL.get()
    if step and not call.may_ask:
        raise MendInput(Code.E_USAGE, why="step_form")
    made = House(
        config=call.config,
        chosen_state=call.state,
        flags=call.flags,
        example=example,
        language=call.language,
        headed=headed or step,
        ask_first=call.ask_first,
        hand_over=_hand_over(call),
        pace=pace or (AskedPace() if step else ShownPace() if headed else NoPace()),
        notice=_notice,
    )
    if not empty:
        made.start_log(verbose=call.verbose)
    return made


def practice_house(folder: Path, origin: str, *, headed: bool, pace: Pace | None = None) -> House:
    """A house on the bundled portal; its state is its own, and never the user's."""
    flags = {
        "portals": {"mock": {"seller": origin, "creator": origin}},
        "vault.key_file": str(folder / "key" / "vault.key"),
    }
    call = CALL.get()
    state, pace = folder / "state", pace or NoPace()
    made = House(
        chosen_state=state, flags=flags, example=True, headed=headed, language=call.language, pace=pace, notice=_notice
    )
    made.start_log(verbose=call.verbose)
    return made


def _hand_over(call: Call) -> timedelta | None:
    if call.no_hand_over:
        return timedelta()
    return a_duration(call.hand_over, "--hand-over") if call.hand_over else None


def _notice(key: str, values: Mapping[str, str]) -> None:
    """No result, so not among those on stdout."""
    print(words()(key, **values), file=sys.stderr)
