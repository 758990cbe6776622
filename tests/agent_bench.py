"""The agent as a test sees it: real flows, pages, gate and ledger; one browser for all, a state folder for each."""

from __future__ import annotations

import atexit
import json
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from urllib.parse import urlsplit

from anyio.from_thread import BlockingPortal
from rounds import Silent

from agent.adapters.files import private_folder
from agent.adapters.ledger_sql import create_ledger, place
from agent.adapters.politeness import Turns
from agent.adapters.visit import Tools
from agent.cli.applying import take_roster
from agent.domain.content_audit import AuditRequest
from agent.domain.identity import AccountId, Handle, Target, principal_of_creator, principal_of_login
from agent.domain.permit import Kind
from agent.domain.portal import Jump, Portal
from agent.domain.promotion import Promotion
from agent.domain.record import (
    BindRequest,
    CheckRequest,
    PromotionRequest,
    Record,
    ReplaceRequest,
    StopRequest,
    UnlinkRequest,
)
from agent.domain.roster import Shop
from agent.domain.unlinking import Way
from agent.flows.audit import audit
from agent.flows.bind import bind
from agent.flows.check import check
from agent.flows.ends import Told
from agent.flows.health import read_health
from agent.flows.invitations import invitations
from agent.flows.promote import promote
from agent.flows.promotion_stop import stop
from agent.flows.promotions import promotions
from agent.flows.reconcile import reconcile
from agent.flows.replace import replace as replace_account
from agent.flows.round import Round
from agent.flows.run import recorded
from agent.flows.sign_in import Credentials, sign_in_creator, sign_in_seller
from agent.flows.unlink import unlink
from agent.ports import CreatorSignIn, Desk, Pace
from agent.tomlfile import default_folder
from agent.wiring import Desks, House, anywhere, desks, pages, tabs
from agent.wiring.rounds import rhythm

PEOPLE = {
    "7480000000000000001": Credentials("ops.latam@example.com", "demo-lucia-pass"),
    "7480000000000000002": Credentials("ops.global@example.com", "demo-global-pass"),
}
LIVE_ID = AccountId("7100000000000000102")
LIVE = Target(Handle("casa.aurora.live"), LIVE_ID)
SHOPS = {"MX": 0, "GB": 1, "TH": 2}
T = TypeVar("T")
QUICK = {"action_ms": 1500, "press_word_ms": 800, "settle_window_s": 0.4, "settle_looks": 2, "follow_pause_s": 0.1}
# Where what is slow on purpose takes three seconds or more: anything else that keeps these waiting is the machine.
PATIENT = QUICK | {"action_ms": 5000, "press_word_ms": 2400}


def session_of(origin: str, door: str, **who: str) -> bytes:
    """What a browser would keep after this login, without a browser."""
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=10)
    connection.request("POST", f"/passport/{door}/login", json.dumps(who), {"content-type": "application/json"})
    answer = connection.getresponse()
    told = SimpleCookie("; ".join(answer.headers.get_all("set-cookie", ())))
    connection.close()
    host = {"domain": urlsplit(origin).hostname, "path": "/", "expires": -1, "secure": False, "sameSite": "Lax"}
    cookies = [
        host | {"name": one.key, "value": one.value, "httpOnly": one.key == "sessionid"} for one in told.values()
    ]
    return json.dumps({"cookies": cookies, "origins": []}).encode()


async def _process_of(browser: Any) -> int:
    session = await browser.new_browser_cdp_session()
    told = await session.send("SystemInfo.getProcessInfo")
    return next(int(one["id"]) for one in told["processInfo"] if one["type"] == "browser")


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def profile_for(skin: str) -> str:
    """The shipped profile of a skin of the mock."""
    return f"mock-{skin}" if skin else "mock"


