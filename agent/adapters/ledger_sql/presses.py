"""Claims: made once before a press, settled by looking, decided by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, func, select

from agent.adapters.ledger_sql import approvals, cells, leases, memory, rows, schema, sightings
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.identity import Intent
from agent.domain.ledger import Claim, Claimed, ClaimState, Lease, Settled
from agent.domain.permit import ENDS_A_LINK, SHOWCASE
from agent.domain.roster import Via
from agent.errors import Bug, Code, MendInput, Refused, Submitted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import RunId
    from agent.domain.permit import Permit, RequestKey, Spend

_NEWEST: Final = select(func.max(schema.claim.c.claimed_at))
_OF_KEY: Final = select(schema.claim).where(schema.claim.c.key == bindparam("key"))
_PROVEN: Final = frozenset({ClaimState.DONE, ClaimState.REJECTED, ClaimState.NOT_DONE})
_CLOCK_MARGIN: Final = timedelta(seconds=60)
_OF_THE_RULES: Final = frozenset({"source", "trust", "read_on"})
_WITHOUT_EFFECT: Final = frozenset({ClaimState.REJECTED, ClaimState.NOT_DONE})
_LATE: Final = frozenset({ClaimState.DONE})
_MAY_BECOME: Final = {
    ClaimState.OPEN: _PROVEN | {ClaimState.UNKNOWN},
    ClaimState.UNKNOWN: _PROVEN,
    ClaimState.NOT_DONE: _LATE,
    ClaimState.REJECTED: _LATE,
}


def claim(journal: Journal, permit: Permit, lease: Lease, run: RunId) -> Claimed:
    """Claim a press for the first caller only, and spend its budgets; for everybody later nothing changes.

    While an earlier act of the pair is not over, its claim is the answer, whatever the permit's n says: a late commit
    may have come to light after the permit was issued.
    """
    if lease.login != permit.login:
        raise Bug(Code.E_INTERNAL, Submitted.NO, detail="the lease of another login")
    leases.require(journal, lease)
    _require_a_clock_that_goes_on(journal)
    earlier = _earlier(journal, permit.key)
    if earlier:
        return Claimed(earlier, first=False)
    for spend in permit.spends:
        _afford(journal, spend)
    approvals.use(journal, permit)
    intent = intent_of(permit.key)
    journal.append(Happened.CLAIMED, _written(intent, permit), run)
    return Claimed(_claim(journal, intent), first=True)


def _require_a_clock_that_goes_on(journal: Journal) -> None:
    """By a clock that was set back since the last press every waiting time would be measured wrongly.

    A press is the only witness: before it the portal's clock agreed. Whatever else is written down, by a run that was
    refused for its clock too, would otherwise stop everybody until then.
    """
    newest = journal.connection.scalars(_NEWEST).one()
    if newest and newest - journal.now > _CLOCK_MARGIN:
        raise Refused(Code.G_CLOCK, detail="behind_ledger", value=cells.stamp(newest)[:19])


def intent_of(key: RequestKey) -> Intent:
    """The public id of a claim: short enough to type, and the same whoever computes it."""
    return Intent(sha256(str(key).encode()).hexdigest()[:12])


def _earlier(journal: Journal, key: RequestKey) -> Claim | None:
    for row in every(journal.connection, _OF_KEY, {"key": str(key)}):
        return rows.claim_of(row)
    going = memory.unconcluded(journal.connection, _acts(key)) or _other_way(journal, key)
    if going is None and key.n != memory.ordinal(journal.connection, _acts(key)):
        raise Bug(Code.E_INTERNAL, Submitted.NO, detail=f"{key} is not the pair's next key")
    return going


def _other_way(journal: Journal, key: RequestKey) -> Claim | None:
    """Whichever way a link was ended, or may have been, it is ended: the other way has nothing left to press."""
    if key.kind not in ENDS_A_LINK:
        return None
    (other,) = ENDS_A_LINK - {key.kind}
    return memory.unconcluded(journal.connection, replace(_acts(key), kind=other))


def _acts(key: RequestKey) -> memory.Acts:
    return memory.Acts(key.shop, key.account, key.kind, key.item)


def _afford(journal: Journal, spend: Spend) -> None:
    used = memory.spent(journal.connection, _scope(spend))
    if used >= spend.limit:
        code = Code.G_UNBINDS if spend.budget == memory.UNLINKS else Code.G_QUOTA
        raise Refused(code, budget=spend.budget, detail=f"{used}/{spend.limit}, {spend.period}")


def _scope(spend: Spend) -> dict[str, str]:
    return {"budget": spend.budget, "scope": spend.scope, "period": spend.period}


def _written(intent: Intent, permit: Permit) -> dict[str, object]:
    key = permit.key
    return {
        "intent": intent,
        "key": str(key),
        "shop": key.shop,
        "account": key.account,
        "kind": key.kind,
        "n": key.n,
        "item": key.item,
        "login": permit.login,
        "handle": permit.handle,
        "spends": [_scope(spend) | {"shown": spend.shown} for spend in permit.spends],
        "permitted_at": permit.issued_at,
        "rules_version": permit.rules_version,
        **({"approval": permit.approval} if permit.approval else {}),
        **({"via": permit.via} if permit.via is not Via.WEB else {}),
        **({"detail": _grounds(permit)} if permit.grounds and key.kind not in SHOWCASE else {}),
    }


def _grounds(permit: Permit) -> dict[str, object]:
    """Without the sources of the rules, which their version tells, without what nobody asked for and what is empty."""
    facts = [_short(one) for one in permit.grounds["facts"] if one["known"] != "not_asked"]
    return {"verdicts": [_short(one, _OF_THE_RULES) for one in permit.grounds["verdicts"]], "facts": facts}


def _short(told: Mapping[str, object], left_out: Collection[str] = ()) -> dict[str, object]:
    return {name: value for name, value in told.items() if value is not None and name not in left_out}


def settle(journal: Journal, intent: Intent, settled: Settled, note: str) -> Claim:
    """Write down what looking showed, where it says more than is known; a person's word stands."""
    known = _claim(journal, intent)
    if settled.state not in _MAY_BECOME.get(known.state, ()) or _decided(journal, intent):
        return known
    looked = {"receipt": settled.receipt, "looks": settled.looks, "duplicate": settled.duplicate}
    invitation = settled.receipt.get("invitation_id") or known.invitation_id
    now = {"state": settled.state, "invitation_id": invitation, "note": note}
    journal.append(Happened.SETTLED, _about(known) | looked | now)
    return _claim(journal, intent)


