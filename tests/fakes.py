"""Fakes that inherit the ports: a portal in memory with faults as switches, and a clock that jumps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from fake_compass import Books, FakeCompass
from fake_health import FakeHealth, FakeStanding
from fake_service import VIOLATION, FakeAppeals, FakeMessages, FakeService, FakeTickets
from files import a_png

from agent.domain.appeal import AppealRequest
from agent.domain.compass import window
from agent.domain.content_audit import AuditRequest, CheckRow, ChecksSeen, Finding, FoundSeen
from agent.domain.exporting import ExportRequest, Module, TaskRow, TasksSeen
from agent.domain.facts import Egress, SessionSeen, Unknown
from agent.domain.identity import AccountId, Handle, LoginId, RunId, ShopId, Target
from agent.domain.insight import Span
from agent.domain.ledger import InvitationState, Lease
from agent.domain.money import Money
from agent.domain.permit import SHOWCASE, Kind, Permit
from agent.domain.portal import Jump
from agent.domain.promotion import FormSeen, Offered, Promotion, PromotionRow, PromotionsSeen, PromotionState, Tool
from agent.domain.record import (
    Attempt,
    BindRequest,
    Mark,
    PromotionRequest,
    Record,
    ShowcaseRequest,
    StopRequest,
    UnlinkRequest,
    Who,
)
from agent.domain.roster import Candidate, Consent, Login, SellerKind, Shop, Stage, Via
from agent.domain.seen import (
    Check,
    CheckName,
    EligibilitySeen,
    Hit,
    HomeSeen,
    InvitationRow,
    InvitationsSeen,
    Jumped,
    LinkRow,
    LinksSeen,
    Listing,
    Said,
    Slots,
    Word,
)
from agent.domain.shop_days import day_of
from agent.domain.showcase import Offer, ShowcaseItem, ShowcaseSeen
from agent.domain.ticket import TicketMatter, TicketRequest
from agent.domain.unlinking import Application, LinkInfo, RequestState, UnlinkSeen, Way
from agent.domain.upload import FileKind, Upload
from agent.domain.violation import Standing, System
from agent.errors import AskPerson, Code, LookAgain, RestoreState
from agent.ports import (
    AppBind,
    Appeals,
    Clock,
    Compass,
    ContentChecks,
    CreatorLink,
    CreatorShowcase,
    Desk,
    Evidence,
    Gate,
    Health,
    Home,
    InHand,
    Invitations,
    LinkedAccounts,
    Messages,
    Promotions,
    Reader,
    ReportExports,
    Tickets,
    Trail,
    Visit,
    Visits,
    Waits,
)
from agent.profile import load_portal
from agent.tomlfile import default_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agent.domain.handover import Frame, Input
    from agent.ports import Ledger

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LOGIN = Login(LoginId("7480000000000000001"), "ops", "mock", SellerKind.LOCAL, frozenset(), "")
ALICE = Candidate(Handle("alice.home"), None, Consent(owned=True), "Home & Kitchen", "kitchen")
SHOP = Shop(
    ShopId("7495000000000000011"),
    "Casa Aurora MX",
    LOGIN.id,
    "MX",
    "America/Mexico_City",
    "Home & Kitchen",
    Stage.STANDARD,
    Handle("casa.aurora"),
    (ALICE,),
)
ACCOUNT = AccountId("7100000000000000101")
REQUEST = BindRequest(SHOP, Target(ALICE.handle), ALICE)
BY_APP = BindRequest(SHOP, Target(ALICE.handle), ALICE, via=Via.APP)
UNLINK = UnlinkRequest(SHOP, Target(ALICE.handle), Way.SELLER)
ASK = UnlinkRequest(SHOP, Target(ALICE.handle), Way.CREATOR)
APPROVE = UnlinkRequest(SHOP, Target(ALICE.handle), Way.APPROVE)
NEW, SHELVED = "1729400000000000101", "1729400000000000000"  # a product that is not in the showcase, and one that is
ADD = ShowcaseRequest(SHOP, Target(ALICE.handle), (NEW,))
REMOVE = ShowcaseRequest(SHOP, Target(ALICE.handle), removes=(SHELVED,))

PAN, POT = "1729400000000000001", "1729400000000000002"
DEAL = Promotion(
    tool=Tool.FLASH_SALE,
    name="Pans on Friday",
    percent=20,
    starts=START + timedelta(days=4),
    ends=START + timedelta(days=4, hours=6),
    products=(PAN,),
)
CODE = Promotion(
    tool=Tool.LIVE_CODE,
    name="Thursday LIVE",
    percent=10,
    starts=START + timedelta(days=3),
    ends=START + timedelta(days=3, hours=2),
    code="LIVE10",
    quota=200,
    per_customer=1,
)
PUBLISH = PromotionRequest(SHOP, DEAL)
OLD = PromotionRow(
    "7800000000000000001",
    Tool.PRODUCT_DISCOUNT,
    "Autumn",
    5,
    START - timedelta(days=2),
    START + timedelta(days=1),
    PromotionState.ONGOING,
)
STOP = StopRequest(SHOP, OLD.promotion_id, OLD.name)
AUDIT = AuditRequest(SHOP, Target(ALICE.handle), timedelta(minutes=10))
PROOF = Upload("proof.png", FileKind.PNG, a_png())
APPEAL = AppealRequest(SHOP, VIOLATION, "The claim is proven by the picture.", (PROOF,))
TICKET = TicketRequest(
    SHOP, Target(ALICE.handle, ACCOUNT), TicketMatter.UNLINK_STUCK, "We cannot unlink @alice.home.", files=(PROOF,)
)
FILE = ExportRequest(SHOP, Module.LIVES, window(Span.LAST_28, START.date()))


class Killed(BaseException):
    """Stands for kill -9: nothing in the program catches it."""


class FakeClock(Clock):
    """Time passes only when somebody sleeps or a test says so."""

    def __init__(self, now: datetime = START) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, pause: timedelta) -> None:
        self.moment += pause


ENDS = (Kind.UNLINK, Kind.UNLINK_APPROVE)
JUMP = timedelta(minutes=10)  # longer than absence takes to be proven otherwise


class Effect(NamedTuple):
    """What happened at the portal."""

    at: datetime
    account: AccountId
    kind: Kind
    item: str = ""


@dataclass
class Press:
    """What happens to the next press at the portal: whether and when it commits, and what the page then does."""

    commits: bool = True
    after: timedelta = timedelta()
    times: int = 1
    said: Said = Said.SUCCESS
    text: str = ""
    breaks: BaseException | None = None


@dataclass
class FakePortal:
    """One shop's portal: what a press commits appears in its lists; lists may lag, fail or be cut.

    `asked` says that the creator's request to be unlinked has stood open from the start; `left` is what its counter
    shows, None where it shows nothing that can be read.

    `promotions` are those that stood in the list from the start, `prices` what the picker offers,
    `rounds_to` the discount that it makes of any other.

    `moves` are the next answers of the echoes, the last of which stays.

    `over` says that the link which came of an accepted invitation has ended.

    `against` is what the portal holds against products, `creator` whose showcase it is, `counts` whether it shows how
    many of `adds_a_day` were added today; `shelves` is how many products the next readings of it find, `by_pages` that
    they turn pages for that.

    `empty_links` is how many of the next lists of links show nobody, as if nobody were linked.

    `thinking` is how long a person takes before the next presses; `at_press` is what happens with each.

    `owner` is what the owner of an account says in the TikTok app to each of the `jumps`, and how long after it began;
    what was `authorized` there is linked at once, and with `link_only` the list of links alone shows it.

    `found` is what its content checks find, `runs_for` how long they take, `cut_findings` how often half of it is
    shown; an account that is not `known` is none that could be checked, `moved` is the shop that they are shown in.

    `asks` is how often somebody still sees that a page asks for a person; before the last time the person does `deed`,
    and in `blinks` are the times at which nothing is seen, as between two pages.
    """

    clock: FakeClock
    reports: Books = field(default_factory=Books)
    making: timedelta = timedelta()
    presses: list[Press] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    lag: timedelta = timedelta()
    failing_reads: list[BaseException | None] = field(default_factory=list)
    cut_lists: int = 0
    cut_links: bool = False
    empty_links: int = 0
    egress: Egress | Unknown = field(default_factory=lambda: Egress(("MX", "MX")))
    moves: list[Egress | Unknown] = field(default_factory=list)
    failed_checks: set[CheckName] = field(default_factory=set)
    hits: tuple[Hit, ...] = (Hit(ACCOUNT, "alice.home", "Alice"),)
    clicks: int = 0
    at_press: Callable[[], object] = lambda: None
    states: dict[int, InvitationState] = field(default_factory=dict)
    linked: set[AccountId] = field(default_factory=set)
    thinking: list[timedelta] = field(default_factory=list)
    asks: int = 0
    blinks: frozenset[int] = frozenset()
    deed: Callable[[], object] = lambda: None
    banners: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    asked: bool = False
    blind_after_press: bool = False
    linked_since: datetime | None = START - timedelta(days=30)
    links_in_window: int | None = None
    creator_session: bool = True
    vault_trouble: RestoreState | None = None
    stands_in: ShopId = SHOP.id
    skew: timedelta = timedelta()
    left: int | None = 3
    showcase: int = 3
    cut_showcases: int = 0
    shelves: list[int] = field(default_factory=list)
    by_pages: bool = False
    against: dict[str, str] = field(default_factory=dict)
    creator: AccountId = ACCOUNT
    counts: bool = True
    adds_a_day: int = 50
    unknown_objections: tuple[str, ...] = ()
    names: dict[AccountId, Handle] = field(default_factory=lambda: {ACCOUNT: ALICE.handle})
    places: int = 4
    over: bool = False
    owner: tuple[Jumped, timedelta] = (Jumped.AUTHORIZED, timedelta(seconds=5))
    jumps: list[datetime] = field(default_factory=list)
    authorized: list[Effect] = field(default_factory=list)
    link_only: bool = False
    promotions: tuple[PromotionRow, ...] = (OLD,)
    prices: dict[str, str] = field(default_factory=lambda: {PAN: "349.00", POT: "899.00"})
    standing: Standing | None = field(default_factory=lambda: Standing(System.CREDIT_SCORE, 92))
    filled: dict[AccountId, Promotion] = field(default_factory=dict)
    rounds_to: int | None = None
    found: tuple[Finding, ...] = ()
    runs_for: timedelta = timedelta()
    cut_findings: int = 0
    known: bool = True
    moved: str = ""
    service: FakeService = field(default_factory=FakeService)
    health: FakeStanding = field(default_factory=FakeStanding)
    uploading: bool = False

    def listed(self) -> tuple[PromotionRow, ...]:
        """The promotions that a reader sees now."""
        stopped = {one.account for one in self.shown(Kind.PROMOTION_STOP)}
        made = [
            _published(self.filled[one.account], n, self.rounds_to)
            for n, one in enumerate(self.shown(Kind.PROMOTION_CREATE))
        ]
        return tuple(_over(one) if one.promotion_id in stopped else one for one in (*made, *self.promotions))

    def name(self, account: AccountId) -> Handle:
        """What an account is called; those that nobody has named are called as the one that tests are about."""
        return self.names.get(account, ALICE.handle)

    def click(self, permit: Permit) -> Word:
        """Take one click, as the next `Press` says."""
        self.clicks += 1
        self.at_press()
        press = self.presses.pop(0) if self.presses else Press()
        at, key = self.clock.now() + press.after, permit.key
        again = key.kind is Kind.SHOWCASE_REMOVE and self.did(key.kind, key.item)
        if press.commits and permit.via is Via.APP:
            self.leave(at, permit)
        elif press.commits and not again:
            self.effects += [Effect(at, key.account, key.kind, key.item)] * press.times
        if self.blind_after_press:
            self.cut_lists = 10_000
        if press.breaks:
            raise press.breaks
        return Word(press.said, press.text)

    def leave(self, at: datetime, permit: Permit) -> None:
        """Begin a jump to the TikTok app; who authorizes it in time is linked."""
        self.jumps.append(at)
        answer, after = self.owner
        if answer is Jumped.AUTHORIZED and after < JUMP:
            self.authorized.append(Effect(at + after, permit.key.account, permit.key.kind))
            self.effects.append(self.authorized[-1])

    def jumped(self, began: datetime) -> Jumped:
        """How a jump stands now."""
        answer, after = self.owner
        late = Jumped.TIMED_OUT if self.clock.now() - began > JUMP else Jumped.OPEN
        return answer if after <= self.clock.now() - began and after < JUMP else late

    def read(self) -> None:
        """Every page load passes here: it fails as often as a test wants."""
        problem = self.failing_reads.pop(0) if self.failing_reads else None
        if problem:
            raise problem

    def shown(self, *kinds: Kind) -> list[Effect]:
        """The effects of these kinds that a reader sees now."""
        return [one for one in self.effects if one.kind in kinds and one.at + self.lag <= self.clock.now()]

    def rows(self) -> tuple[InvitationRow, ...]:
        """The invitations that a reader sees now."""
        hidden = self.authorized if self.link_only else []
        sent = [(n, one) for n, one in enumerate(self.shown(Kind.BIND)) if one not in hidden]
        return tuple(self._row(n, one) for n, one in reversed(sent))

    def links(self) -> list[AccountId]:
        """The accounts that a reader sees linked now."""
        gone = {one.account for one in self.shown(*ENDS)}
        bound = {one.account for one in self.authorized if one.at + self.lag <= self.clock.now()}
        return sorted((self.linked | bound) - gone)

    def application(self) -> bool:
        """Whether a reader sees a creator's request open now."""
        return bool(self.links()) and (self.asked or bool(self.shown(Kind.UNLINK_REQUEST)))

    def counter(self) -> int | None:
        """What the portal shows as unlinks left."""
        return None if self.left is None else self.left - len(self.shown(*ENDS))

    def shelf(self) -> list[str]:
        """The products that a reader sees in the showcase now, the newest first; none outlives the link."""
        ended = max((one.at for one in self.effects if one.kind in ENDS), default=None)
        there = [] if ended else [f"172940000000000000{n}" for n in range(self.showcase)]
        for one in self.shown(*SHOWCASE):
            if ended and one.at <= ended:
                continue
            there = [item for item in there if item != one.item]
            there = [one.item, *there] if one.kind is Kind.SHOWCASE_ADD else there
        return there

    def added(self, product: str) -> datetime:
        """When a product came into the showcase."""
        return max((one.at for one in self.effects if one.item == product), default=START - timedelta(days=40))

    def did(self, kind: Kind, product: str) -> bool:
        """Whether this was done about a product, though nobody may see it yet: the portal itself knows."""
        return any((one.kind, one.item) == (kind, product) for one in self.effects)

    def added_today(self) -> int:
        """How many products were added in the present day of the shop."""
        today = day_of(self.clock.now(), SHOP.zone)
        return sum(day_of(one.at, SHOP.zone) == today for one in self.shown(Kind.SHOWCASE_ADD))

    def _row(self, number: int, sent: Effect) -> InvitationRow:
        usual = InvitationState.ACCEPTED if sent in self.authorized else InvitationState.PENDING
        state, name = self.states.get(number, usual), self.name(sent.account)
        return InvitationRow(
            f"inv-{number}", sent.account, name, state, state, sent.at, sent.at + timedelta(hours=48), ""
        )

    def open_invitation(self) -> bool:
        """Whether an invitation waits for its creator."""
        waiting = {InvitationState.PENDING} | ({InvitationState.ACCEPTED} if not self.over else set())
        sent = sum(one.kind is Kind.BIND for one in self.effects)
        return any(self.states.get(n, InvitationState.PENDING) in waiting for n in range(sent))


