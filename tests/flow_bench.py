"""A bench for flows: a fake portal, the real ledger in memory, and runs that end or are killed."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache, partial
from itertools import count
from typing import Any, TypeVar

from fakes import ACCOUNT, LOGIN, MOCK, SHOP, UNLINK, FakeClock, FakePortal, FakeTrail, a_desk

from agent.adapters.ledger_sql import memory_ledger
from agent.domain.adoption import AdoptAnswer, AdoptRequest
from agent.domain.appeal import AppealRequest
from agent.domain.content_audit import AuditRequest
from agent.domain.declared import Wish
from agent.domain.exporting import ExportRequest
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.ledger import Link, LinkState
from agent.domain.permit import Kind
from agent.domain.record import (
    BindRequest,
    CheckRequest,
    PromotionRequest,
    Record,
    ReplaceRequest,
    ShowcaseRequest,
    StopRequest,
    UnlinkRequest,
)
from agent.domain.roster import Shop, Stage
from agent.domain.ticket import TicketRequest
from agent.domain.unlinking import Way
from agent.flows.adopt import adopt
from agent.flows.appealing import appeal
from agent.flows.audit import audit
from agent.flows.bind import bind
from agent.flows.check import check
from agent.flows.exporting import Exported, export
from agent.flows.invitations import invitations
from agent.flows.promote import promote
from agent.flows.promotion_stop import stop
from agent.flows.reconcile import reconcile
from agent.flows.replace import replace as replace_account
from agent.flows.run import recorded
from agent.flows.showcase import fill
from agent.flows.ticketing import ticket
from agent.flows.unlink import unlink
from agent.ports import Trail
from agent.rulebook import Place, load_rules
from agent.tomlfile import default_folder

T = TypeVar("T")
Request = (
    BindRequest
    | UnlinkRequest
    | PromotionRequest
    | StopRequest
    | ShowcaseRequest
    | AuditRequest
    | AppealRequest
    | TicketRequest
)
FLOWS: dict[type, Callable[[Any, Any], Coroutine[Any, Any, Record]]] = {
    BindRequest: bind,
    UnlinkRequest: unlink,
    PromotionRequest: promote,
    StopRequest: stop,
    ShowcaseRequest: fill,
    AuditRequest: audit,
    AppealRequest: appeal,
    TicketRequest: ticket,
}
KINDS = {
    BindRequest: Kind.BIND,
    PromotionRequest: Kind.PROMOTION_CREATE,
    StopRequest: Kind.PROMOTION_STOP,
    ShowcaseRequest: Kind.SHOWCASE_ADD,
    AuditRequest: Kind.CONTENT_CHECK,
    AppealRequest: Kind.APPEAL,
    TicketRequest: Kind.TICKET,
}
HERE = Place("mock", "MX", Stage.STANDARD)
RULES = load_rules((default_folder(),), HERE)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One for all runs: a new one for each was a seventh of a history's work."""
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run something to its end; what it began and left behind, as one that is killed does, is cancelled."""
    loop = _loop()
    try:
        return loop.run_until_complete(work)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left))


class AtOnce(Executor):
    """Does everything where it is asked for: to hand it to a thread was a seventh of a history's work."""

    def submit(self, deed: Callable[..., T], /, *told: Any, **named: Any) -> Future[T]:
        done = Future[T]()
        done.set_result(deed(*told, **named))
        return done


