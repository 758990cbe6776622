"""What a ticket says: the prepared text of its matter, filled with a run's evidence, masked and short enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.identity import AccountId, legible
from agent.domain.ledger import Outcome
from agent.domain.masking import masked
from agent.domain.ticket import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.domain.identity import Target
    from agent.domain.ledger import RunRow
    from agent.domain.roster import Shop
    from agent.domain.ticket import TicketMatter
    from agent.words import Words

_ROOM: Final = len(f"\n{MARK}") + 10  # for what the ticket is found again by
_MOST: Final = 300
_WELL: Final = frozenset({Outcome.DONE, Outcome.ALREADY, Outcome.PLANNED, Outcome.NOTHING_TO_DO, Outcome.CANCELLED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run says about a matter: when it ended and how, the portal's words, the account's number, its folder."""

    when: str = ""
    code: str = ""
    note: str = ""
    account: AccountId | None = None
    folder: str = ""


def evidence(rows: Iterable[RunRow], target: Target, matter: TicketMatter, shop: Shop) -> Evidence:
    """Of the newest run about this account that did not end well, and was of a kind that the matter is about."""
    mine = (one for one in rows if one.handle == target.handle and one.shop == shop.id and one.outcome not in _WELL)
    fits = (one for one in mine if not matter.kinds or one.detail.get("action") in matter.kinds)
    return next((of_run(one, shop) for one in fits), Evidence())


def of_run(row: RunRow, shop: Shop) -> Evidence:
    """The same of one run."""
    account = row.detail.get("account")
    number = account.get("id") if isinstance(account, dict) else None
    when = f"{row.ended_at.astimezone(ZoneInfo(shop.zone)):%Y-%m-%d %H:%M}"
    note = " ".join(str(row.detail.get("note") or "").split())
    code = str(row.detail.get("code") or "")
    return Evidence(when, code, masked(legible(note, _MOST)), AccountId(str(number)) if number else None, row.evidence)


def prepared(matter: TicketMatter, target: Target, shop: Shop, found: Evidence, say: Words, most: int) -> str:
    """The text without its mark; the portal's own words are cut where it would be too long, in the end left out."""
    own = {"handle": target.handle, "account": target.account_id or "", "when": found.when, "code": found.code}
    own |= {"shop": masked(shop.name), "shop_id": shop.id, "region": shop.region}
    note = found.note
    while True:
        text = say(f"ticket.{matter}", note=note, **own).strip()
        over = len(text) + _ROOM - most
        if over <= 0 or not note:
            return text
        kept = note.removesuffix("…")[: -(over + 1)].rstrip() if len(note) > over + 1 else ""
        note = f"{kept}…" if kept else ""
