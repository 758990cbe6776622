"""The house that a command works in: configuration, state and, with --step, somebody who follows along."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.errors import Code, MendInput
from agent.ports import Pace
from agent.wiring import House, NoPace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class AskedPace(Pace):
    """Shows each step in the browser and asks on the terminal before it is taken."""

    async def before(self, step: str, show: Callable[[], Awaitable[None]]) -> None:
        """Mark the element, name the step, wait for Enter."""
        await show()
        print(
            legible(f"{words()('ui.next_step', step=step)}. {words()('ui.press_enter')}:"),
            file=sys.stderr,
            end=" ",
            flush=True,
        )
        sys.stdin.readline()


def house(*, headed: bool = False, step: bool = False, example: bool = False, empty: bool = False) -> House:
    """The house of this call, `empty` before `init`; raises MendInput(E_USAGE) where --step has nobody to ask."""
    call = CALL.get()
    if step and not call.may_ask:
        raise MendInput(Code.E_USAGE, detail="--step needs a terminal to ask on")
    made = House(
        config=call.config,
        chosen_state=call.state,
        flags=call.flags,
        example=example,
        language=call.language,
        headed=headed or step,
        pace=AskedPace() if step else NoPace(),
    )
    if not empty:
        made.start_log(verbose=call.verbose)
    return made
