"""Pictures for people who look rather than read: where each bar, mark and line goes; templates draw them as SVG."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from agent.domain.ledger import InvitationState
from agent.domain.permit import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from agent.domain.ledger import Event
    from agent.domain.survey import Figure

BARS: Final = ("linked", "invited")  # what a bar may stand for
_WIDTH: Final = 720
_LEFT, _RIGHT = 150, _WIDTH - 10  # names stand to the left of them
_LANE: Final = 30
_LONGEST: Final = timedelta(days=180)
_SHORTEST: Final = timedelta(days=7)
_TICKS: Final = 5
_HIGH: Final = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """A time on a lane: `kind` is linked or invited, `end` says how it ended."""

    x: float
    width: float
    kind: str
    end: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A press on a lane."""

    x: float
    kind: str
    at: datetime


@dataclass(slots=True)
class Lane:
    """One account's history."""

    handle: str
    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    x: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """The histories of a shop's accounts beside each other; `now` is where the present is."""

    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    now: float
    width: int = _WIDTH
    lane: int = _LANE

    @property
    def height(self) -> int:
        """How high it is drawn, with the axis below."""
        return self.lane * (len(self.lanes) + 1)


@dataclass(frozen=True, slots=True)
class _Axis:
    begin: datetime
    end: datetime

    def at(self, moment: datetime) -> float:
        share = (moment - self.begin) / (self.end - self.begin)
        return round(_LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, share)), 1)

    def ticks(self) -> list[Tick]:
        step = (self.end - self.begin) / _TICKS
        return [Tick(self.at(self.begin + step * number), self.begin + step * number) for number in range(_TICKS + 1)]


@dataclass(slots=True)
class _Span:
    """A time that began, and how it ended if it did."""

    account: str
    kind: str
    since: datetime
    until: datetime | None = None
    end: str = ""


def timeline(events: Iterable[Event], now: datetime) -> Timeline:
    """What the events of a shop, oldest first, tell of its accounts."""
    told = list(_about_accounts(list(events)))
    spans = list(_spans(told))
    names = _names(told)
    known = [one.since for one in spans] + [one.at for one in told if one.kind == "claimed"]
    begin = max(min(known, default=now), now - _LONGEST)
    ends = [one.until for one in spans if one.until and one.until > now]
    axis = _Axis(min(begin, now - _SHORTEST) - timedelta(days=1), max([now, *ends]) + timedelta(days=1))
    lanes = {account: Lane(name) for account, name in names.items()}
    for span in spans:
        if span.account in lanes and (span.until is None or span.until > axis.begin):
            lanes[span.account].bars.append(_bar(span, axis, now))
    for one in told:
        account = str(one.data.get("account"))
        if one.kind == "claimed" and account in lanes and one.at > axis.begin:
            lanes[account].marks.append(Mark(axis.at(one.at), str(one.data["kind"]), one.at))
    return Timeline([one for one in lanes.values() if one.bars or one.marks], axis.ticks(), axis.at(now))


def _about_accounts(events: Sequence[Event]) -> Iterator[Event]:
    """All but what was pressed about promotions, which are no accounts."""
    pressed = [one.data for one in events if one.kind == "claimed"]
    others = {str(one["account"]) for one in pressed if not Kind(str(one["kind"])).of_an_account}
    return (one for one in events if str(one.data.get("account")) not in others)


def _names(events: Iterable[Event]) -> dict[str, str]:
    """The accounts in the order in which they were first told of, by their newest handles."""
    names: dict[str, str] = {}
    for one in events:
        account = one.data.get("account")
        if account:
            names[str(account)] = str(one.data.get("handle") or names.get(str(account), ""))
    return names


def _spans(events: Iterable[Event]) -> Iterable[_Span]:
    linked: dict[str, _Span] = {}
    invited: dict[str, _Span] = {}
    for one in events:
        data, account = one.data, str(one.data.get("account"))
        match one.kind:
            case "linked":
                linked[account] = _Span(account, "linked", _moment(data, "began_at", "since") or one.at)
                yield linked[account]
            case "unlinked" if account in linked:
                _end(linked.pop(account), _moment(data, "until") or one.at, "unlinked")
            case "invitation_seen":
                number = str(data["invitation_id"])
                if number not in invited:
                    invited[number] = _Span(account, "invited", _moment(data, "sent_at") or one.at)
                    yield invited[number]
                state = str(data["state"])
                ends = _moment(data, "expires_at") if state == InvitationState.PENDING else one.at
                _end(invited[number], ends, state)


def _end(span: _Span, until: datetime | None, how: str) -> None:
    span.until, span.end = until, how


def _moment(data: Mapping[str, Any], *names: str) -> datetime | None:
    texts = (data.get(name) for name in names)
    return next((datetime.fromisoformat(text) for text in texts if text), None)


def _bar(span: _Span, axis: _Axis, now: datetime) -> Bar:
    begin, end = axis.at(span.since), axis.at(span.until or now)
    return Bar(begin, max(3.0, round(end - begin, 1)), span.kind, span.end, span.since, span.until)


@dataclass(frozen=True, slots=True)
class Dot:
    """What was shown at one moment."""

    x: float
    y: float
    value: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    """How a counter went: a line in steps, its dots, and the floor below which it counts as low."""

    line: str
    dots: Sequence[Dot]
    floor: float
    ticks: Sequence[Tick]
    left: int = _LEFT
    right: int = _RIGHT
    width: int = _WIDTH
    height: int = _HIGH + 30


def chart(figures: Iterable[Figure], floor: int, now: datetime) -> Chart | None:
    """The history of a counter, oldest first; None where none was ever shown."""
    told = [(one.at, int(one.value)) for one in figures if one.value.isdecimal()]
    if not told:
        return None
    axis = _Axis(min(told[0][0], now - _SHORTEST), max(now, told[-1][0]) + timedelta(hours=1))
    low, high = min(floor, *(value for _, value in told)) - 5, max(floor, *(value for _, value in told)) + 5
    dots = [Dot(axis.at(at), _height(value, low, high), value, at) for at, value in told]
    steps = [f"M{dots[0].x} {dots[0].y}", *(f"H{one.x}V{one.y}" for one in dots[1:]), f"H{axis.at(now)}"]
    return Chart("".join(steps), dots, _height(floor, low, high), axis.ticks())


def _height(value: int, low: int, high: int) -> float:
    return round(_HIGH - (_HIGH - 10) * (value - low) / (high - low), 1)