def decide(journal: Journal, intent: Intent, state: ClaimState, by: str, reason: str) -> Claim:
    """Write down what a named person decided about a claim that looking could not settle, or settled wrongly."""
    row = found(journal.connection, schema.claim, {"intent": intent})
    if row is None:
        raise MendInput(Code.E_INPUT, why="no_such_claim", value=intent)
    known = row["state"]
    mistaken = known == ClaimState.DONE and (row["decided_by"] or state != known)  # a look, or a person, was wrong
    if row["concluded"] or not (mistaken or known in memory.UNDECIDED) or state not in _PROVEN:
        raise MendInput(Code.E_INPUT, why="not_to_decide", value=intent, state=known)
    now = {"state": state, "decided_by": by, "note": reason}
    journal.append(Happened.DECIDED, _about(rows.claim_of(row)) | now)
    if state is ClaimState.DONE and row["kind"] in ENDS_A_LINK:
        sightings.ended(journal, row, row["seq"])
    return _claim(journal, intent)


def release(journal: Journal, intent: Intent, by: str, reason: str) -> Claim:
    """Give back the unlink that a claim has used up, without effect or undone since: only a named person may."""
    row = found(journal.connection, schema.claim, {"intent": intent})
    if row is None:
        raise MendInput(Code.E_INPUT, why="no_such_claim", value=intent)
    spent = [one for one in memory.spends(journal.connection, intent) if one["budget"] == memory.UNLINKS]
    undone = row["state"] == ClaimState.DONE and row["concluded"]  # the link is there again, and so may the unlink be
    if not (undone or row["state"] in _WITHOUT_EFFECT) or not spent:
        raise MendInput(Code.E_INPUT, why="not_to_release", value=intent, state=row["state"])
    told = {"decided_by": by, "note": reason, "spends": spent} | ({"undone": True} if undone else {})
    journal.append(Happened.RELEASED, _about(rows.claim_of(row)) | told)
    return _claim(journal, intent)


def _about(claim: Claim) -> dict[str, object]:
    return {"intent": claim.intent, "shop": claim.key.shop, "account": claim.key.account}


def _claim(journal: Journal, intent: Intent) -> Claim:
    row = found(journal.connection, schema.claim, {"intent": intent})
    if row is None:
        raise Bug(Code.E_INTERNAL, Submitted.MAYBE, detail=f"no claim {intent}")
    return rows.claim_of(row)


def _decided(journal: Journal, intent: Intent) -> bool:
    row = found(journal.connection, schema.claim, {"intent": intent})
    return bool(row and row["decided_by"])
