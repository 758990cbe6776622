"""Faults that are set from outside: which requests they bite, how often, and with what arguments."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from fnmatch import translate
from typing import TYPE_CHECKING, Any

from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from collections.abc import Container

_NUMBER = (int, float)
_KINDS: dict[str, tuple[type, ...]] = {
    "seconds": _NUMBER,
    "code": (int,),
    "bytes": (int,),
    "map": (dict,),
    "selector": (str,),
    "set": (list,),
    "size": (int,),
    "after": (int,),
    "pid": (int,),
    "at": (str,),
    "retry_after": (int,),
    "reset": (bool,),
    "answer": (str,),
    "bps": (int,),
    "url": (str,),
    "text": (str,),
}
_CHOICES: dict[str, Container[object]] = {
    "at": ("before_commit", "after_commit", "half_answer"),
    "answer": ("hang", "end"),
    "code": range(200, 600),
    # Process 1 and below would be the system, the portal's own group, or everything that runs.
    "pid": range(2, 2**31),
    "bytes": range(2**31),
    "size": range(1, 2**31),
    "after": range(2**31),
    "bps": range(1, 2**31),
}
_PARTS: dict[str, tuple[type, ...]] = {"map": (str,), "set": (str, dict)}
_ANY = {"method": "", "path": "*", "shop": ""}
# For each verb the arguments it needs (and after the bar those it may have), and what it does to the client.
VERBS = {
    "delay_before_commit": ("seconds", "The answer comes late; what was asked happens then."),
    "hang_no_commit": ("seconds", "Nothing happens and nothing is answered; a 504 in the end."),
    "commit_then_hang": ("seconds", "It happens, but no answer comes; a 504 in the end."),
    "commit_late": ("seconds | answer", "It happens so many seconds later, whether or not the client still waits."),
    "status_before_commit": ("code", "A gateway's status instead; nothing happens."),
    "status_after_commit": ("code", "It happens, but the answer is a gateway's status."),
    "close_after_commit": ("| reset", "It happens, then the connection is closed, or reset."),
    "truncate": ("bytes", "It happens; the answer is cut after so many bytes."),
    "login": ("", 'The login page, or "not logged in", although the session lives.'),
    "captcha": ("| seconds", "A puzzle: on the page, or instead of a call's answer."),
    "twofa": ("", "The two-step page, or its refusal of a call, although the session lives."),
    "close_before_read": ("| reset", "The connection is closed, or reset, before anything happens."),
    "drip": ("bps", "It happens; the answer comes so many bytes a second."),
    "garble": ("", "It happens; the answer is damaged, and claims to be whole."),
    "empty_200": ("", "Status 200 and nothing in it; nothing happens."),
    "redirect": ("code url", "An answer that leads elsewhere; nothing happens."),
    "rotate_session": ("", "It happens; from then on only the cookie of this answer is good."),
    "native_confirm": ("text", "The browser's own question before the page sends anything."),
    "popup": ("url", "The page opens another window."),
    "maintenance": ("| code retry_after", "The maintenance page, with a status and perhaps Retry-After."),
    "relabel": ("map", "Texts are renamed, old to new."),
    "cover": ("selector", "Something lies over the element."),
    "disabled_for": ("selector seconds", "The element is dead for so many seconds."),
    "optimistic_then_revert": ("| seconds", "The page says yes, nothing happens, and it takes it back later."),
    "error_toast_after_commit": ("", "It happens, but the page says that it failed."),
    "stale_read": ("seconds", "The answer shows the world as it was so many seconds ago."),
    "double_handler": ("", "The page sends its call twice."),
    "lookalikes": ("set", "Names that look like the wanted one come up first."),
    "paginate": ("size", "Lists come in pages of this size."),
    "expire_session": ("after", "The session dies after so many more requests."),
    "kill_client": ("pid at", "A process is killed while its request is under way."),
    "skew": ("seconds", "The Date header is off by so many seconds."),
}


@dataclass(slots=True)
class Fault:
    """One fault.

    `nth` counts matching requests from when it was set, `times` is how often it bites (None: always), `probability` how
    likely it bites one that fits; the dice fall the same for the same seed.
    """

    id: str
    verb: str
    args: dict[str, Any]
    method: str = ""
    path: str = "*"
    shop: str = ""
    nth: int = 1
    times: int | None = 1
    probability: float = 1
    dice: random.Random = field(default_factory=random.Random)
    seen: int = 0
    bitten: int = 0
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the path once."""
        self.pattern = re.compile(translate(self.path))

    @property
    def spent(self) -> bool:
        """Whether it has bitten as often as it may."""
        return self.times is not None and self.bitten >= self.times

    def bites(self, method: str, path: str, shop: str) -> bool:
        """Count a request, and say whether this fault bites it."""
        fits = self.method in ("", method) and self.shop in ("", shop) and self.pattern.match(path)
        if not fits or self.spent:
            return False
        self.seen += 1
        if self.seen < self.nth or self.dice.random() >= self.probability:
            return False
        self.bitten += 1
        return True

    def number(self, name: str, default: float) -> float:
        """A numeric argument."""
        return float(self.args.get(name, default))


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
        self._count += 1
        fault = _read(body, f"f{self._count}", self._seed)
        self._set.append(fault)
        return fault

    def told(self) -> list[dict[str, Any]]:
        """Each fault in plain data: what it bites, how, and how often it has."""
        return [
            {
                "id": one.id,
                "do": one.verb,
                "args": one.args,
                "bitten": one.bitten,
                "spent": one.spent,
                "match": {"method": one.method, "path": one.path, "shop": one.shop, "nth": one.nth},
            }
            for one in self._set
        ]

    def clear(self) -> None:
        """Take all of them away."""
        self._set.clear()

    def bite(self, method: str, path: str, shop: str) -> list[Fault]:
        """All faults that bite this request."""
        return [fault for fault in self._set if fault.bites(method, path, shop)]

    def active(self, verb: str) -> list[Fault]:
        """The faults of one verb that are not spent."""
        return [fault for fault in self._set if fault.verb == verb and not fault.spent]


