"""What a portal calls things, as data: origins, addresses, elements, words, and what may leave the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs, urlsplit

from agent.domain.roster import Via
from agent.errors import AskPerson, Code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.ledger import InvitationState
    from agent.domain.permit import Kind
    from agent.domain.seen import CheckName, Jumped

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LAST_PORT = 65535
_LONGEST_HOST = 253
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_FOUR = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
# Names whose last part is a number are addresses in another spelling ("127.1", "0x7f.1"): a browser goes elsewhere.
_NAME = r"(?:[a-z0-9_-]+\.)*(?!(?:0x[0-9a-f]*|[0-9]+)(?![a-z0-9._-]))[a-z0-9_-]+"
# Read here, not by urllib: it drops white space and reads "evil[::1]" as "::1", where a browser goes elsewhere.
_ADDRESS = re.compile(
    rf"(?P<scheme>https?)://(?:(?P<name>{_FOUR}|{_NAME})|\[(?P<six>[0-9a-f]*:[0-9a-f:.]*)\])(?::(?P<port>[0-9]{{0,5}}))?"
    r"(?:[/?#][!-~]*)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Origin:
    """An exact scheme, host and port; nothing is matched by prefix or suffix."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin | None:
        """The origin of an absolute http(s) address; None for what has none, hides one or is not plain ASCII.

        None too where the host is not spelt as a browser spells it.
        """
        parts = _ADDRESS.fullmatch(url)
        if not parts:
            return None
        scheme, port = parts["scheme"].lower(), parts["port"]
        number, host = int(port) if port else _DEFAULT_PORTS[scheme], (parts["name"] or parts["six"]).lower()
        good = 0 < number <= _LAST_PORT and len(host) <= _LONGEST_HOST and (parts["name"] or _is_six(host))
        return cls(scheme, host, number) if good else None

    @property
    def loopback(self) -> bool:
        """Whether it is this machine itself."""
        return self.host in _LOOPBACK

    @property
    def place(self) -> str:
        """Host and port, as an address writes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        """The address without a path; the scheme's own port is left out."""
        usual = f":{_DEFAULT_PORTS[self.scheme]}"
        return f"{self.scheme}://{self.place.removesuffix(usual)}"


def _is_six(host: str) -> bool:
    try:
        return str(IPv6Address(host)) == host
    except ValueError:
        return False


class Surface(StrEnum):
    """How a side of the portal is reached; a `phone` surface is a native app, where a person acts."""

    WEB = "web"
    MOBILE_WEB = "mobile-web"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Element:
    """An element by meaning: an ARIA role with its exact name per language, or a CSS place where no role helps."""

    key: str
    role: str
    names: Mapping[str, str]
    css: str

    def named(self, language: str) -> str:
        """Its exact name in a language; raises AskPerson(E_PORTAL_CHANGED) where the profile has none."""
        if language not in self.names:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=self.key, why="not_named_in", value=language)
        return self.names[language]


class Elements(dict[str, Element]):
    """Elements by key; who asks for one that a draft does not name yet is told so: AskPerson(E_PORTAL_CHANGED)."""

    def __missing__(self, key: str) -> Element:
        """Nothing is guessed."""
        raise AskPerson(Code.E_PORTAL_CHANGED, element=key, why="not_named")


@dataclass(frozen=True, slots=True)
class Request:
    """A request line by method and exact path."""

    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """The one request that a press of this kind sends; `single_shot` sends it past the browser's silent re-sending."""

    kind: Kind
    request: Request
    single_shot: bool
    via: Via = Via.WEB


@dataclass(frozen=True, slots=True)
class Traffic:
    """What may leave besides GET: `reads` change nothing, `logins` while logging in, `commits` in a press.

    `uploads` may while files are put into a draft, which nobody sees before it is sent.
    """

    reads: frozenset[Request]
    logins: frozenset[Request]
    commits: tuple[Commit, ...]
    uploads: frozenset[Request] = frozenset()

    def commit(self, kind: Kind, via: Via = Via.WEB) -> Commit | None:
        """The commit of a kind of act on this side of the portal, if the profile knows it."""
        return next((one for one in self.commits if (one.kind, one.via) == (kind, via)), None)


