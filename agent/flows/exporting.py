"""Have the portal make one file of its reports: asked for once whatever happens, then only waited for and fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from agent.domain.facts import Facts
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.permit import Kind
from agent.domain.record import Record
from agent.errors import Code, CompanionError
from agent.flows import observe
from agent.flows.acting import Errand, acting
from agent.flows.export_tasks import asked_for, ready
from agent.flows.pressing import Button, act_on, key_of, press, settled_as
from agent.flows.run import failed
from agent.guards.judge import EXPORT, judge
from agent.once import look_up
from agent.ports import HandedBack, ReportExports

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.exporting import ExportRequest
    from agent.domain.facts import SessionSeen
    from agent.domain.ledger import Settled
    from agent.domain.permit import RequestKey
    from agent.domain.seen import HomeSeen
    from agent.ports import Desk, Visit

_KIND: Final = Kind.EXPORT


@dataclass(frozen=True, slots=True)
class Exported:
    """How it ended, which task the file is, and its bytes; none where it is not ready yet, or was refused."""

    record: Record
    task: str = ""
    content: bytes = b""


async def export(request: ExportRequest, desk: Desk, until: timedelta) -> Exported:
    """Ask for it if nobody has, at most once; wait for that very task, and fetch it."""

    async def told(settled: Settled, visit: Visit) -> Exported | None:
        record = settled_as(_record(request), settled, desk)
        return None if settled.state is ClaimState.REJECTED else await _fetched(request, record, visit, desk, until)

    async def attempt(facts: Facts, _: HomeSeen, visit: Visit) -> Exported:
        record = await _made(request, visit, desk) or await _ask(request, facts, visit, desk)
        return await _fetched(request, record, visit, desk, until)

    held = partial(observe.held_for, Facts, request.shop, None, desk)
    ended = await acting(Errand(_record(request), EXPORT, held, partial(_mine, request), told, attempt), desk)
    return ended if isinstance(ended, Exported) else Exported(ended)


def _mine(request: ExportRequest, key: RequestKey) -> bool:
    return (key.kind, key.account) == (_KIND, request.subject)


async def _made(request: ExportRequest, visit: Visit, desk: Desk) -> Record | None:
    """The task that an earlier run asked for, which must still be there; None lets this run press."""
    claims = [one for one in await desk.ledger.claims(shop=request.shop.id) if _mine(request, one.key)]
    done = [one for one in claims if one.state is ClaimState.DONE]
    if not done:
        return None
    return settled_as(_record(request), await look_up(done[-1], desk, asked_for(visit, desk)), desk)


async def _ask(request: ExportRequest, facts: Facts, visit: Visit, desk: Desk) -> Record:
    page, session = await desk.reader.read("export", lambda: _chosen(request, visit))
    desk.mark("CP08")
    facts = observe.measured(facts, session, await visit.egress(), visit, desk)
    key = await key_of(request.shop, AccountId(request.subject), _KIND, desk)
    decision = judge(EXPORT, facts, desk.rules, act_on(key, Handle(request.subject), desk))
    desk.mark("CP07")
    button = Button(page, visit, facts, asked_for(visit, desk), request.dry_run)
    return await press(_record(request), decision, button, desk)


async def _chosen(request: ExportRequest, visit: Visit) -> tuple[ReportExports, SessionSeen]:
    page = await visit.open(ReportExports)
    return page, await page.choose(request)


async def _fetched(request: ExportRequest, record: Record, visit: Visit, desk: Desk, until: timedelta) -> Exported:
    task = record.settled.receipt.get("task", "") if record.settled else ""
    if record.code or not task:
        return Exported(record)
    try:
        row = await ready(task, visit, request.shop.id, desk, until)
        if row is None:
            late = {"detail": "file_not_ready", "value": task}
            return Exported(replace(record, outcome=Outcome.NOT_DONE, code=Code.E_PORTAL_DOWN, error=late), task)
        page = await visit.open(ReportExports)
        return Exported(record, task, await desk.reader.read("export", lambda: page.file(task)))
    except HandedBack:
        raise
    except CompanionError as error:  # it was asked for, and that stays told; the next run fetches it
        ended = failed(request.shop, None, _KIND, error)
        return Exported(replace(record, outcome=ended.outcome, code=ended.code, error=ended.error), task)


def _record(request: ExportRequest) -> Record:
    return Record(request.shop, None, _KIND, Outcome.DONE, about=request.subject)
