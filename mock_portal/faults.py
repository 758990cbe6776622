"""Faults that are set from outside: what they do, which requests they bite, and how often."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from mock_portal.matching import Match, count, read_match
from mock_portal.mistakes import InputError
from mock_portal.verb_table import check

_NOTHING = "nothing"
_ONCE = object()


@dataclass(slots=True)
class Fault:
    """One fault.

    `times` is how often it bites (None: for ever); the dice fall the same for the same seed; a sequence has `steps`.
    """

    id: str
    verb: str
    args: dict[str, Any]
    match: Match = field(default_factory=Match)
    times: int | None = 1
    dice: random.Random = field(default_factory=random.Random)
    steps: list[Fault] = field(default_factory=list)
    seen: int = 0
    bitten: int = 0

    @property
    def spent(self) -> bool:
        """Whether it has bitten as often as it may."""
        return self.times is not None and self.bitten >= self.times

    @property
    def turn(self) -> Fault:
        """What its next bite does: itself, or the step of a sequence whose turn it is."""
        return self.steps[self.bitten % len(self.steps)] if self.steps else self

    def bite(self, method: str, path: str, shop: str) -> Fault | None:
        """Count a request; answers with what bites it, if anything does."""
        if self.spent or not self.match.fits(method, path, shop):
            return None
        self.seen += 1
        if not self.match.strikes(self.seen, self.dice):
            return None
        biting = self.turn
        self.bitten += 1
        return biting

    def number(self, name: str, default: float) -> float:
        """A numeric argument."""
        return float(self.args.get(name, default))

    def told(self) -> dict[str, Any]:
        """The fault in plain data: what it bites, how, and how often it has."""
        return {
            "id": self.id,
            "do": self.verb,
            "args": self.args,
            "match": self.match.told(),
            "bitten": self.bitten,
            "spent": self.spent,
        }


class Faults:
    """The faults that are set now, in the order in which they were set."""

    def __init__(self, seed: int = 1) -> None:
        self._set: list[Fault] = []
        self._count = 0
        self._seed = seed

    def put(self, body: object) -> Fault:
        """Set a fault from its JSON body.

        Raises:
            InputError: an unknown verb, an argument that is missing, unknown or of the wrong kind.
        """
        fault = _read(body, f"f{self._count + 1}", self._seed)
        self._count += 1
        self._set.append(fault)
        return fault

    def told(self) -> list[dict[str, Any]]:
        """All of them in plain data."""
        return [one.told() for one in self._set]

    def clear(self, seed: int | None = None) -> None:
        """Take all of them away; the next one has the luck of the first again, or that of another seed."""
        self._set.clear()
        self._count = 0
        self._seed = self._seed if seed is None else seed

    def bite(self, method: str, path: str, shop: str) -> list[Fault]:
        """All faults that bite this request."""
        biting = [fault.bite(method, path, shop) for fault in self._set]
        return [fault for fault in biting if fault and fault.verb != _NOTHING]

    def active(self, verb: str) -> list[Match]:
        """What the faults whose next bite is this verb are waiting for."""
        return [fault.match for fault in self._set if not fault.spent and fault.turn.verb == verb]


def _read(body: object, fault_id: str, seed: int) -> Fault:
    if not isinstance(body, dict):
        raise InputError(about="fault", problem="not a JSON object")
    rest = dict(body)
    match, times, verb = read_match(rest.pop("match", {})), rest.pop("times", _ONCE), rest.pop("do", None)
    verb = check(verb, rest)
    steps = _steps(rest["steps"], fault_id) if verb == "sequence" else []
    often = (len(steps) or 1) if times is _ONCE else count("times", times) if times is not None else None
    dice = random.Random(f"{seed}/{fault_id}")  # noqa: S311 - repeatable numbers are the point
    return Fault(fault_id, verb, rest, match, often, dice, steps)


def _steps(given: list[dict[str, Any]], fault_id: str) -> list[Fault]:
    if not given:
        raise InputError(about="sequence", problem="has no steps")
    return [_step(one, fault_id) for one in given]


def _step(given: dict[str, Any], fault_id: str) -> Fault:
    """One step of a sequence; an empty one lets its request pass."""
    rest = dict(given)
    verb = check(rest.pop("do", None), rest) if rest else _NOTHING
    if verb == "sequence":
        raise InputError(about="sequence", problem="its steps are single verbs")
    return Fault(fault_id, verb, rest)
