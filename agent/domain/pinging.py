"""What a dead man's switch is told (healthchecks and its kin): that a round began, and how it ended, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.portal import Origin
from agent.domain.scheduling import Then, then

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.domain.jobs import Tally

BEGAN: Final = ("/start", "/start")


def is_ping_address(url: str) -> bool:
    """Whether an end may be hung on: https, or http on this machine, and nothing behind the path."""
    origin = Origin.of(url)
    return origin is not None and (origin.scheme == "https" or origin.loopback) and not {"?", "#"} & set(url)


def ended(exit_: int) -> tuple[str, str]:
    """What is hung on to the address at the end, first try and second.

    Where nothing happened and the next round tries again, that is noted and neither good nor bad: if it lasts, the
    silence tells. A service that knows no exit codes is told by the second try.
    """
    match then(exit_):
        case Then.NOTHING:
            return "", ""
        case Then.AGAIN:
            return "/log", "/log"
        case _:
            return f"/{exit_}", "/fail"


def line(tally: Tally) -> str:
    """The exit code and figures: no name of a shop, a login or an account."""
    due = f"; next due {tally.next_due:%Y-%m-%dT%H:%M%z}" if tally.next_due else ""
    return f"exit {tally.exit}{_counted('visits', tally.outcomes.items())}{_counted('jobs', tally.jobs.items())}{due}"


def _counted(what: str, counts: Iterable[tuple[str, int]]) -> str:
    told = ", ".join(f"{count} {name}" for name, count in counts if count)
    return f"; {what}: {told}" if told else ""
