"""What the portal's lists showed: only what changed becomes an event, so `seen_at` is when a row last changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from agent.adapters.ledger_sql import cells, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.ledger import LinkState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.adapters.ledger_sql.journal import Journal
    from agent.domain.identity import ShopId
    from agent.domain.ledger import Invitation, Link

_ON: Final = frozenset({LinkState.LINKED, LinkState.UNLINK_REQUESTED})
_INVITATION: Final = ("account", "handle", "state", "sent_at", "expires_at", "note")
_LINK: Final = ("handle", "state", "since", "until")
_LINKED: Final = (
    select(schema.link)
    .where(schema.link.c.shop == bindparam("shop"), schema.link.c.state.in_(_ON))
    .order_by(schema.link.c.account)
)


def invitations(journal: Journal, shop: ShopId, seen: Sequence[Invitation]) -> None:
    """Remember the invitations that are new or not as they were."""
    for one in seen:
        data = _data(one, shop)
        if _changed(found(journal.connection, schema.invitation, data), data, _INVITATION):
            journal.append(Happened.INVITATION_SEEN, data)


def links(journal: Journal, shop: ShopId, seen: Sequence[Link], *, complete: bool) -> None:
    """Remember the links that are new or not as they were; from a complete list, also those that vanished."""
    for one in seen:
        _link(journal, _data(one, shop))
    if complete:
        for row in _vanished(journal, shop, seen):
            gone = _told(row) | {"state": LinkState.UNLINKED, "until": journal.now, "seen_at": journal.now}
            if _ended(row):
                journal.append(Happened.LINK_SEEN, gone | {"until": row["unlinked_at"]})
            else:
                journal.append(Happened.UNLINKED, gone)


def _data(seen: Invitation | Link, shop: ShopId) -> dict[str, Any]:
    texts = {name: cells.storable(value) for name, value in asdict(seen).items() if isinstance(value, str)}
    return asdict(seen) | texts | {"shop": shop}


def _link(journal: Journal, data: dict[str, Any]) -> None:
    before = found(journal.connection, schema.link, data)
    known = before["since"] if before else None
    data["since"] = max((one for one in (known, data["since"]) if one), default=None)
    if not _changed(before, data, _LINK):
        return
    if data["state"] == LinkState.UNLINKED:
        journal.append(Happened.UNLINKED, data | {"until": data["until"] or data["seen_at"]})
    elif data["state"] == LinkState.LINKED and _anew(before, data):
        journal.append(Happened.LINKED, data | {"began_at": data["since"] or data["seen_at"]})
    else:
        journal.append(Happened.LINK_SEEN, data)


def _anew(before: Mapping[str, Any] | None, data: Mapping[str, Any]) -> bool:
    """A link began: it was not there, or it is there since a later moment than the one that was told before.

    A list may be older than what is known. An ended link that it shows with its old beginning is not a new one, else
    the next unlink would be a new intention, and would press and spend once more.
    """
    if before is None or before["since"] is None:
        return before is None or before["state"] not in _ON
    return bool(data["since"] > before["since"])


def _ended(row: Mapping[str, Any]) -> bool:
    """Whether the end of this link was told before an old list showed it once more."""
    return (row["unlinked_seq"] or 0) > (row["linked_seq"] or 0)


def _vanished(journal: Journal, shop: ShopId, seen: Sequence[Link]) -> Sequence[Mapping[str, Any]]:
    there = {one.account for one in seen}
    linked = every(journal.connection, _LINKED, {"shop": shop})
    return [row for row in linked if row["account"] not in there]


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("shop", "account", "handle", "since")}


def _changed(before: Mapping[str, Any] | None, now: Mapping[str, Any], what: tuple[str, ...]) -> bool:
    return before is None or any(before[name] != now[name] for name in what)
