"""The dashboard as a test sees it: asked without a server, or served to a real browser; shops by the hundred."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from agent_bench import give_state, until
from anyio.from_thread import BlockingPortal
from fakes import START, FakeClock

from agent.dashboard.app import application
from agent.dashboard.doors import Place
from agent.dashboard.keys import Keys
from agent.dashboard.pages import Desk
from agent.dashboard.serving import Told, serve
from agent.domain.identity import AccountId, Handle, LoginId, RunId, ShopId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.ledger import ClaimState, Invitation, InvitationState, Link, LinkState, Outcome, RunRow, Settled
from agent.domain.permit import Kind, Permit, RequestKey
from agent.domain.promotion import Tool, subject_of
from agent.domain.shelf import ShelfState
from agent.errors import Code
from agent.wiring import House
from agent.wiring.boards import Board

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PORT = 8790
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
Headers = Sequence[tuple[str, str]]


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    unread: int = 0

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def cookie(self) -> str:
        return self.header("set-cookie").partition(";")[0]


def shop_id(number: int) -> ShopId:
    return ShopId(str(7495000000000000011 + number))


def a_roster(count: int, name: Callable[[int], str] = lambda number: f"Shop {number:04}") -> str:
    """A roster's file of so many shops, each with a login and two wanted accounts."""
    return "\n".join(_shop(number, name(number)) for number in range(count))


def _shop(number: int, name: str) -> str:
    text = "".join(f"\\U{ord(one):08x}" if one in '"\\' or not one.isprintable() else one for one in name)
    login = 7480000000000000001 + number
    accounts = "".join(
        f'[[shop.account]]\nhandle = "acc{number}.{kind}"\nconsent = {{ owned = true }}\n' for kind in ("a", "b")
    )
    return (
        f'[[login]]\nid = "{login}"\nname = "Login {number}"\nportal = "mock"\nkind = "local"\n'
        f'[[shop]]\nid = "{shop_id(number)}"\nname = "{text}"\nlogin = "{login}"\nregion = "MX"\n'
        f'zone = "America/Mexico_City"\ncategory = "Beauty"\nstage = "standard"\n{accounts}\n'
    )


