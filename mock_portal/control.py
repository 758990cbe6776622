"""The control plane on its own port: tests set faults, move the clock, play people and read what really happened."""

from __future__ import annotations

import hmac
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from mock_portal import desk
from mock_portal.gate import Counting
from mock_portal.mistakes import InputError
from mock_portal.persons import act
from mock_portal.snapshot import snapshot
from mock_portal.verb_table import VERBS, verb_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from mock_portal.faults import Faults
    from mock_portal.gate import Gate
    from mock_portal.portal import Portal

    Action = Callable[["Control", Any], dict[str, Any]]


_YEARS = range(2000, 2101)
_FACTORS = range(1, 3601)


class Control:
    """What can be done to a running portal from outside; each method takes JSON and gives JSON."""

    def __init__(self, portal: Portal, faults: Faults, gate: Gate) -> None:
        self._portal = portal
        self._faults = faults
        self._gate = gate
        self._first = (portal.world_text, portal.seed, gate.counting)

    def health(self, _: object) -> dict[str, Any]:
        """Alive."""
        return {"ok": True, "now": self._portal.clock.now().isoformat()}

    def put_fault(self, body: object) -> dict[str, Any]:
        """Set a fault."""
        return {"id": self._faults.put(body).id}

    def faults(self, _: object) -> dict[str, Any]:
        """The faults that are set, and those that can be."""
        return {"faults": self._faults.told(), "verbs": [verb_told(name) for name in VERBS]}

    def clear_faults(self, _: object) -> dict[str, Any]:
        """Take all faults away."""
        self._faults.clear()
        return {}

    def effects(self, _: object) -> dict[str, Any]:
        """Every change to the world since the reset."""
        self._portal.catch_up()
        return {"effects": self._portal.effects.entries}

    def requests(self, _: object) -> dict[str, Any]:
        """Every request to the portal since the reset."""
        return {"requests": list(self._portal.requests.entries)}

    def world(self, _: object) -> dict[str, Any]:
        """The present state."""
        self._portal.catch_up()
        return snapshot(self._portal.world, self._portal.clock.now())

    def clock(self, _: object) -> dict[str, Any]:
        """What time it is on the portal."""
        clock = self._portal.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen, "factor": clock.factor}

    def move_clock(self, body: object) -> dict[str, Any]:
        """Set, advance or freeze the clock."""
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
        """Go back to the start: the process's own world, seed and counting, or others."""
        given = _known(body, {"seed": int, "world": str, "counting": str})
        text, seed, counting = self._first
        counting, seed = _counting(given.get("counting", counting)), given.get("seed", seed)
        self._portal.start(given.get("world", text), seed)
        self._gate.forget_late_work()
        self._gate.count(counting)
        self._faults.clear(seed)
        self._portal.effects.clear()
        self._portal.requests.clear()
        return {}

    def person(self, body: object) -> dict[str, Any]:
        """Let somebody act by hand."""
        if not isinstance(body, dict):
            raise InputError(about="person", problem="not a JSON object")
        return act(self._portal, body)


def control_app(control: Control, token: str) -> ASGIApp:
    """The control plane's application; every call needs the token."""
    calls: list[tuple[str, str, Action]] = [
        ("GET", "/__health", Control.health),
        ("GET", "/__fault", Control.faults),
        ("PUT", "/__fault", Control.put_fault),
        ("DELETE", "/__fault", Control.clear_faults),
        ("GET", "/__effects", Control.effects),
        ("GET", "/__requests", Control.requests),
        ("GET", "/__world", Control.world),
        ("GET", "/__clock", Control.clock),
        ("POST", "/__clock", Control.move_clock),
        ("POST", "/__reset", Control.reset),
        ("POST", "/__person", Control.person),
    ]
    routes = [Route(path, _endpoint(control, action, token), methods=[method]) for method, path, action in calls]
    return Starlette(routes=[*routes, *desk.ROUTES])


def _endpoint(control: Control, action: Action, token: str) -> Callable[[Request], Any]:
    expected = f"Bearer {token}".encode()

    async def endpoint(request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            return JSONResponse({"error": "token missing or wrong"}, 401)
        try:
            return JSONResponse(action(control, _json(await request.body())))
        except InputError as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


def _json(body: bytes) -> object:
    try:
        return json.loads(body or b"{}", parse_constant=_no_number)
    except ValueError as error:
        raise InputError(about="not JSON", problem=str(error)) from error


def _no_number(text: str) -> float:
    raise ValueError(text)


def _known(body: object, kinds: dict[str, type]) -> dict[str, Any]:
    """The given keys of a JSON object, without those that are null."""
    if not isinstance(body, dict):
        raise InputError(about="reset", problem="not a JSON object")
    given = {key: value for key, value in body.items() if value is not None}
    for key, value in given.items():
        if type(value) is not kinds.get(key):
            raise InputError(about=key, problem="unknown, or of the wrong kind")
    return given


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
