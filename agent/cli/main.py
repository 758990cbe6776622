"""The command `companion`: what it offers, and the one place where an unforeseen error ends."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from typer.exceptions import Abort, TyperException

from agent.cli.call import CALL, Call, parse
from agent.cli.commands import offered
from agent.cli.crash import keep_crash
from agent.cli.stop import tell
from agent.cli.streams import lost, open_outlets
from agent.errors import Bug, Code, CompanionError, MendHost, MendInput, Submitted

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> NoReturn:
    """Run the command line and end the process with its documented exit code."""
    gc.disable()  # until `loop.go` has worked for a while: most commands are over before there is any rubbish
    answers = open_outlets()
    exit_ = run(sys.argv[1:])
    trouble = lost(answers)
    if trouble and not exit_:
        exit_ = tell(MendHost(Code.E_DISK_FULL, Submitted.MAYBE, path=f"stdout ({trouble.strerror})"))
    sys.stderr.flush()
    os._exit(exit_)  # all is closed by now; taking the modules apart would be another tenth of the whole


def run(argv: Sequence[str]) -> int:
    """Run one command line; whatever happens, the answer is a documented exit code."""
    CALL.set(Call(json="--json" in argv))  # a command line that cannot be read is told in the form it asked for
    try:
        call, rest = parse(argv)
        CALL.set(call)
        return _dispatch(rest)
    except CompanionError as error:
        return tell(error)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the top: our own bug is told in three lines, its traceback kept in a file
        return tell(Bug(Code.E_INTERNAL, detail=type(error).__name__, path=keep_crash(error)))


def _dispatch(words: list[str]) -> int:
    try:
        answer = offered(words[0] if words else "")(words, prog_name="companion", standalone_mode=False)
    except Abort:
        return 130
    except TyperException as error:
        if str(error).startswith("Usage:"):  # a group called without a command: its help is the answer
            print(error)
            return 0
        raise MendInput(Code.E_USAGE, detail=error.format_message().rstrip(".")) from None
    return answer if isinstance(answer, int) else 0
