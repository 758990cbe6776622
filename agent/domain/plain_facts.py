"""Facts as plain data: what was known, unknown or not asked, and who told it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from agent.domain.facts import Egress, Known, Never, NotAsked, SessionSeen, Source, Unknown
from agent.domain.masking import masked
from agent.domain.roster import Consent
from agent.domain.rules import written
from agent.domain.seen import Check, Listing, Slots

if TYPE_CHECKING:
    from agent.domain.facts import Fact, Facts

Plain: TypeAlias = dict[str, Any]


def of_facts(facts: Facts) -> list[Plain]:
    """Every fact of a decision by its name; `known` says how it stands, `value` and `source` what was told by whom."""
    told = ((one.name, getattr(facts, one.name)) for one in fields(facts))
    countries = Known(", ".join(sorted(facts.operating_countries)), Source.ROSTER)
    named = [("operating_countries", countries), *told]
    return [_fact(name, one) for name, one in named if isinstance(one, Known | Never | Unknown | NotAsked)]


def _fact(name: str, fact: Fact[Any]) -> Plain:
    match fact:
        case Known(Check() as line, source):
            seen = f"{line.text} ({line.detail})" if line.detail else line.text
            return {"fact": name, "known": "yes", "value": masked(seen), "passed": line.passed, "source": source}
        case Known(value, source):
            return {"fact": name, "known": "yes", "value": masked(_value(value)), "source": source}
        case Never(source):
            return {"fact": name, "known": "never", "source": source}
        case Unknown(why):
            return {"fact": name, "known": "unknown", "value": why}
        case NotAsked():
            return {"fact": name, "known": "not_asked"}


def _value(value: object) -> str:
    match value:
        case Slots(used, most):
            return f"{used}/{most}"
        case Egress(countries):
            return ", ".join(countries)
        case SessionSeen(login, shop):
            return f"{login} / {shop}"
        case Consent(owned, agreed_on, how):
            return "owned" if owned else f"{agreed_on}, {how}"
        case datetime() | date():
            return value.isoformat()
        case _:
            return written(value) if isinstance(value, timedelta) else _counted(value)


def _counted(value: object) -> str:
    """Of what is a list, how long it is."""
    match value:
        case Listing(rows, total):
            return f"{len(rows)}/{'?' if total is None else total}"
        case tuple() | frozenset():
            return str(len(value))
        case _:
            return str(value)
