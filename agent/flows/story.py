"""Find the story of one run in the ledger: what it left, what it claimed, and what became of that afterwards."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from agent.domain.identity import AccountId, legible
from agent.domain.story import Story, is_by_app
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agent.domain.identity import RunId
    from agent.domain.ledger import Claim, Event
    from agent.ports import Ledger

_MANY = 10_000
_NEWEST = 1_000
_NAMED = 5
_ABOUT_CLAIMS = frozenset({"settled", "decided", "released"})
_ABOUT_PAIRS = frozenset({"claimed", "invitation_seen", "linked", "unlinked"})
_BEFORE_A_PRESS = frozenset({"showcase_kept", "backup_waived", "approval_used"})
EVENTS = _ABOUT_CLAIMS | _ABOUT_PAIRS | _BEFORE_A_PRESS


async def story(beginning: str, ledger: Ledger) -> Story:
    """The run whose id begins so; raises MendInput(E_INPUT), which names those that come near."""
    claims = await ledger.claims()
    row = await ledger.run(beginning)
    run = row.run if row else await _unrecorded(beginning, claims, ledger)
    told = list(_told(row.detail)) if row else []
    mine = [one for one in claims if one.run == run or one.intent in {_intent(part) for part in told}]
    last = max((one.seq for one in await ledger.events(limit=_MANY, run=run)), default=0)
    events = await _events(mine, told, ledger)
    kept = (one for one in events if one.seq < last and one.kind in _BEFORE_A_PRESS)
    since = (one for one in events if one.seq > last and _belongs(one, mine))
    during = tuple(one for one in kept if row and one.at >= row.started_at)
    claimed = {str(one.data["intent"]): one for one in events if one.kind == "claimed"}
    by_app = frozenset(intent for intent, one in claimed.items() if is_by_app(one))
    return Story(run, row, tuple(mine), during, tuple(since), by_app, _grounds(run, mine, claimed))


def _grounds(run: RunId, mine: Iterable[Claim], claimed: Mapping[str, Event]) -> Mapping[str, Any]:
    """What the first press of a run rested on; older ledgers did not keep it."""
    first = next((claimed[one.intent] for one in mine if one.run == run and one.intent in claimed), None)
    kept = first.data.get("detail") if first else None
    return kept if isinstance(kept, dict) else {}


async def _unrecorded(beginning: str, claims: Sequence[Claim], ledger: Ledger) -> RunId:
    """A run that was killed, or still goes on, is known by what it has claimed."""
    recorded = [one.run for one in await ledger.runs(limit=_NEWEST)]
    claimed = {one.run for one in claims} - set(recorded)
    begun = [one for one in (*recorded, *sorted(claimed)) if beginning and one.startswith(beginning)]
    if len(begun) == 1:
        return begun[0]
    near = begun or get_close_matches(beginning, recorded, _NAMED, 0.3) or recorded
    why, known = "several_runs" if begun else "no_such_run", ", ".join(near[:_NAMED])
    raise MendInput(Code.E_INPUT, why=why, value=legible(beginning, 60), known=known)


def _told(detail: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What a run says of itself, and of its halves where it has them."""
    return (detail, *detail.get("parts", ()))


def _intent(told: dict[str, Any]) -> str | None:
    return told.get("intent") or (told.get("settled") or {}).get("intent")


async def _events(mine: Sequence[Claim], told: Iterable[dict[str, Any]], ledger: Ledger) -> list[Event]:
    """All events of the accounts that a run was about, in order."""
    named = {(one.get("account") or {}).get("id") for one in told} - {None}
    accounts = {one.key.account for one in mine} | {AccountId(one) for one in named if one}
    found = [one for account in accounts for one in await ledger.events(limit=_MANY, account=account)]
    return sorted(found, key=lambda one: one.seq)


def _belongs(event: Event, mine: Sequence[Claim]) -> bool:
    """Whether an event tells what became of a run: of its claims, or of its pairs."""
    if event.kind in _ABOUT_CLAIMS:
        return event.data["intent"] in {one.intent for one in mine}
    return event.kind in _ABOUT_PAIRS and (not mine or event.data["shop"] in {one.key.shop for one in mine})
