"""A record as plain data, told in one place: run.json, the ledger's note of a run and `--json` are cut from this."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from agent.domain.plain_audits import of_audits
from agent.domain.plain_facts import of_facts
from agent.domain.plain_health import of_health, of_letter, of_turns
from agent.domain.rules import written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from agent.domain.ledger import Invitation, Settled
    from agent.domain.promotion import Quote
    from agent.domain.record import ProductEnd, Record, Who
    from agent.domain.rules import Rule
    from agent.domain.verdict import Decision, Verdict

Plain: TypeAlias = dict[str, Any]


def of_record(record: Record) -> Plain:
    """How one request ended; JSON-able but for the values of rules, which every reader writes in its own way."""
    shop, target = record.shop, record.target
    return {
        "shop": {"id": shop.id, "name": shop.name, "region": shop.region, "zone": shop.zone},
        "account": {"handle": target.handle, "id": target.account_id} if target else None,
        "action": record.action,
        "outcome": record.outcome,
        "exit": record.exit,
        "code": record.code,
        "submitted": record.submitted,
        "link": record.link,
        "invitation": of_invitation(record.invitation) if record.invitation else None,
        "settled": _settled(record.settled) if record.settled else None,
        "note": record.note,
        "reason": record.reason,
        "error": record.error,
        "not_before": iso(record.not_before),
        "verdicts": _verdicts(record.decision),
        "facts": of_facts(record.decision.facts) if record.decision and record.decision.facts else [],
        **_parts(record),
        **_about(record),
        **({"products": [_product(one) for one in record.products]} if record.products else {}),
        **({"health": of_health(record.health)} if record.health else {}),
        **of_audits(record.audits),
        **of_turns(record.turns),
        **({"letter": of_letter(record.letter)} if record.letter else {}),
    }


def _product(one: ProductEnd) -> Plain:
    """What became of one product of a showcase."""
    refusals = one.decision.refusals if one.decision else ()
    return {
        "id": one.product_id,
        "title": one.title,
        "action": one.kind,
        "outcome": one.outcome,
        "exit": one.exit,
        "code": one.code,
        "submitted": one.submitted,
        "intent": one.settled.intent if one.settled else None,
        "reasons": [each.reason for each in refusals],
        "note": one.note,
        "due": iso(one.due),
    }


def of_visit(who: Who) -> Plain:
    """Whose browser it was: one that was launched for the run, or the operator's own."""
    return {"visit": "attached" if who.attached_to else "launched", "attached_to": who.attached_to or None}


def _parts(record: Record) -> Plain:
    """Both halves of a replacement, and how far it has come."""
    return {"progress": record.progress, "parts": [of_record(one) for one in record.parts]} if record.parts else {}


def _about(record: Record) -> Plain:
    """What it is about by name, where it is no account, and the prices that it makes."""
    quotes = {"quotes": [_quote(one) for one in record.quotes]} if record.quotes else {}
    return ({"about": record.about} if record.about else {}) | quotes


def _quote(one: Quote) -> Plain:
    low = one.lowest
    told = {"price": str(low.price), "source": low.source, "seen_on": low.seen_on.isoformat()} if low else None
    now, final = one.offered.price, one.final
    return {
        "product": one.offered.product_id,
        "title": one.offered.title,
        "now": str(now) if now else None,
        "final": str(final) if final else None,
        "percent": one.percent,
        "lowest": told,
    }


def flat(told: Plain) -> Plain:
    """A record without tables inside its verdicts, in its parts too."""
    parts = {"parts": [flat(one) for one in told["parts"]]} if "parts" in told else {}
    return told | {"verdicts": on_one_line(told["verdicts"])} | parts


def of_invitation(one: Invitation) -> Plain:
    """One invitation, with the account that it is for."""
    return {
        "id": one.invitation_id,
        "account": {"handle": one.handle, "id": one.account},
        "state": one.state,
        "sent_at": iso(one.sent_at),
        "expires_at": iso(one.expires_at),
        "note": one.note,
    }


def on_one_line(verdicts: Iterable[Plain]) -> list[Plain]:
    """The verdicts of a record without a table inside: the rule by its name, its value as text."""
    return [one | _rule_beside(one["rule"] or {}) for one in verdicts]


def iso(moment: datetime | None) -> str | None:
    """A moment as ISO 8601 text."""
    return moment.isoformat() if moment else None


def grounds(decision: Decision) -> Plain:
    """What a decision rests on, without tables inside its verdicts."""
    facts = of_facts(decision.facts) if decision.facts else []
    return {"verdicts": on_one_line(_verdicts(decision)), "facts": facts}


def _verdicts(decision: Decision | None) -> list[Plain]:
    return [_verdict(one) for one in decision.verdicts] if decision else []


def _verdict(verdict: Verdict) -> Plain:
    return {
        "guard": verdict.guard,
        "effect": verdict.effect,
        "reason": verdict.reason,
        "measured": verdict.measured,
        "told_by": verdict.told_by,
        "not_before": iso(verdict.not_before),
        "rule": _rule(verdict.rule) if verdict.rule else None,
    }


def _rule(rule: Rule[Any]) -> Plain:
    reading = rule.chosen
    return {
        "name": rule.name,
        "value": reading.value,
        "source": reading.source,
        "trust": reading.trust,
        "read_on": reading.read_on.isoformat(),
    }


def _rule_beside(rule: Plain) -> Plain:
    value = written(rule["value"]) if rule else None
    beside = {name: rule.get(name) for name in ("source", "trust", "read_on")}
    return {"rule": rule.get("name"), "value": value} | beside


def _settled(settled: Settled) -> Plain:
    return asdict(settled) | {"receipt": dict(settled.receipt)}