def session() -> SessionSeen:
    return SessionSeen(LOGIN.id, SHOP.id)


class _FakePage:
    def __init__(self, portal: FakePortal) -> None:
        self.portal = portal

    async def arrive(self) -> None:
        self.portal.read()


class FakeHome(_FakePage, Home):
    async def read(self) -> HomeSeen:
        return HomeSeen(session(), self.portal.standing, self.portal.counter(), self.portal.links_in_window)

    async def choose(self, shop: ShopId) -> None:
        assert shop in {SHOP.id, self.portal.stands_in}


class FakeInvitations(_FakePage, Invitations):
    async def read(self) -> InvitationsSeen:
        rows = self.portal.rows()
        total = len(rows)
        if self.portal.cut_lists:
            self.portal.cut_lists -= 1
            rows, total = rows[:0], total + 1
        return InvitationsSeen(session(), Listing(rows, total))


class FakeLinkedAccounts(_FakePage, LinkedAccounts):
    async def read(self) -> LinksSeen:
        rows = tuple(
            LinkRow(one, self.portal.name(one), "Alice", self.portal.linked_since) for one in self.portal.links()
        )
        total = len(rows) + self.portal.cut_links
        if self.portal.cut_lists:
            self.portal.cut_lists -= 1
            rows, total = rows[:0], total + 1
        if self.portal.empty_links:
            self.portal.empty_links -= 1
            rows, total = rows[:0], 0
        return LinksSeen(SessionSeen(LOGIN.id, self.portal.stands_in), Listing(rows, total), self.slots())

    def slots(self) -> Slots:
        return Slots(len(self.portal.links()), self.portal.places)

    async def applications(self) -> Sequence[Application]:
        due = START + timedelta(days=7)
        sent = len(self.portal.shown(Kind.UNLINK_REQUEST)) + self.portal.asked
        return [Application(f"apply-{n}", ACCOUNT, "alice.home", due) for n in range(sent) if self.portal.application()]

    async def open_unlink(self, account: AccountId, handle: Handle) -> UnlinkSeen:
        checks = {name: Check(name, name not in self.portal.failed_checks) for name in CheckName}
        unread = tuple(Check(text, passed=False) for text in self.portal.unknown_objections)
        return UnlinkSeen(session(), account, handle, self.portal.counter(), checks, unread)

    async def open_approval(self, application: Application) -> UnlinkSeen:
        return await self.open_unlink(application.account_id, Handle(application.handle))

    async def search(self, handle: Handle) -> Listing[Hit]:
        _ = handle
        return Listing(self.portal.hits, len(self.portal.hits))

    async def choose(self, hit: Hit) -> EligibilitySeen:
        failed = self.portal.failed_checks | (
            {CheckName.NO_OPEN_INVITATION} if self.portal.open_invitation() else set()
        )
        failed |= {CheckName.SLOT_AVAILABLE} if self.slots().used >= self.slots().most else set()
        checks = {name: Check(name, name not in failed) for name in CheckName}
        return EligibilitySeen(session(), hit.account_id, hit.handle, "Home & Kitchen", checks, ())

    async def prepare(self, permit: Permit) -> None:
        assert permit.handle == self.portal.name(permit.key.account)
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