@dataclass
class Bench:
    """Runs flows one after the other against one portal and one ledger, which may do `at_once` what it is asked."""

    clock: FakeClock = field(default_factory=FakeClock)
    at_once: bool = False

    def __post_init__(self) -> None:
        self.portal = FakePortal(self.clock)
        self.ledger = memory_ledger(self.clock)
        if self.at_once:
            self.ledger._thread = AtOnce()  # type: ignore[assignment]  # noqa: SLF001 - nobody but a test has it so
        self.profile = MOCK
        self.rules, self.login = RULES, LOGIN
        self._runs = count(1)
        self.trails: list[FakeTrail] = []

    def desk(self, kill_at: str = "") -> Any:
        desk = a_desk(self.portal, self.ledger, self.rules, kill_at=kill_at, run=f"run-{next(self._runs)}")
        self.trails.append(desk.trail)
        return replace(desk, portal=self.profile, login=self.login)

    def bind(self, request: BindRequest, *, kill_at: str = "", dry_run: bool = False) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(bind(replace(request, dry_run=dry_run), self.desk(kill_at)))

    def unlink(self, request: UnlinkRequest, *, kill_at: str = "", dry_run: bool = False) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(unlink(replace(request, dry_run=dry_run), self.desk(kill_at)))

    def promote(self, request: PromotionRequest, *, kill_at: str = "", dry_run: bool = False) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(promote(replace(request, dry_run=dry_run), self.desk(kill_at)))

    def stop(self, request: StopRequest, *, kill_at: str = "", dry_run: bool = False) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(stop(replace(request, dry_run=dry_run), self.desk(kill_at)))

    def export(self, request: ExportRequest, wait: timedelta = timedelta(), *, kill_at: str = "") -> Exported:
        self.clock.moment += timedelta(seconds=1)
        return finished(export(request, self.desk(kill_at), wait))

    def fill(self, request: ShowcaseRequest, *, kill_at: str = "") -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(fill(request, self.desk(kill_at)))

    def audit(self, request: AuditRequest, *, kill_at: str = "") -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(audit(request, self.desk(kill_at)))

    def appeal(self, request: AppealRequest, *, kill_at: str = "") -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(appeal(request, self.desk(kill_at)))

    def ticket(self, request: TicketRequest, *, kill_at: str = "") -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(ticket(request, self.desk(kill_at)))

    def check(self, kind: Kind) -> Record:
        self.clock.moment += timedelta(seconds=1)
        return finished(check(CheckRequest(SHOP, UNLINK.target, None, kind), self.desk()))

    def replace(self, request: ReplaceRequest, *, trail: Trail | None = None) -> Record:
        self.clock.moment += timedelta(seconds=1)
        desk = self.desk()
        return finished(replace_account(request, replace(desk, trail=trail) if trail else desk))

    def run(self, request: Request) -> Record:
        """One run to its record, as the command makes it: whatever is raised has become an outcome."""
        self.clock.moment += timedelta(seconds=1)
        desk = self.desk()
        kind = request.way.kind if isinstance(request, UnlinkRequest) else KINDS[type(request)]
        kind = Kind.SHOWCASE_REMOVE if isinstance(request, ShowcaseRequest) and not request.adds else kind
        flow = partial(FLOWS[type(request)], request, desk)
        target = getattr(request, "target", None)  # a promotion is about no account
        record, _ = finished(recorded(request.shop, target, kind, desk, flow))
        return record

    def adopt(self, *wishes: Wish, unlinks: int | None = None, dry_run: bool = False) -> AdoptAnswer:
        self.clock.moment += timedelta(seconds=1)
        request = AdoptRequest(SHOP, "Ana", wishes, unlinks, dry_run)
        return finished(adopt(request, self.desk()))

    def ready(self, request: Request) -> None:
        """The portal stands as a request needs it: linked, and asked where it is an answer."""
        if isinstance(request, UnlinkRequest | ShowcaseRequest):
            self.portal.linked.add(ACCOUNT)
        if isinstance(request, UnlinkRequest):
            self.portal.asked = request.way is Way.APPROVE

    def reconcile(self, shop: Shop) -> Any:
        claims = finished(self.ledger.claims(shop=shop.id, unsettled=True))
        return finished(reconcile(shop, claims, self.desk()))

    def someone_unlinks(self, times: int) -> None:
        """Links that were seen, and then were gone without a press of ours."""
        now = self.clock.now()
        others = [AccountId(f"71000000000000009{n:02}") for n in range(times)]
        seen = [Link(SHOP.id, one, Handle("other"), LinkState.LINKED, None, None, now) for one in others]
        self.ask("see_links", SHOP.id, seen, complete=False)
        self.ask("see_links", SHOP.id, [], complete=True)

    def relinked(self) -> None:
        """The account is linked to the shop again."""
        self.portal.effects.clear()
        self.portal.linked_since = self.clock.now()
        self.portal.left = 2

    def ask(self, method: str, *asked: Any, **named: Any) -> Any:
        return finished(getattr(self.ledger, method)(*asked, **named))

    def refresh(self, shop: Shop) -> Any:
        return finished(invitations(shop, self.desk()))

    def links(self, shop: ShopId) -> Any:
        return finished(self.ledger.links(shop))

    def states(self) -> list[Any]:
        return [one.state for one in finished(self.ledger.claims())]
