"""What is said of where shops stand: figures under their own names, lines, trends, violations and their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.run_sheet.reasons import said_by
from agent.cli import show
from agent.cli.call import CALL
from agent.cli.reminding import dated
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.lines import LineState
from agent.domain.plain import iso
from agent.domain.working_days import days_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.adapters.ledger_sql import SqlLedger
    from agent.domain.appeal_dates import AppealDates
    from agent.domain.lines import Line, Trend
    from agent.domain.roster import Shop
    from agent.domain.rules import Rules
    from agent.domain.violation import HealthSeen, Violation
    from agent.flows.standing_kept import ShopHealth
    from agent.wiring import House

_SIGNS = {LineState.KEPT: "✓", LineState.NEAR: "!", LineState.CROSSED: "✗", LineState.NOT_APPLICABLE: "·"}
Row = tuple["Violation", "AppealDates"]


async def tell_health(shop: Shop, rooms: House, book: SqlLedger, seen: HealthSeen | None) -> None:
    """The figure, its lines and where it is going; and what the portal itself says of it, where it was just read."""
    from agent.flows.standing_kept import health_of  # noqa: PLC0415 - flows are loaded by those who need them

    told = await health_of(shop, book, await rooms.rules(shop, book), book.clock.now())
    said = [one for one in (seen.barred, seen.near) if one] if seen else []
    quoted = [f"  {words()('ui.portal_says')}: “{one}”" for one in said]
    show.result(_health_object(told) | {"portal_says": said}, [*_health_lines(told), *quoted])


def _health_lines(told: ShopHealth) -> Iterator[str]:
    say = words()
    if told.read_at is None:
        yield say("compliance.health_unread", shop=told.shop.name)
        return
    read = show.moment(told.read_at, told.shop.zone)
    if told.standing is None:
        yield say("compliance.health_no_figure", shop=told.shop.name, moment=read)
    else:
        figure, value = say(f"fact.{told.standing.system}"), told.standing.value
        yield say("compliance.health_figure", shop=told.shop.name, figure=figure, value=value, moment=read)
    yield from map(_line, (one for one in told.lines if one.state is not LineState.NOT_APPLICABLE))
    others = (one for one in told.lines if one.state is LineState.NOT_APPLICABLE)
    names = "; ".join(f"{say(f'rule.{one.rule.name}.name')} {one.rule.value}" for one in others)
    yield f"  {_SIGNS[LineState.NOT_APPLICABLE]} {say(f'line.{LineState.NOT_APPLICABLE}')}: {names}"
    if told.trend:
        yield f"  {_trend(told.trend, told.shop)}"
    open_ = sum(one.open for one in told.violations)
    yield f"  {say('compliance.health_open', count=open_, frozen=sum(one.freezes for one in told.violations))}"


def _line(one: Line) -> str:
    say = words()
    name, state = say(f"rule.{one.rule.name}.name"), say(f"line.{one.state}")
    return f"  {_SIGNS[one.state]} {name} {one.rule.value}: {state} ({said_by(one.rule, say)})"


def _trend(told: Trend, shop: Shop) -> str:
    say, change = words(), f"{told.change:+d}"
    if told.line and told.reaches:
        reaches = show.moment(told.reaches, shop.zone)[:10]
        since = show.moment(told.since, shop.zone)
        return say("compliance.trend_reaches", change=change, moment=since, line=told.line.value, day=reaches)
    return say("compliance.trend", change=change, moment=show.moment(told.since, shop.zone))


def _health_object(told: ShopHealth) -> dict[str, object]:
    standing, way = told.standing, told.trend
    return {
        "shop": told.shop.id,
        "read_at": iso(told.read_at),
        "figure": {"name": standing.system, "value": standing.value} if standing else None,
        "lines": [_line_object(one) for one in told.lines],
        "series": [{"value": one.value, "at": iso(one.at)} for one in told.series],
        "trend": {
            "change": way.change,
            "since": iso(way.since),
            "line": way.line.value if way.line else None,
            "reaches": iso(way.reaches),
        }
        if way
        else None,
        "open_violations": sum(one.open for one in told.violations),
        "frozen_by": [one.id for one in told.violations if one.freezes],
    }


def _line_object(one: Line) -> dict[str, object]:
    source = {"source": one.rule.chosen.source, "trust": one.rule.chosen.trust}
    return {"figure": one.system, "rule": one.rule.name, "value": one.rule.value, "state": one.state} | source


async def tell_violations(shop: Shop, rooms: House, book: SqlLedger, *, every: bool) -> None:
    """What is open, or all of it, with the portal's date first and ours beside it."""
    from agent.flows.deadlines import dates_of  # noqa: PLC0415 - flows are loaded by those who need them

    rules = await rooms.rules(shop, book)
    rows = [one for one in await dates_of(shop, rules, dated(book)) if every or one[0].open or one[0].freezes]
    if CALL.get().json:
        show.result({"shop": shop.id, "violations": [_violation_object(*one, rules) for one in rows]})
        return
    print(legible(words()("compliance.violations_of", shop=shop.name, count=len(rows)), 600))
    if rows:
        show.table(_heads(), [_cells(*one, shop) for one in rows])
    for line in _notes(rows, shop, rules, book):
        print(legible(f"  {line}", 600))