def _over(one: PromotionRow) -> PromotionRow:
    return replace(one, state=PromotionState.DEACTIVATED)


def _published(one: Promotion, number: int, percent: int | None) -> PromotionRow:
    upcoming, own = PromotionState.UPCOMING, f"78000000000000001{number:02}"
    return PromotionRow(own, one.tool, one.name, percent or one.percent, one.starts, one.ends, upcoming)


class FakePromotions(_FakePage, Promotions):
    async def read(self) -> PromotionsSeen:
        rows = self.portal.listed()
        total = len(rows)
        if self.portal.cut_lists:
            self.portal.cut_lists -= 1
            rows, total = rows[:0], total + 1
        return PromotionsSeen(SessionSeen(LOGIN.id, self.portal.stands_in), Listing(rows, total))

    async def fill(self, wanted: Promotion, zone: str) -> FormSeen:
        assert zone == SHOP.zone
        self.portal.filled[wanted.subject] = wanted
        money = {number: Money(Decimal(price), "MXN") for number, price in self.portal.prices.items()}
        offered = tuple(Offered(one, f"Product {one[-1]}", money[one]) for one in wanted.products if one in money)
        return FormSeen(session(), offered, frozenset({ALICE.handle}))

    async def open_stop(self, row: PromotionRow) -> None:
        assert row.state in {PromotionState.UPCOMING, PromotionState.ONGOING}

    async def prepare(self, permit: Permit) -> None:
        assert not permit.key.kind.of_an_account
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