class Dash:
    """One operator's dashboard over a ledger file of its own, whose clock is the test's."""

    def __init__(self, loop: BlockingPortal, folder: Path, roster: str) -> None:
        self._loop = loop
        self._stack = AsyncExitStack()
        config = folder / "config"
        config.mkdir()
        (config / "shops.toml").write_text(roster, "utf-8")
        flags = {"vault.key_file": str(folder / "vault.key"), "portals": {"mock": {"seller": "http://127.0.0.1:9"}}}
        self.house = House(config=config, chosen_state=folder / "state", flags=flags)
        give_state(self.house)
        self.clock, self.ticks, self.links, self.crashes = FakeClock(), 0.0, 0, list[BaseException]()
        self.ledger = loop.call(self._stack.enter_async_context, self.house.ledger(self.clock))
        board = Board(self.house, self.ledger, self.ledger, self.clock)
        self.keys = Keys(lambda: self.ticks)
        self.desk = Desk(board, Place.at("127.0.0.1", PORT), self.keys)
        self.app = application(self.desk, self._used, self._crashed)
        self.session = self.keys.enter(self.keys.new_link()) or ""

    def _used(self) -> None:
        self.links += 1

    def _crashed(self, error: BaseException) -> str:
        self.crashes.append(error)
        return "crash.txt"

    def warm_up(self) -> None:
        """As the server does before it prints its link."""
        self._loop.call(self.desk.warm_up)

    def tell(self, method: str, *asked: Any, **named: Any) -> Any:
        """Something of the ledger itself."""

        async def told() -> Any:
            return await getattr(self.ledger, method)(*asked, **named)

        return self._loop.call(told)

    def get(self, address: str, **headers: str) -> Answer:
        """What a page of ours, or a person's own address bar, is answered."""
        return self.ask("GET", address, [*self._own(), *_spelt(headers)])

    def post(self, address: str, told: dict[str, str], **headers: str) -> Answer:
        """What a form of ours is answered."""
        own = {"origin": ORIGIN, "sec_fetch_site": "same-origin", "content_type": "application/x-www-form-urlencoded"}
        return self.ask("POST", address, [*self._own(), *_spelt(own | headers)], urlencode(told).encode())

    def _own(self) -> Headers:
        return [("host", HOST), ("cookie", f"{self.desk.place.cookie}={self.session}")]

    def ask(self, method: str, address: str, headers: Headers, body: bytes = b"", kind: str = "http") -> Answer:
        """Any request, as raw as it comes in."""
        return self._loop.call(self._ask, method, address, headers, body, kind)

    async def _ask(self, method: str, address: str, headers: Headers, body: bytes, kind: str) -> Answer:
        path, _, query = address.partition("?")
        scope = {"type": kind, "method": method, "path": path, "query_string": query.encode(), "scheme": "http"}
        scope |= {"headers": [(name.encode(), value.encode("latin-1")) for name, value in headers]}
        scope |= {"raw_path": path.encode(), "root_path": "", "http_version": "1.1", "server": ("127.0.0.1", PORT)}
        parts, answer = [body[at : at + 4096] for at in range(0, len(body), 4096)] or [b""], Answer()

        async def receive() -> dict[str, Any]:
            if not parts:
                await asyncio.sleep(3600)  # a browser that stays
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message: dict[str, Any]) -> None:
            answer.status = message.get("status", message.get("code", answer.status))
            answer.headers += [(name.decode(), value.decode()) for name, value in message.get("headers", ())]
            answer.body += message.get("body", b"")

        with suppress(ZeroDivisionError):  # a test's own mistake, which the server would only log
            await self.app(scope, receive, send)
        answer.unread = sum(map(len, parts))
        return answer

    def close(self) -> None:
        """End what was started, and leave one clean file."""
        self._loop.call(self.desk.children.close)
        self._loop.call(self._stack.aclose)


def _spelt(headers: dict[str, str]) -> list[tuple[str, str]]:
    return [(name.replace("_", "-"), value) for name, value in headers.items()]


def an_account(number: int, kind: str = "a") -> tuple[AccountId, Handle]:
    return AccountId(str(7100000000000000101 + 10 * number + ord(kind))), Handle(f"acc{number}.{kind}")


def linked(number: int = 0, kind: str = "a", *, until: bool = False, handle: str = "") -> Link:
    account, known = an_account(number, kind)
    state = LinkState.UNLINKED if until else LinkState.LINKED
    ended = START - HOUR if until else None
    return Link(shop_id(number), account, Handle(handle) if handle else known, state, START - 9 * DAY, ended, START)


def invited(number: int = 0, kind: str = "b", *, handle: str = "", note: str = "", at: int = 9001) -> Invitation:
    account, known = an_account(number, kind)
    told = Handle(handle) if handle else known
    pending, sent = InvitationState.PENDING, START - 2 * HOUR
    return Invitation(str(at), shop_id(number), account, told, pending, sent, sent + 48 * HOUR, sent, note)


def a_job(number: int = 0, state: JobState = JobState.OPEN, kind: str = "a", note: str = "") -> Job:
    code = Code.E_CHALLENGE if state is JobState.NEEDS_PERSON else None
    return Job(shop_id(number), Task.LINK, an_account(number, kind)[1], state, START - HOUR, code=code, note=note)


def a_run(number: int = 0, run: str = "01a226e1c51cd57236e6c1", score: int = 96, **changed: Any) -> RunRow:
    facts = [
        {"fact": "credit_score", "known": "yes", "value": str(score), "source": "page"},
        {"fact": "slots", "known": "yes", "value": "2/4", "source": "page"},
        {"fact": "unlinks_left", "known": "yes", "value": "2", "source": "page"},
    ]
    told: dict[str, Any] = {"facts": facts, "verdicts": [], "action": "bind", "note": ""} | changed.pop("detail", {})
    row = RunRow(
        RunId(run), "bind", shop_id(number), an_account(number)[1], Outcome.DONE, 0, START - HOUR, START, "", told
    )
    return replace(row, **changed)


