"""What follows for a shop and an account: presses, what they spend, links, invitations, and when each act is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, select, update

from agent.adapters.ledger_sql import schema
from agent.adapters.ledger_sql.audit_table import folded
from agent.adapters.ledger_sql.folding import every, found, keep, key_of, same
from agent.adapters.ledger_sql.shelf_table import shelf
from agent.domain.declared import Subject
from agent.domain.identity import is_numbered
from agent.domain.ledger import CONCLUDED_INVITATIONS, ClaimState, LinkState
from agent.domain.permit import SHOWCASE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from agent.domain.ledger import Event

CONCLUDED_CLAIMS: Final = frozenset({ClaimState.REJECTED, ClaimState.NOT_DONE, ClaimState.RELEASED})


def claimed(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A press is claimed: its row, its account with its handle, and what it spends."""
    fresh = {"seq": event.seq, "run": event.run, "state": ClaimState.OPEN, "claimed_at": event.at}
    keep(connection, schema.claim, data | fresh | {"concluded": False, "note": ""})
    if data["handle"] and Kind(data["kind"]).of_an_account and is_numbered(data["account"]):
        keep(connection, schema.pin, data)
    for spend in data["spends"]:
        _spend(connection, spend, 1)


def settled(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """How a press ended, and what else that ends."""
    claim = found(connection, schema.claim, data) or {}
    row = data | {"settled_at": event.at, "concluded": _concludes(Kind(claim["kind"]), data)}
    keep(connection, schema.claim, row)
    if claim["kind"] == Kind.UNLINK_REQUEST and data["state"] == ClaimState.DONE:
        _asked_to_be_unlinked(connection, claim, event)
    if claim["kind"] not in SHOWCASE:
        _conclude(connection, data)
    elif data["state"] == ClaimState.DONE:
        end_items(connection, claim, SHOWCASE - {claim["kind"]}, [claim["item"]])


_ITEMS: Final = (
    update(schema.claim)
    .where(
        schema.claim.c.shop == bindparam("its_shop"),
        schema.claim.c.account == bindparam("its_account"),
        schema.claim.c.kind.in_(bindparam("kinds", expanding=True)),
        schema.claim.c.state == ClaimState.DONE,
    )
    .values(concluded=True)
)
_SOME_ITEMS: Final = _ITEMS.where(schema.claim.c.item.in_(bindparam("items", expanding=True)))


def end_items(
    connection: Connection, pair: Mapping[str, Any], kinds: Iterable[str], items: Sequence[str] | None = None
) -> None:
    """What was done about these products, or about all, is over: a removal ends an add, an add a removal."""
    given = {"its_shop": pair["shop"], "its_account": pair["account"], "kinds": sorted(kinds)}
    if items is None:
        connection.execute(_ITEMS, given)
    elif items:
        connection.execute(_SOME_ITEMS, given | {"items": list(items)})


def showcase_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """Which products of a showcase are gone, or back."""
    del event
    end_items(connection, data, [Kind.SHOWCASE_ADD], data["gone"])
    end_items(connection, data, [Kind.SHOWCASE_REMOVE], data["back"])


def _concludes(kind: Kind, data: Mapping[str, Any]) -> bool:
    """Whether the pair's next act of this kind is a new intention: proof is enough only where a wrong one heals."""
    over = data["state"] in CONCLUDED_CLAIMS
    return over and (kind.repeats or data["state"] != ClaimState.NOT_DONE or "decided_by" in data)


def _asked_to_be_unlinked(connection: Connection, pair: Mapping[str, Any], event: Event) -> None:
    link = found(connection, schema.link, pair)
    if link and link["state"] == LinkState.LINKED:
        keep(connection, schema.link, link | {"state": LinkState.UNLINK_REQUESTED, "seen_at": event.at})


def released(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A person gives back what a press had spent."""
    settled(connection, event, data | {"state": ClaimState.RELEASED})
    for spend in data["spends"]:
        _spend(connection, spend, -1)


def _spend(connection: Connection, budget: Mapping[str, Any], number: int) -> None:
    row = found(connection, schema.budget, budget)
    keep(connection, schema.budget, {**budget, "used": max(0, (row["used"] if row else 0) + number)})


def invitation_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """An invitation as the portal shows it now."""
    row = found(connection, schema.invitation, data)
    keep(connection, schema.invitation, data | {"first_seq": row["first_seq"] if row else event.seq})
    _conclude(connection, data)


def linked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A link began."""
    keep(connection, schema.link, data | {"linked_at": data["began_at"], "linked_seq": event.seq})
    keep(connection, schema.link_start, data | {"seq": event.seq})
    _conclude(connection, data)


def link_seen(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A link that was known already, as the portal shows it now."""
    before = found(connection, schema.link, data) or {}
    keep(connection, schema.link, data | {"seq": event.seq})
    if before.get("state") == LinkState.UNLINK_REQUESTED and data["state"] == LinkState.LINKED:
        _conclude_requests(connection, data)


def _conclude_requests(connection: Connection, pair: Mapping[str, Any]) -> None:
    """The request stands open no longer and the link is still there: it was declined or taken back."""
    for claim in _done(connection, pair):
        if claim["kind"] == Kind.UNLINK_REQUEST:
            keep(connection, schema.claim, {"intent": claim["intent"], "concluded": True})


def unlinked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A link is no more, and its showcase with it."""
    keep(connection, schema.link, data | {"unlinked_at": data["until"], "unlinked_seq": event.seq})
    end_items(connection, data, SHOWCASE)  # it went with its showcase
    connection.execute(delete(shelf).where(same(shelf)), key_of(shelf, data))
    _conclude(connection, data)


def _conclude(connection: Connection, pair: Mapping[str, Any]) -> None:
    """Mark what was done and is over, for good: the pair's next act of that kind is a new intention."""
    for claim in _done(connection, pair):
        if _over(connection, claim):
            keep(connection, schema.claim, {"intent": claim["intent"], "concluded": True})


_OF_PAIR: Final = select(schema.claim).where(
    schema.claim.c.shop == bindparam("shop"),
    schema.claim.c.account == bindparam("account"),
    schema.claim.c.kind.not_in(sorted(SHOWCASE)),  # of these there are many, and each ends in a way of its own
    schema.claim.c.state == ClaimState.DONE,
    ~schema.claim.c.concluded,
)


def _done(connection: Connection, pair: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was done about a pair and is not over yet."""
    return every(connection, _OF_PAIR, {"shop": pair["shop"], "account": pair["account"]})


def _over(connection: Connection, claim: Mapping[str, Any]) -> bool:
    link = found(connection, schema.link, claim) or {}
    linked: int = link.get("linked_seq") or 0
    unlinked: int = link.get("unlinked_seq") or 0
    since: bool = linked > claim["seq"]
    match Kind(claim["kind"]):
        case Kind.BIND:
            invitation = found(connection, schema.invitation, claim) or {}
            ours = invitation.get("account") == claim["account"]  # a number of somebody else's says nothing about us
            ended = ours and invitation["state"] in CONCLUDED_INVITATIONS
            return ended or (since and unlinked > linked)
        case Kind.UNLINK | Kind.UNLINK_APPROVE:
            return since
        case Kind.UNLINK_REQUEST:
            return since or unlinked > claim["seq"]
        case Kind.CONTENT_CHECK:
            read = found(connection, schema.content_audit, claim)
            return read is not None and read["seq"] > claim["seq"]
        case _:  # of products, promotions and files each ends in a way of its own; what was sent to people stays sent
            return False


def content_checked(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """What a content check found."""
    row = folded(found(connection, schema.content_audit, data), data)
    keep(connection, schema.content_audit, row | {"seq": event.seq})
    _conclude(connection, data)


def declared(connection: Connection, event: Event, data: dict[str, Any]) -> None:
    """A declared unlink is used up as one that was seen; a declared link counts from its day in the window of links."""
    _spend(connection, {"budget": "unlinks", "scope": data["shop"], "period": "ever"}, data["adds"])
    if data["subject"] != Subject.LINK:
        return
    start = {"seq": event.seq, "shop": data["shop"], "account": data["account"], "began_at": data["moment"]}
    link = found(connection, schema.link, data) if data["current"] else None
    if link:  # it was counted from the day on which it was first seen
        start["seq"] = link["linked_seq"]
        keep(connection, schema.link, link | {"linked_at": data["moment"]})
    keep(connection, schema.link_start, start)