class FakeContentChecks(_FakePage, ContentChecks):
    async def read(self) -> ChecksSeen:
        rows = tuple(self._row(n, one) for n, one in enumerate(self.portal.shown(Kind.CONTENT_CHECK)))
        total = len(rows)
        if self.portal.cut_lists:
            self.portal.cut_lists -= 1
            rows, total = rows[:0], total + 1
        return ChecksSeen(SessionSeen(LOGIN.id, self.portal.stands_in), Listing(rows, total))

    def _row(self, number: int, sent: Effect) -> CheckRow:
        ended = self.portal.clock.now() - sent.at >= self.portal.runs_for
        return CheckRow(f"79000000000000000{number:02}", sent.account, self.portal.name(sent.account), sent.at, ended)

    async def find(self, handle: Handle) -> Hit | None:
        _ = handle
        return next((one for one in self.portal.hits if self.portal.known), None)

    async def findings(self, check: CheckRow) -> FoundSeen:
        _ = check
        short = self.portal.cut_findings > 0
        self.portal.cut_findings -= short
        rows, account = self.portal.found, self.portal.creator
        found = Listing(rows[short:], len(rows))
        return FoundSeen(
            SessionSeen(LOGIN.id, self.portal.moved or self.portal.stands_in), account, self.portal.name(account), found
        )

    async def prepare(self, permit: Permit) -> None:
        assert permit.key.kind is Kind.CONTENT_CHECK
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