def lived(dash: Dash, count: int) -> None:
    """Give so many shops a past: links, an invitation, jobs, a figure."""
    for number in range(count):
        links = [linked(number, kind) for kind in "acd"]
        dash.tell("see_links", shop_id(number), links, complete=True)
        dash.tell("see_invitations", shop_id(number), [invited(number)])
        dash.tell("record", a_run(number, f"01a226e1c51c{number:010}", 70 + number % 40))
    dash.tell("set_jobs", [a_job(number, JobState.WAITING, kind) for number in range(count) for kind in "ab"])
    dash.tell("lease", LoginId("7480000000000000001"), "desk-7/run-1", HOUR)


class Served:
    """A dashboard on a port of its own, as `companion dashboard` serves it."""

    def __init__(self, loop: BlockingPortal, board: Board) -> None:
        self.links, self.crashes = list[str](), list[BaseException]()
        self._loop, self._serving = loop, loop.call(self._begin, board)
        until(lambda: bool(self.links))

    async def _begin(self, board: Board) -> asyncio.Task[None]:
        return asyncio.create_task(serve(board, "127.0.0.1", 0, Told(self.links.append, self._crashed)))

    def _crashed(self, error: BaseException) -> str:
        self.crashes.append(error)
        return "crash.txt"

    @property
    def origin(self) -> str:
        return self.links[0].partition("/enter")[0]

    def stop(self) -> None:
        """End it as a signal does."""
        self._loop.call(self._end)
        assert self.crashes == []

    async def _end(self) -> None:
        self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving


@dataclass
class Reader:
    """Somebody who came in by the link, and whatever his browser noticed that must not be."""

    page: Page
    origin: str
    noise: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(f"{self.origin}{address}")

    def hear(self) -> None:
        self.page.on("dialog", lambda one: (self.noise.append(f"dialog {one.message}"), one.dismiss()))
        self.page.on("console", lambda one: self.noise.append(one.text))
        self.page.on("pageerror", lambda one: self.noise.append(str(one)))
        self.page.on("request", lambda one: self.noise.append(one.url) if not self._ours(one.url) else None)

    def _ours(self, url: str) -> bool:
        return url.startswith((f"{self.origin}/", "data:image/"))


def come_in(context: BrowserContext, served: Served) -> Reader:
    """Open the newest link, as the operator does."""
    reader = Reader(context.new_page(), served.origin)
    reader.page.goto(served.links[-1])
    reader.page.wait_for_url(f"{served.origin}/")
    reader.hear()
    return reader


def sells(dash: Dash, name: str = "Noche de ollas") -> None:
    """Give the first shop's linked account a showcase that waits for tomorrow, and the shop one promotion that runs."""
    account, handle = an_account(0)
    state = ShelfState(shop_id(0), account, handle, rest=tuple(f"17294000000000002{n:02}" for n in range(13)))
    dash.tell("see_shelf", replace(state, present=63, seen_at=START - HOUR))
    dash.tell("want", state, Job(shop_id(0), Task.SHOWCASE, handle, JobState.WAITING, START + HOUR))
    promote(dash, name, START - HOUR, START + 2 * HOUR)


def promote(dash: Dash, name: str, starts: datetime, ends: datetime) -> None:
    """Let a press of ours have published a promotion."""
    lease = dash.tell("lease", LoginId("7480000000000000001"), "desk-7/run-1", HOUR)
    subject = subject_of(Tool.FLASH_SALE, name)
    key = RequestKey(shop_id(0), subject, Kind.PROMOTION_CREATE, 0)
    permit = Permit(key, lease.login, Handle(name), START, START + HOUR, "", frozenset(), ())
    claim = dash.tell("claim", permit, lease, RunId("run-1")).claim
    shown = {"starts": starts.isoformat(), "ends": ends.isoformat(), "promotion_id": str(subject), "percent": "20"}
    dash.tell("settle", claim, Settled(claim.intent, ClaimState.DONE, shown, 1))
    dash.tell("give_back", lease)
