"""What tests and trainers do to a running portal: set faults, move the clock, play people, read what happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mock_portal import reshape
from mock_portal.areas.compass.truth import figures
from mock_portal.gate import Counting
from mock_portal.mistakes import InputError
from mock_portal.persons import act
from mock_portal.snapshot import snapshot
from mock_portal.verb_table import VERBS, verb_told

if TYPE_CHECKING:
    from mock_portal.faults import Faults
    from mock_portal.gate import Gate
    from mock_portal.portal import Portal

_YEARS = range(2000, 2101)
_FACTORS = range(1, 3601)
_DIGITS = 15  # more than anybody will ever have seen


class Control:
    """What can be done to a running portal from outside: JSON in, JSON out, and a sentence for people."""

    def __init__(self, portal: Portal, faults: Faults, gate: Gate, skin: str = "") -> None:
        """`skin` is what the process was started in, whatever its world says."""
        self._portal = portal
        self._faults = faults
        self._gate = gate
        self._first = (portal.world_text, portal.seed, gate.counting, skin)

    def health(self, _: object) -> dict[str, Any]:
        """Whether it is alive, and what time it is."""
        return {"ok": True, "now": self._portal.clock.now().isoformat()}

    def put_fault(self, body: object) -> dict[str, Any]:
        """Throw a fault at requests to come; answers with its id."""
        reshape.check(body, self._portal.skin)
        return {"id": self._faults.put(body).id}

    def faults(self, _: object) -> dict[str, Any]:
        """The faults that are set with how often they have bitten, and all verbs."""
        return {"faults": self._faults.told(), "verbs": [verb_told(name) for name in VERBS]}

    def clear_faults(self, _: object) -> dict[str, Any]:
        """Take all faults away."""
        self._faults.clear()
        return {}

    def effects(self, asked: object) -> dict[str, Any]:
        """Every change to the world since the reset; on the disk before its answer left (--effects-file)."""
        self._portal.catch_up()
        return {"effects": self._portal.effects.after(_after(asked))}

    def requests(self, asked: object) -> dict[str, Any]:
        """Every request to the site since the reset, also those that were never answered."""
        return {"requests": self._portal.requests.after(_after(asked))}

    def world(self, asked: object) -> dict[str, Any]:
        """Shops, accounts, links, invitations and the records of every area, as they are."""
        given = _known("world", asked, {"shop": str, "only": str})
        parts = [name.strip() for name in given.get("only", "").split(",") if name.strip()]
        self._portal.catch_up()
        return snapshot(self._portal.world, self._portal.clock.now(), given.get("shop", ""), parts)

    def figures(self, asked: object) -> dict[str, Any]:
        """What Data Compass would show of a shop over a stretch of time if nothing went wrong."""
        given = _known("figures", asked, {"shop": str, "time_range": str})
        self._portal.catch_up()
        return figures(self._portal, given.get("shop", ""), given.get("time_range", ""))

    def skin(self, _: object) -> dict[str, Any]:
        """What one knows who knows the screens: addresses, names, texts, and the code that marks each element."""
        return self._portal.skin.explained()

    def clock(self, _: object) -> dict[str, Any]:
        """What time it is, whether it stands still, and how fast it runs."""
        clock = self._portal.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen, "factor": clock.factor}

    def move_clock(self, body: object) -> dict[str, Any]:
        """Move the clock, stop it, or let it run so many times as fast."""
        match body:
            case {"set": str(text), **rest} if not rest:
                self._portal.clock.set(_moment(text))
            case {"advance": int() | float() as seconds, **rest} if not rest and not isinstance(seconds, bool):
                self._portal.clock.set(_later(self._portal.clock.now(), seconds))
            case {"freeze": bool(stop), **rest} if not rest:
                self._portal.clock.freeze(stop=stop)
            case {"factor": int() | float() as factor, **rest} if not rest and factor in _FACTORS:
                self._portal.clock.run(factor)
            case _:
                raise InputError(
                    about="clock",
                    problem="send one of set (instant), advance (seconds), freeze (true or false), factor (1 to 3600)",
                )
        return self.clock(body)

    def reset(self, body: object) -> dict[str, Any]:
        """Go back to the start: the process's own world, seed, counting and skin, or others."""
        given = _known("reset", body, {"seed": int, "world": str, "counting": str, "skin": str})
        text, seed, counting, skin = self._first
        counting, seed = _counting(given.get("counting", counting)), given.get("seed", seed)
        self._portal.start(given.get("world", text), seed, given.get("skin", skin))
        self._gate.forget_late_work()
        self._gate.count(counting)
        self._faults.clear(seed)
        self._portal.effects.clear()
        self._portal.requests.clear()
        return {}

    def person(self, body: object) -> dict[str, Any]:
        """Let somebody act by hand: a creator, a reviewer, a colleague, a session's fate, or a person of an area."""
        if not isinstance(body, dict):
            raise InputError(about="person", problem="not a JSON object")
        return act(self._portal, body)


def _known(call: str, body: object, kinds: dict[str, type]) -> dict[str, Any]:
    """The given keys of a JSON object, without those that are null."""
    if not isinstance(body, dict):
        raise InputError(about=call, problem="not a JSON object")
    given = {key: value for key, value in body.items() if value is not None}
    for key, value in given.items():
        if type(value) is not kinds.get(key):
            raise InputError(about=key, problem="unknown, or of the wrong kind")
    return given


def _after(asked: object) -> int:
    """The number of the last entry that somebody has seen already."""
    text = _known("after", asked, {"after": str}).get("after", "0")
    if not (text.isascii() and text.isdecimal()):
        raise InputError(about="after", problem="must be the number of an entry")
    return int(text[:_DIGITS])


def _counting(name: str) -> Counting:
    try:
        return Counting(name)
    except ValueError as error:
        raise InputError(about="counting", problem=f"must be one of {', '.join(Counting)}") from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(about="not an ISO instant", problem=text) from error
    if moment.tzinfo is None:
        raise InputError(about="an instant needs its offset", problem=text)
    return _believable(moment)


def _later(now: datetime, seconds: float) -> datetime:
    try:
        return _believable(now + timedelta(seconds=seconds))
    except OverflowError as error:
        raise InputError(about="advance", problem="leads out of the calendar") from error


def _believable(moment: datetime) -> datetime:
    """Rules add days and months to the clock: near the calendar's end every request would fail."""
    if moment.year not in _YEARS:
        raise InputError(about="clock", problem=f"the year must be from {_YEARS.start} to {_YEARS.stop - 1}")
    return moment