class FakeExports(_FakePage, ReportExports):
    async def choose(self, request: ExportRequest) -> SessionSeen:
        _ = request
        return SessionSeen(LOGIN.id, self.portal.stands_in)

    async def history(self) -> TasksSeen:
        asked = [(f"880{n}", one) for n, one in enumerate(self.portal.shown(Kind.EXPORT))]
        made = self.portal.clock.now() - self.portal.making
        rows = tuple(TaskRow(task, one.account, one.at, one.at <= made) for task, one in reversed(asked))
        return TasksSeen(SessionSeen(LOGIN.id, self.portal.stands_in), rows)

    async def file(self, task: str) -> bytes:
        return task.encode()

    async def prepare(self, permit: Permit) -> None:
        assert not permit.key.kind.of_an_account
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


class FakeCreatorLink(_FakePage, CreatorLink):
    async def read(self) -> LinkInfo:
        open_ = RequestState.PENDING if self.portal.application() else RequestState.NONE
        return LinkInfo(ACCOUNT, "alice.home", open_ if self.portal.links() else RequestState.NO_LINK)

    async def prepare(self, permit: Permit) -> None:
        assert permit.key.account == ACCOUNT
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


class FakeCreatorShowcase(_FakePage, CreatorShowcase):
    async def read(self, until: str = "") -> ShowcaseSeen:
        self.portal.showcase = self.portal.shelves.pop(0) if self.portal.shelves else self.portal.showcase
        items = tuple(
            ShowcaseItem(one, f"Pan {one[-1]}", "Casa", self.portal.added(one)) for one in self.portal.shelf()
        )
        cut = bool(self.portal.cut_showcases) or (bool(until) and bool(self.portal.cut_lists))
        self.portal.cut_showcases -= bool(self.portal.cut_showcases)
        self.portal.cut_lists -= bool(until) and bool(self.portal.cut_lists)
        account, today = self.portal.creator, Slots(self.portal.added_today(), self.portal.adds_a_day)
        shown = today if self.portal.counts else None
        listed = Listing(items[cut:], len(items), at_once=not self.portal.by_pages)
        return ShowcaseSeen(account, self.portal.name(account), listed, shown)

    async def offer(self, link: str) -> Offer:
        product = link.rpartition("/")[2]
        there = "This product is in your showcase already." if self.portal.did(Kind.SHOWCASE_ADD, product) else ""
        against = self.portal.against.get(product, there)
        return Offer("" if against == "No product is found." else product, f"Pan {product[-1]}", against)

    async def open_removal(self, product: str, title: str) -> None:
        assert (product, title) == (product, f"Pan {product[-1]}")

    async def prepare(self, permit: Permit) -> None:
        assert permit.handle == self.portal.name(permit.key.account)
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        return self.portal.click(permit)