def a_house(state: Path, origin: str, profile: str = "mock", **flags: object) -> House:
    """An operator's state folder, its portal the mock at this address, read by this profile."""
    given: dict[str, object] = {
        "portals": {profile: {"seller": origin, "creator": origin}},
        "vault.key_file": str(state / "key" / "vault.key"),
        "loopback_waits": QUICK,
        "evidence.enabled": False,  # pictures are a third of a run's work: who tests them turns them on
    }
    if profile == "mock":
        return House(chosen_state=state / "state", flags=given | flags, example=True)
    own = state / "config"
    own.mkdir(exist_ok=True)
    roster = (default_folder() / "shops.toml").read_text("utf-8")
    (own / "shops.toml").write_text(roster.replace('portal = "mock"', f'portal = "{profile}"'), "utf-8")
    return House(config=own, chosen_state=state / "state", flags=given | flags)


@cache
def _made_ledger() -> Path:
    """One that stands for all: its migrations took longer than many a test."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    made = Path(folder.name, "ledger.db")
    create_ledger(f"sqlite:///{made}")
    return made


def give_state(house: House) -> None:
    """What `companion init` makes; the ledger is a copy of one that it made."""
    if not house.shares_ledger:
        ledger = place(house.ledger_url)
        private_folder(ledger.parent)
        if not ledger.exists():
            shutil.copy2(_made_ledger(), ledger)
    house.create_state()


class Agent:
    """One operator with a state folder of his own."""

    def __init__(self, loop: BlockingPortal, state: Path, origin: str, visits: dict[str, Any], **flags: Any) -> None:
        self._loop = loop
        self._stack = AsyncExitStack()
        self.folder_of_all, self.origin = state, origin
        self.jump: Jump | None = None  # how long an owner is asked in the TikTok app, where not as the profile says
        self.house = a_house(state, origin, **flags)
        give_state(self.house)
        self.made: Desks = loop.call(self._open, visits)
        self.walk_with(self.house.pace)

    async def _open(self, visits: dict[str, Any]) -> Desks:
        portal = self.house.portal(self.house.roster.logins[0])
        made = await self._stack.enter_async_context(desks(self.house, "test", portal))
        for kept in visits.values():
            kept.vault = self.house.vault()
        made.visits = visits
        return made

    def walk_with(self, pace: Pace, known: Portal | None = None) -> None:
        """Let somebody follow along from now on, perhaps with another knowledge of the portal."""
        portal = known or self.house.portal(self.house.roster.logins[0])
        waits = self.house.waits(portal)
        make_tab = tabs(portal, self.made.clock, pace, waits.action_ms, waits.press_word_ms)
        for kept in self.made.visits.values():
            kept.tools = Tools(portal, {**pages(), **anywhere()}, make_tab, Turns(0))

    def leave_commits_to_the_browser(self) -> None:
        """Send no commit past the browser, which may then send it again when a connection dies."""
        for kept in self.made.visits.values():
            portal = kept.tools.portal
            commits = tuple(replace(one, single_shot=False) for one in portal.traffic.commits)
            portal = replace(portal, traffic=replace(portal.traffic, commits=commits))
            kept.tools = replace(kept.tools, portal=portal)

    def follow_clock(self) -> None:
        """Take the portal's time again after a test has moved it."""
        clock = self.house.clock(self.house.portal(self.house.roster.logins[0]))
        self.made.clock.ahead = clock.ahead  # type: ignore[attr-defined]  # the portal's clock on loopback

    def leave(self, visits: dict[str, Any]) -> None:
        """Close it, and a browser that it had for itself."""
        for kept in visits.values():
            self._loop.call(kept.__aexit__, None, None, None)
        self.close()

    def call(self, work: Callable[..., Awaitable[T]], *asked: Any) -> T:
        """Run something in the agent's loop."""
        return self._loop.call(work, *asked)

    def close(self) -> None:
        self._loop.call(self._stack.aclose)

    def shop(self, market: str = "MX") -> Shop:
        return self.house.roster.shops[SHOPS[market]]

    @property
    def shop_portal(self) -> str:
        """The portal that the Mexican shop's login is at."""
        return self.house.roster.login_of(self.shop()).portal

    def desk(self, market: str = "MX") -> Desk:
        desk = self._loop.call(self.made.desk, self.shop(market))
        return replace(desk, portal=replace(desk.portal, jump=self.jump)) if self.jump else desk

    def let_in(self, market: str = "MX") -> None:
        """The login's session as if it had been sealed before: signing in at the form is proven elsewhere."""
        who, desk = PEOPLE[self.shop(market).login], self.desk(market)
        session = session_of(str(desk.portal.seller), "web/user", account=who.account, password=who.password)
        self.house.vault().save(principal_of_login(desk.login.id), session)

    def attach(self, address: str, market: str = "MX") -> None:
        """From now on the shop's login works in the operator's own browser, which listens there."""
        roster = self.house.roster
        login = roster.login_of(self.shop(market)).id
        logins = [replace(one, attach=address) if one.id == login else one for one in roster.logins]
        self.house.roster = replace(roster, logins=tuple(logins))

    def let_creator_in(self, target: Target, market: str = "MX") -> None:
        """The same for a creator."""
        origin = str(self.desk(market).portal.creator)
        session = session_of(origin, "m", handle=target.handle, password="demo-creator-pass")
        self.house.vault().save(principal_of_creator(target.account_id or LIVE_ID), session)

    def sign_in(self, market: str = "MX") -> Any:
        desk = self.desk(market)
        return self._loop.call(sign_in_seller, PEOPLE[desk.login.id], desk)

    def sign_in_creator(self, target: Target, market: str = "MX") -> None:
        who = Credentials(target.handle, "demo-creator-pass")
        principal = principal_of_creator(target.account_id or LIVE_ID)
        self._loop.call(sign_in_creator, principal, CreatorSignIn, who, self.desk(market))

    def sign_in_creator_of_the_house(self) -> None:
        """The one creator whose account is linked in the example world."""
        self.let_creator_in(LIVE)

    def speak(self, language: str) -> None:
        """Let every kept session open its pages in this language."""
        vault = self.house.vault()
        host = urlsplit(str(self.desk().portal.seller)).hostname
        cookie = {"name": "portal_lang", "value": language, "domain": host, "path": "/", "expires": -1}
        plain = {"httpOnly": False, "secure": False, "sameSite": "Lax"}
        for one in vault.list():
            session = json.loads(vault.load(one.principal) or b"{}")
            vault.save(one.principal, json.dumps(session | {"cookies": [*session["cookies"], cookie | plain]}).encode())

    def unlink(self, way: Way = Way.SELLER, target: Target | None = None, market: str = "MX", **change: Any) -> Record:
        desk, shop = self.desk(market), self.shop(market)
        request = replace(UnlinkRequest(shop, target or LIVE, way), **change)
        return self.recorded(way.kind, request, unlink, desk)

    def bind(self, handle: str, market: str = "MX", *, wait: float = 0, **change: Any) -> Record:
        desk, shop = self.desk(market), self.shop(market)
        target = Target(Handle(handle))
        until = desk.clock.now() + timedelta(seconds=wait) if wait else None
        request = replace(BindRequest(shop, target, shop.wanted(target.handle), wait_until=until), **change)
        return self.recorded(Kind.BIND, request, bind, desk)

    def promote(self, wanted: Promotion, *others: Promotion, market: str = "MX", **change: Any) -> Record:
        request = replace(PromotionRequest(self.shop(market), wanted, others), **change)
        return self.recorded(Kind.PROMOTION_CREATE, request, promote, self.desk(market))

    def stop(self, number: str, name: str, market: str = "MX", **change: Any) -> Record:
        request = replace(StopRequest(self.shop(market), number, name), **change)
        return self.recorded(Kind.PROMOTION_STOP, request, stop, self.desk(market))

    def audit(self, handle: str, market: str = "MX", *, wait: float = 60, **change: Any) -> Record:
        request = AuditRequest(self.shop(market), Target(Handle(handle)), timedelta(seconds=wait))
        return self.recorded(Kind.CONTENT_CHECK, replace(request, **change), audit, self.desk(market))

    def promotions(self, market: str = "MX") -> Any:
        return self._loop.call(promotions, self.shop(market), self.desk(market))

    def health(self, market: str = "MX") -> Any:
        return self._loop.call(read_health, self.shop(market), self.desk(market)).health

    def recorded(self, kind: Kind, request: Any, flow: Callable[[Any, Desk], Awaitable[Record]], desk: Desk) -> Record:
        """Run a flow to its record, as a command does."""
        self.last, run = desk, partial(flow, request, desk)
        target = getattr(request, "target", None)  # a promotion is about no account
        record, self.folder = self.call(recorded, request.shop, target, kind, desk, run)
        return record

    def replace(self, handle: str, market: str = "MX", **change: Any) -> Record:
        """Let another account take the place of the one that is linked; `change` is of the unlink."""
        desk, shop, target = self.desk(market), self.shop(market), Target(Handle(handle))
        old = replace(UnlinkRequest(shop, Target(LIVE.handle), Way.SELLER), **change)
        request = ReplaceRequest(old, BindRequest(shop, target, shop.wanted(target.handle), old.dry_run))
        self.last, flow = desk, partial(replace_account, request, desk)
        record, self.folder = self._loop.call(recorded, shop, old.target, Kind.UNLINK, desk, flow)
        return record

    def check(self, handle: str, market: str = "MX", kind: Kind = Kind.BIND, *, full: bool = False) -> Record:
        shop = self.shop(market)
        request = CheckRequest(shop, Target(Handle(handle)), shop.wanted(Handle(handle)), kind, full)
        return self._loop.call(check, request, self.desk(market))

    def invitations(self, market: str = "MX") -> Any:
        return self._loop.call(invitations, self.shop(market), self.desk(market))

    def round(self, told: Told | None = None, at_once: int = 4) -> Any:
        """Everything that is due now in all shops, as `companion apply` does it."""
        return self._loop.call(self._round, told or Silent(), at_once)

    def all_due(self) -> None:
        """Whatever a job waits for, it is due now."""
        now = self.made.clock.now()
        self.ledger("set_jobs", [replace(one, due_at=now) for one in self.ledger("jobs") if one.due_at])

    def browser_process(self) -> int:
        """The number of the process of a browser that nobody else uses, started before the first visit."""
        return self.call(self._browser_process)

    async def _browser_process(self) -> int:
        login = self.house.roster.login_of(self.shop())
        async with self.made.window(login):
            (visits,) = self.made.visits.values()
            return await _process_of(visits._running.browser)  # noqa: SLF001 - to end it

    async def _round(self, told: Told, at_once: int) -> Any:
        rooms, made = self.house, self.made
        await take_roster(rooms, made.ledger)
        due = await made.ledger.jobs(due_by=made.clock.now())
        work = Round(rooms.roster, made.ledger, made.clock, made.desk, rhythm(rooms.settings), told)
        return await work.run(due, at_once)

    def reconcile(self, market: str = "MX") -> Any:
        claims = self.ledger("claims", shop=self.shop(market).id, unsettled=True)
        return self._loop.call(reconcile, self.shop(market), claims, self.desk(market))

    def ledger(self, method: str, *arguments: Any, **named: Any) -> Any:
        asked: Callable[..., Any] = getattr(self.made.ledger, method)
        return self._loop.call(partial(asked, *arguments, **named))

    def states(self) -> list[Any]:
        """How the ledger holds each press, the first one first."""
        return [one.state for one in self.ledger("claims")]

    def attempts(self, step: str) -> list[Any]:
        return [one for one in self.last.trail.told()[1] if one.step == step]
