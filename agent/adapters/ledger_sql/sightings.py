"""What the portal's lists showed: only what changed becomes an event, so `seen_at` is when a row last changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.adapters.ledger_sql.memory import has_ended
from agent.domain.ledger import IN_FORCE, LAG, ClaimState, LinkState
from agent.domain.permit import ENDS_A_LINK, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Invitation, Link

_INVITATION: Final = ("account", "handle", "state", "sent_at", "expires_at", "note")
_LINK: Final = ("handle", "state", "since", "until")
_LINKED: Final = (
    select(schema.link)
    .where(schema.link.c.shop == bindparam("shop"), schema.link.c.state.in_(IN_FORCE))
    .order_by(schema.link.c.account)
)
_CLAIM: Final = schema.claim.c
_STANDING: Final = select(_CLAIM.account, _CLAIM.settled_at).where(
    _CLAIM.shop == bindparam("shop"),
    _CLAIM.kind == Kind.UNLINK_REQUEST,
    _CLAIM.state == ClaimState.DONE,
    ~_CLAIM.concluded,
)
_ENDED_BY_US: Final = (
    select(_CLAIM.account)
    .join(schema.link, and_(schema.link.c.shop == _CLAIM.shop, schema.link.c.account == _CLAIM.account))
    .where(
        _CLAIM.shop == bindparam("shop"),
        _CLAIM.kind.in_(sorted(ENDS_A_LINK)),
        _CLAIM.state == ClaimState.DONE,
        ~_CLAIM.concluded,
        _CLAIM.seq < schema.link.c.unlinked_seq,
    )
)


def invitations(journal: Journal, shop: ShopId, seen: Sequence[Invitation]) -> None:
    """Remember the invitations that are new or not as they were."""
    for one in seen:
        data = _data(one, shop)
        if _changed(found(journal.connection, schema.invitation, data), data, _INVITATION):
            journal.append(Happened.INVITATION_SEEN, data)


def links(journal: Journal, shop: ShopId, seen: Sequence[Link], *, complete: bool) -> None:
    """Remember the links that are new or not as they were; from a complete list, also those that vanished."""
    asked = {one["account"]: one["settled_at"] for one in every(journal.connection, _STANDING, {"shop": shop})}
    for one in seen:
        _link(journal, _data(one, shop), asked.get(one.account))
    if complete:
        _over(journal, shop, _vanished(journal, shop, seen))


def _over(journal: Journal, shop: ShopId, rows: Sequence[Mapping[str, Any]]) -> None:
    """A link ends once: what we are known to have ended an older list has shown since, of others the later end counts.

    Of two lists without an account, between which one has shown it, the first may have been the wrong one.
    """
    by_us = set(journal.connection.scalars(_ENDED_BY_US, {"shop": shop})) if rows else set()
    for row in rows:
        gone = _told(row) | {"state": LinkState.UNLINKED, "until": journal.now, "seen_at": journal.now}
        if has_ended(row) and row["account"] in by_us:
            journal.append(Happened.LINK_SEEN, gone | {"until": row["unlinked_at"]})
        else:
            journal.append(Happened.UNLINKED, gone)


def ended(journal: Journal, pair: Mapping[str, Any], pressed: int) -> None:
    """The link that stood at a press has ended, as a person knows: a list with it is an old one, or shows the next."""
    row = found(journal.connection, schema.link, pair)
    if row and row["state"] in IN_FORCE and (row["linked_seq"] or 0) < pressed and not has_ended(row):
        told = _told(row) | {"state": LinkState.UNLINKED, "until": journal.now, "seen_at": journal.now}
        journal.append(Happened.UNLINKED, told)


def _data(seen: Invitation | Link, shop: ShopId) -> dict[str, Any]:
    texts = {name: cells.storable(value) for name, value in asdict(seen).items() if isinstance(value, str)}
    return asdict(seen) | texts | {"shop": shop}


def _link(journal: Journal, data: dict[str, Any], asked_at: datetime | None) -> None:
    """`asked_at` is since when our request to end it is known to stand: a list without it may be an older one."""
    before = found(journal.connection, schema.link, data)
    known = before["since"] if before else None
    data["since"] = max((one for one in (known, data["since"]) if one), default=None)
    if data["state"] in IN_FORCE and _anew(before, data, journal.now):
        journal.append(Happened.LINKED, data | {"began_at": data["since"] or _said(before) or data["seen_at"]})
        return
    if data["state"] == LinkState.LINKED and asked_at and journal.now - asked_at <= LAG:
        data["state"] = LinkState.UNLINK_REQUESTED
    if before and data["state"] in IN_FORCE and _had_not_ended(before, journal.now):
        journal.append(Happened.LINK_SEEN, data | {"unlinked_seq": None})
    elif _changed(before, data, _LINK) and data["state"] == LinkState.UNLINKED:
        journal.append(Happened.UNLINKED, data | {"until": data["until"] or data["seen_at"]})
    elif _changed(before, data, _LINK):
        journal.append(Happened.LINK_SEEN, data)


def _said(before: Mapping[str, Any] | None) -> datetime | None:
    """What was declared of the link that is there again, before it was plain that it is another one."""
    said = before["linked_at"] if before and has_ended(before) else None
    return said if before and said and said > before["unlinked_at"] else None


def _anew(before: Mapping[str, Any] | None, data: Mapping[str, Any], now: datetime) -> bool:
    """A link began: it was not there, or it is there since a later moment than the one that was told before.

    A list may be older than what is known. An ended link that it shows with its old beginning is not a new one, else
    the next unlink would be a new intention, and would press and spend once more; nor is one without a date that is
    shown before the time of old lists is over.
    """
    if before is None:
        return True
    if before["since"] is None and has_ended(before):
        return bool(now - before["unlinked_at"] > LAG)
    if before["since"] is None:
        return data["state"] == LinkState.LINKED and before["state"] not in IN_FORCE
    return bool(data["since"] > before["since"])


def _had_not_ended(row: Mapping[str, Any], now: datetime) -> bool:
    """Whether this very link is listed too long after its end: the list that missed it was the wrong one."""
    return bool(has_ended(row) and row["since"] and now - row["unlinked_at"] > LAG)


def _vanished(journal: Journal, shop: ShopId, seen: Sequence[Link]) -> Sequence[Mapping[str, Any]]:
    there = {one.account for one in seen}
    linked = every(journal.connection, _LINKED, {"shop": shop})
    return [row for row in linked if row["account"] not in there]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("shop", "account", "handle", "since")}


def _changed(before: Mapping[str, Any] | None, now: Mapping[str, Any], what: tuple[str, ...]) -> bool:
    return before is None or any(before[name] != now[name] for name in what)