class FakeAppBind(_FakePage, AppBind):
    """The jump that it begins is over when its owner answers, as `FakePortal.owner` says, or after its time."""

    def __init__(self, portal: FakePortal) -> None:
        super().__init__(portal)
        self.jump: datetime | None = None

    async def enter(self, handle: Handle) -> None:
        assert handle == ALICE.handle

    async def prepare(self, permit: Permit) -> None:
        assert (permit.handle, permit.via) == (ALICE.handle, Via.APP)
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        word, now = self.portal.click(permit), self.portal.clock.now()
        self.jump = now if word.said is Said.SUCCESS and now in self.portal.jumps else None
        return word

    async def answer(self) -> Jumped | None:
        self.portal.read()
        return None if self.jump is None else self.portal.jumped(self.jump)


class FakeInHand(_FakePage, InHand):
    async def clear(self, heading: str = "") -> bool:
        self.portal.headings.append(heading)
        if self.portal.asks < 0:
            raise portal_down()
        self.portal.asks -= bool(self.portal.asks)
        if self.portal.asks == 1:
            self.portal.deed()
        return not self.portal.asks or self.portal.asks in self.portal.blinks

    async def tell(self, words: str) -> None:
        self.portal.banners.append(words)

    @asynccontextmanager
    async def frames(self) -> AsyncIterator[AsyncIterator[Frame]]:
        async def none() -> AsyncIterator[Frame]:
            for one in ():
                yield one

        yield none()

    async def act(self, done: Input) -> None:
        _ = done