def _heads() -> list[str]:
    say = words()
    own = [say(f"compliance.{key}") for key in ("violation", "whose", "category", "points", "frozen")]
    return own + [say(f"compliance.{key}") for key in ("appeal_until", "reminder", "how")]


def _cells(one: Violation, dates: AppealDates, shop: Shop) -> tuple[str, ...]:
    say = words()
    return (
        one.id,
        f"@{one.handle}" if one.handle else say("compliance.the_shop"),
        say(f"violation.{one.category}") if one.category else one.rule,
        "" if one.points is None else f"{one.points:+d}",
        ", ".join(say(f"right.{right}") for right in sorted(one.frozen)),
        show.moment(dates.portal, shop.zone) if one.appealable else "",
        show.moment(dates.ours, shop.zone) if one.appealable else "",
        say(f"appeal_state.{one.state}") if one.state else say("ui.untold"),
    )


def _notes(rows: list[Row], shop: Shop, rules: Rules, book: SqlLedger) -> Iterator[str]:
    """The portal's own words, what stands beside a date, and what a violation costs besides points."""
    say, now = words(), book.clock.now()
    for one, dates in rows:
        yield f"{one.id}: {say('ui.portal_says')}: “{' · '.join(filter(None, (one.rule, one.enforcement, one.note)))}”"
        if one.appealable and (end := dates.remind_by(now)):
            yield f"{one.id}: {say('compliance.days_left', count=days_left(now, end, shop.zone))}"
        if one.appealable and dates.later:
            yield f"{one.id}: {say('compliance.later_reading', moment=show.moment(dates.later, shop.zone))}"
        if one.appealable and dates.unknown:
            years = ", ".join(map(str, dates.unknown))
            yield f"{one.id}: {say('compliance.calendar_unknown', country=shop.region, years=years)}"
        if one.traffic_loss:
            yield f"{one.id}: {say('compliance.traffic_portal', value=one.traffic_loss)}"
    if rows:
        days = rules.appeal_working_days
        yield say("compliance.appeal_rule", days=days.value, source=said_by(days, say))
        yield say("compliance.traffic_claim", source=said_by(rules.violations_cost_traffic, say))
        yield say("compliance.joint_penalty", source=said_by(rules.penalties_joint, say))


def _violation_object(one: Violation, dates: AppealDates, rules: Rules) -> dict[str, object]:
    claim = rules.violations_cost_traffic.chosen
    return {
        "id": one.id,
        "account": {"handle": one.handle, "id": one.account} if one.handle or one.account else None,
        "category": one.category,
        "rule": one.rule,
        "note": one.note,
        "enforcement": one.enforcement,
        "points": one.points,
        "frozen": sorted(one.frozen),
        "traffic_loss": {"portal": one.traffic_loss or None, "claim": claim.source, "trust": claim.trust},
        "opened_at": iso(one.opened_at),
        "state": one.state,
        "appealable": one.appealable,
        "deadline": iso(dates.portal),
        "reminder": iso(dates.ours),
        "later_reading": iso(dates.later),
        "calendar_unknown": list(dates.unknown),
    }