def verb_told(name: str) -> dict[str, Any]:
    """A verb in plain data: its arguments with the kind of each, and what it does."""
    needed, _, optional = VERBS[name][0].partition("|")
    kinds = {arg: _KINDS[arg][0].__name__ for arg in (needed + optional).split()}
    return {"verb": name, "needs": needed.split(), "may": optional.split(), "kinds": kinds, "says": VERBS[name][1]}


def _read(body: object, fault_id: str, seed: int) -> Fault:
    if not isinstance(body, dict):
        raise InputError(about="fault", problem="not a JSON object")
    rest = dict(body)
    match, verb, times = rest.pop("match", {}), rest.pop("do", None), rest.pop("times", 1)
    if not isinstance(verb, str) or verb not in VERBS:
        raise InputError(about="fault", problem=f"unknown verb {verb!r}")
    if not isinstance(match, dict) or set(match) - {"method", "path", "shop", "nth", "probability"}:
        raise InputError(about="match", problem="holds method, path, shop, nth and probability")
    _check_args(verb, rest)
    nth = match.get("nth", 1)
    for name, value in (("nth", nth), ("times", 1 if times is None else times)):
        if type(value) is not int or value < 1:
            raise InputError(about=name, problem="a number from 1 up is needed")
    method, path, shop = (str(match.get(key) or default) for key, default in _ANY.items())
    dice = random.Random(f"{seed}/{fault_id}")  # noqa: S311 - repeatable numbers are the point
    return Fault(fault_id, verb, rest, method, path, shop, nth, times, _probability(match), dice)


def _probability(match: dict[str, Any]) -> float:
    value = match.get("probability", 1)
    if type(value) not in _NUMBER or not 0 < value <= 1:
        raise InputError(about="probability", problem="a number above 0, up to 1, is needed")
    return float(value)


def _check_args(verb: str, args: dict[str, Any]) -> None:
    needed, _, optional = VERBS[verb][0].partition("|")
    missing = set(needed.split()) - set(args)
    unknown = set(args) - set(needed.split()) - set(optional.split())
    if missing or unknown:
        raise InputError(about=verb, problem=f"misses {sorted(missing)} and does not know {sorted(unknown)}")
    for name, value in args.items():
        if type(value) not in _KINDS[name]:
            raise InputError(about=verb, problem=f"{name!r} must be {_KINDS[name][0].__name__}")
        if name in _CHOICES and value not in _CHOICES[name]:
            raise InputError(about=verb, problem=f"{name!r} must be in {_CHOICES[name]}")
        if name in _PARTS and not all(type(part) in _PARTS[name] for part in _parts(value)):
            raise InputError(about=verb, problem=f"{name!r} holds something of the wrong kind")


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value