class FakeGate(Gate):
    sent: Sequence[str] = ()
    stopped: Sequence[str] = ()

    def __init__(self, portal: FakePortal | None = None, trail: Trail | None = None) -> None:
        self.portal = portal or FakePortal.__new__(FakePortal)
        self.trail = trail or FakeTrail()

    @asynccontextmanager
    async def press(self, kind: Kind, in_time: Callable[[], bool], via: Via = Via.WEB) -> AsyncIterator[None]:
        _ = kind, in_time, via
        self.trail.mark("CP11")  # nothing has left yet, as when a browser dies right after the click
        yield

    @asynccontextmanager
    async def login(self) -> AsyncIterator[None]:
        yield

    person = login

    @asynccontextmanager
    async def upload(self) -> AsyncIterator[None]:
        self.portal.uploading = True
        yield
        self.portal.uploading = False


class FakeVisit(Visit):
    _pages: ClassVar[dict[type, type]] = {
        Home: FakeHome,
        LinkedAccounts: FakeLinkedAccounts,
        Invitations: FakeInvitations,
        Promotions: FakePromotions,
        ContentChecks: FakeContentChecks,
        Appeals: FakeAppeals,
        Tickets: FakeTickets,
        Health: FakeHealth,
        Messages: FakeMessages,
        CreatorLink: FakeCreatorLink,
        CreatorShowcase: FakeCreatorShowcase,
        AppBind: FakeAppBind,
        Compass: FakeCompass,
        ReportExports: FakeExports,
        InHand: FakeInHand,
    }

    def __init__(self, portal: FakePortal, lease: Lease, trail: Trail | None = None) -> None:
        self.portal, self.lease = portal, lease
        self.trail = trail or FakeTrail()
        self.gate = FakeGate(portal, self.trail)

    async def open(self, page: type[Any]) -> Any:
        opened = self._pages[page](self.portal)
        await opened.arrive()
        return opened

    def here(self, page: type[Any]) -> Any:
        return self._pages[page](self.portal)

    def speak(self, language: str) -> None:
        _ = language

    async def egress(self) -> Egress | Unknown:
        self.portal.egress = self.portal.moves.pop(0) if self.portal.moves else self.portal.egress
        self.trail.mark("CP06")
        return self.portal.egress

    def skew(self) -> timedelta:
        return self.portal.skew

    async def picture(self) -> bytes:
        return b""

    async def outline(self) -> str:
        return ""