@dataclass(frozen=True, slots=True)
class Regions:
    """Where an address names the region of the shop: in a part of its query, or by its host."""

    query: str = ""
    hosts: Mapping[str, str] = field(default_factory=dict)

    def of(self, url: str) -> frozenset[str]:
        """Every region that an address names; none where it names none."""
        parts = urlsplit(url)
        told = parse_qs(parts.query).get(self.query, [])
        return frozenset(one for one in (*told, self.hosts.get(parts.hostname or "", "")) if one)


@dataclass(frozen=True, slots=True)
class Pace:
    """How politely a portal is used, whoever works there: pages a minute in one process, and the pause between presses.

    0 pages a minute is no bound; the pause holds for all logins and machines that share a ledger.
    """

    pages_per_minute: int = 0
    press_pause: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Jump:
    """How the Seller app leaves for the TikTok app: the part of an address that numbers a jump, and how long one lasts.

    After that time nobody can authorize it any more.
    """

    query: str
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal profile, validated: everything that page objects, gate and egress check ask by name.

    `words` are status words of any language -> invitation state ("linked" -> ACCEPTED); `checks` eligibility texts ->
    name; `obstacles` what a dialog holds against an unlink -> the name of the line that then fails, `remarks` what it
    lists besides and holds against nothing; `refusals` what the portal answers to a press that it rejects -> the code
    that tells it apart; `uncounted` are the counters that its screens are declared not to show; `ways` lead through the
    menu to pages whose address is not public, by the elements to press one after the other; `menu` is every entry that
    the menu may show, in any language, so that one which it leaves out is told from one with a new name;
    `follows_portal_clock` is possible on loopback only; `speaks` is what an address is given in order to be answered in
    a language, where that is known; `answers` are the Seller app's words for how a jump stands, with {handle} for the
    account's; `markets` are what a list of countries calls each.
    """

    name: str
    verified: bool
    fingerprint: str
    seller: Origin
    creator: Origin
    allowed: frozenset[Origin]
    paths: Mapping[str, str]
    ways: Mapping[str, Sequence[str]]
    elements: Mapping[str, Element]
    words: Mapping[str, InvitationState]
    checks: Mapping[str, CheckName]
    obstacles: Mapping[str, CheckName]
    refusals: Mapping[str, Code]
    uncounted: frozenset[str]
    traffic: Traffic
    echoes: tuple[str, ...]
    surfaces: Mapping[str, Surface]
    challenges: tuple[str, ...]
    overlays: tuple[str, ...]
    sensitive: tuple[str, ...]
    follows_portal_clock: bool
    speaks: Mapping[str, str]
    regions: Regions = field(default_factory=Regions)
    menu: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    pace: Pace = Pace()
    jump: Jump | None = None
    answers: Mapping[str, Jumped] = field(default_factory=dict)
    markets: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def app(self) -> Surface:
        """How the Seller app is reached: where a profile says nothing, on a person's phone."""
        return self.surfaces.get("app", Surface.PHONE)

    @property
    def loopback(self) -> bool:
        """Whether every address of it is this machine: the only place for lower waits and unpaced presses."""
        return all(one.loopback for one in self.allowed)

    def address(self, side: Literal["seller", "creator"], path: str) -> str:
        """The whole address of a path by its name in the profile; AskPerson(E_PORTAL_CHANGED) where it has none."""
        if path not in self.paths:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=path, why="not_named")
        return f"{self.seller if side == 'seller' else self.creator}{self.paths[path]}"

    def asking(self, address: str, language: str) -> str:
        """An address that asks for its page in a language; as it is where nothing is asked, or nobody knows how."""
        if language not in self.speaks:
            return address
        return f"{address}{'&' if '?' in address else '?'}{self.speaks[language]}"

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it has names in; a verified profile has all of its names in each."""
        return frozenset[str]().union(*(one.names for one in self.elements.values()))
