"""How a command ends badly: at most three lines for a person, one object for a machine, never a traceback."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from agent.cli.call import CALL
from agent.cli.speech import plain_words, words
from agent.domain.identity import legible
from agent.errors import EXIT, Code, CompanionError, MendInput, Submitted

if TYPE_CHECKING:
    from collections.abc import Mapping

_CLASSES = {0: "stop", 1: "retryable", 2: "needs_human", 3: "refused", 4: "rejected"}


def tell(error: CompanionError) -> int:
    """Say what happened, what was and was not done, and what to do next; answers the exit code."""
    say(error.code, error.submitted, error.params, error.exit)
    return error.exit


def say(code: Code, submitted: Submitted, params: Mapping[str, str], exit_: int = 0) -> None:
    """Print an error in the form that the call asked for; `exit_` where it is not the code's own, as after SIGTERM."""
    if CALL.get().json:
        told = as_object(code, submitted, params, exit_ or EXIT[code])
        print(json.dumps(told), file=sys.stderr)
        return
    for line in _spoken(code, params).values():
        if line:
            print(legible(line, 600), file=sys.stderr)


def _spoken(code: Code, params: Mapping[str, str]) -> dict[str, str]:
    """The three parts of an error; where the operator's own texts are the error, in the packaged ones."""
    try:
        say_it = words()
    except MendInput:
        say_it = plain_words()
    told = {part: say_it(f"error.{code}.{part}", **params).strip() for part in ("what", "state", "next")}
    before = say_it("ui.sent_before") if "sent_before" in params else ""
    return told | {"state": f"{told['state']} {before}".strip()}


def as_object(code: Code, submitted: Submitted, params: Mapping[str, str], exit_: int) -> dict[str, object]:
    """The error object of the public contract."""
    return {
        "schema_version": 1,
        "code": code,
        "exit": exit_,
        "class": _CLASSES.get(exit_ // 10, "interrupted"),
        "submitted": submitted,
        "retryable": exit_ // 10 == 1,
        **_spoken(code, params),
        "details": dict(params),
        "doc": f"docs/errors.md#{code.lower()}",
    }