class FakeVisits(Visits):
    def __init__(self, portal: FakePortal) -> None:
        self.portal = portal
        self.opened = 0

    @asynccontextmanager
    async def creator(self, login: Login, lease: Lease, target: Target, trail: Trail) -> AsyncIterator[Visit]:
        _ = login
        if self.portal.vault_trouble:
            raise self.portal.vault_trouble
        if not self.portal.creator_session:
            raise AskPerson(Code.E_SESSION_EXPIRED, detail="no_session", login=target.handle)
        yield FakeVisit(self.portal, lease, trail)

    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        _ = login
        trail.mark("CP04")
        self.opened += 1
        yield FakeVisit(self.portal, lease, trail)

    @asynccontextmanager
    async def phone(self, login: Login, visit: Visit, trail: Trail) -> AsyncIterator[Visit]:
        _ = login
        yield FakeVisit(self.portal, visit.lease, trail)

    @asynccontextmanager
    async def fresh(self, login: Login, lease: Lease, principal: str, trail: Trail) -> AsyncIterator[Visit]:
        _ = login, principal
        yield FakeVisit(self.portal, lease, trail)


class FakeReader(Reader):
    """Tries three times, at once."""

    async def read(self, step: str, how: Callable[[], Awaitable[Any]]) -> Any:
        _ = step
        for _try in range(2):
            try:
                return await how()
            except LookAgain:
                continue
        return await how()


class FakeTrail(Trail):
    """Remembers the points, and kills at one of them if a test wants."""

    def __init__(self, kill_at: str = "") -> None:
        self.points: list[str] = []
        self.kill_at = kill_at

    def mark(self, point: str) -> None:
        self.points.append(point)
        if point == self.kill_at:
            raise Killed(point)

    def attempt(self, attempt: Attempt) -> None:
        """Attempts do not matter here."""

    def told(self) -> tuple[Sequence[Mark], Sequence[Attempt]]:
        return tuple(Mark(point, 0.0) for point in self.points), ()


class FakeEvidence(Evidence):
    def __init__(self) -> None:
        self.labels: list[str] = []

    async def keep(self, label: str, visit: Visit) -> str:
        _ = visit
        self.labels.append(label)
        return f"{len(self.labels)}-{label}.jpg"

    def close(self, record: Record, who: Who, trail: Trail) -> str:
        _ = record, who, trail
        return ""


MOCK = replace(load_portal((default_folder(),), "mock"), jump=Jump("jump_id", JUMP))
WAITS = Waits(timedelta(minutes=10), timedelta(seconds=120), 3, timedelta(minutes=1))


def a_desk(portal: FakePortal, ledger: Ledger, rules: Any, *, kill_at: str = "", run: str = "run-1") -> Desk:
    """A desk on fakes, but with the real ledger and the real rules."""
    return Desk(
        who=Who(RunId(run), "bind", "tester", "here", "0", portal.clock.now()),
        clock=portal.clock,
        ledger=ledger,
        visits=FakeVisits(portal),
        reader=FakeReader(),
        evidence=FakeEvidence(),
        trail=FakeTrail(kill_at),
        portal=MOCK,
        rules=rules,
        login=LOGIN,
        waits=WAITS,
        paced=False,
    )


def portal_down() -> LookAgain:
    return LookAgain(Code.E_PORTAL_DOWN, detail="fake")
