"""The portal's checks of accounts: listed, waited for by looking, and read whole into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.content_audit import AuditEnd, CheckRead
from agent.domain.identity import Handle
from agent.domain.sighting import Absent, Sighted, Sighting, Unclear
from agent.errors import AskPerson, Code, LookAgain
from agent.ports import ContentChecks

if TYPE_CHECKING:
    from agent.domain.content_audit import Audit, AuditRequest, CheckRow, ChecksSeen, FoundSeen
    from agent.domain.identity import AccountId, ShopId, Target
    from agent.domain.ledger import Claim
    from agent.once import Look
    from agent.ports import Desk, Visit


async def listed(visit: Visit, shop: ShopId, desk: Desk) -> ChecksSeen:
    """All checks of the shop on a fresh navigation, with patience; half a list is none."""
    return await desk.reader.read("content checks", lambda: _listed(visit, shop))


async def _listed(visit: Visit, shop: ShopId) -> ChecksSeen:
    return whole(await (await visit.open(ContentChecks)).read(), shop)


def whole(seen: ChecksSeen, shop: ShopId) -> ChecksSeen:
    """The list, where it is the right shop's and nothing of it is missing."""
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    if not seen.checks.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail=f"content checks {len(seen.checks.rows)}/{seen.checks.total}")
    return seen


def unread(seen: ChecksSeen, account: AccountId, audit: Audit | None) -> tuple[CheckRow, ...]:
    """An account's checks that began after the newest one that was read, by the portal's own clock alone."""
    after = audit.began_at if audit else None
    return tuple(one for one in seen.of(account) if after is None or (one.began_at and one.began_at > after))


def begun(visit: Visit, desk: Desk) -> Look:
    """The look of a press: does the list show a check of the account that nobody has read yet?"""

    async def look(claim: Claim) -> Sighting:
        shop, account = claim.key.shop, claim.key.account
        seen = await listed(visit, shop, desk)
        match unread(seen, account, await desk.ledger.audit(shop, account)):
            case []:
                return Absent()
            case [newest, *more]:
                began = newest.began_at.isoformat() if newest.began_at else ""
                return Sighted({"check_id": newest.check_id, "began_at": began}, duplicate=bool(more))
        return Unclear("no check")

    return look


async def read_when_ended(check: str, request: AuditRequest, visit: Visit, desk: Desk) -> AuditEnd:
    """Look until the check has ended, and read it whole; where the time is up before, it still runs."""
    until, target = desk.clock.now() + request.wait, request.target
    while True:
        row = _row(await listed(visit, request.shop.id, desk), check, target)
        if row.ended:
            return AuditEnd.of(await keep(row, target, request.shop.id, visit, desk), news=True)
        if desk.clock.now() >= until:
            return AuditEnd(target.handle, row.account_id, row.check_id, row.began_at, running=True)
        desk.mark("CP23")
        await desk.clock.sleep(desk.waits.follow_pause)


def _row(seen: ChecksSeen, check: str, target: Target) -> CheckRow:
    row = next((one for one in seen.checks.rows if one.check_id == check), None)
    if row is None:
        raise AskPerson(Code.E_EFFECT_MISMATCH, handle=target.handle, shop=seen.session.shop, detail="check_gone")
    return row


async def keep(row: CheckRow, target: Target, shop: ShopId, visit: Visit, desk: Desk) -> Audit:
    """Read what a check found, all of it and of this very account, and let the ledger remember it."""
    found = await desk.reader.read("findings", lambda: _found(row, target, shop, visit))
    now, rows = desk.clock.now(), found.findings.rows
    began = row.began_at or now
    read = CheckRead(shop, found.account_id, Handle(found.handle), row.check_id, began, now, rows)
    return await desk.ledger.keep_audit(read)


async def _found(row: CheckRow, target: Target, shop: ShopId, visit: Visit) -> FoundSeen:
    seen = await (await visit.open(ContentChecks)).findings(row)
    if seen.session.shop != shop:
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop)
    if seen.account_id != row.account_id or target.account_id not in {None, seen.account_id}:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle)
    if not seen.findings.complete:
        raise LookAgain(Code.E_PORTAL_DOWN, detail=f"findings {len(seen.findings.rows)}/{seen.findings.total}")
    return seen
