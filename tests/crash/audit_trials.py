"""The content check on trial: who has read one and calls again wants another, so it is begun until one was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fakes import ACCOUNT, AUDIT, SHOP
from flow_bench import Bench
from trials import MX, Deed, Request, Trial

from agent.domain.content_audit import AuditRequest
from agent.domain.identity import AccountId, Handle, Target
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.domain.roster import Shop
from agent.flows.audit import audit
from agent.ports import Desk

_API = "/api/v1/seller/content_check/account"
_HOGAR = Target(Handle("hogar_bonito.mx"), AccountId("7100000000000000104"))  # with two posts that are objected to


def _until_read(bench: Bench, kill_at: str) -> Record:
    """A check is begun as long as none was read; afterwards the next call would begin another on purpose."""
    start = bench.ask("audit", SHOP.id, ACCOUNT) is None
    return bench.audit(replace(AUDIT, start=start), kill_at=kill_at)


def read_and_claimed(bench: Bench) -> None:
    """What was begun, however late it came, is read by whoever looks next."""
    bench.clock.moment += timedelta(minutes=20)
    bench.run(replace(AUDIT, start=False))
    begun = bench.portal.shown(Kind.CONTENT_CHECK)
    assert not begun or bench.ask("audit", SHOP.id, ACCOUNT), "a check that nobody read"


def _checking(shop: Shop, _: Target) -> Request:
    return AuditRequest(shop, Target(_HOGAR.handle), timedelta(minutes=1))


async def _check_until_read(request: AuditRequest, desk: Desk) -> Record:
    read = await desk.ledger.audit(request.shop.id, AccountId(str(_HOGAR.account_id)))
    return await audit(replace(request, start=read is None), desk)


def check_is_read(scene: Any) -> None:
    """It was begun by as many presses as the ledger knows of, and whoever looks next reads what was found."""
    assert scene.done() <= scene.effects() <= len(scene.claims()), "begun without a claim"
    scene.agent.audit(_HOGAR.handle, start=False)
    kept = scene.agent.ledger("audit", scene.request.shop.id, _HOGAR.account_id)
    assert (len(kept.findings) if kept else 0) == 2 * bool(scene.effects()), "a check that nobody read"


CHECKS = (
    Trial(
        Kind.CONTENT_CHECK,
        lambda _: None,
        _until_read,
        read_and_claimed,
        Deed(
            press=f"{_API}/create",
            before=f"{_API}/find",
            looks=("/content-check/accounts", f"{_API}/list"),
            effect="account_check",
            request=_checking,
            flow=_check_until_read,
            holds=check_is_read,
            words=("audit",),
            of_a_link=False,
            places=(MX,),
        ),
    ),
)
