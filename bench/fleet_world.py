"""A fleet for measuring: a world with so many logins, a shop under each, and the roster of who works for all of them.

Every shop has its official account, one linked account, and one creator who may be invited; markets take turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice

# Region, zone, category and a word for the shop's name; the login's network leaves in the shop's country.
_MARKETS = (
    ("MX", "America/Mexico_City", "Home & Kitchen", "Casa"),
    ("GB", "Europe/London", "Home & Kitchen", "Harbour"),
    ("US", "America/New_York", "Beauty", "Maple"),
    ("TH", "Asia/Bangkok", "Beauty", "Siam"),
)
_LOGINS, _SHOPS, _ACCOUNTS = 7_482_000_000_000_000_000, 7_497_000_000_000_000_000, 7_120_000_000_000_000_000
_KINDS = ("official", "linked", "creator")
_PASSWORD = "demo-fleet-pass"  # noqa: S105 - everybody of this world has it
_CONSENT = "{ owned = true }"


@dataclass(frozen=True)
class One:
    """One login with its one shop."""

    number: int
    region: str
    zone: str
    category: str
    name: str

    @property
    def login(self) -> str:
        return str(_LOGINS + self.number)

    @property
    def shop(self) -> str:
        return str(_SHOPS + self.number)

    @property
    def email(self) -> str:
        return f"fleet.{self.number:04}@example.com"

    def account(self, kind: str) -> str:
        return str(_ACCOUNTS + 10 * self.number + _KINDS.index(kind))

    def handle(self, kind: str) -> str:
        return f"{kind}.of.shop{self.number:04}"


def fleet(count: int) -> list[One]:
    """So many shops, numbered from 1."""
    markets = enumerate(islice(cycle(_MARKETS), count), 1)
    return [
        One(at, region, zone, category, f"{word} {at:04} {region}") for at, (region, zone, category, word) in markets
    ]


def people(shops: list[One]) -> dict[str, tuple[str, str]]:
    """Account and password by login id."""
    return {one.login: (one.email, _PASSWORD) for one in shops}


def world(shops: list[One]) -> str:
    """The world file of the mock portal."""
    return "\n".join(line for one in shops for line in _inhabitants(one))


def roster(shops: list[One], *, inviting: bool) -> str:
    """shops.toml; without `inviting` no shop wants an account, and all that falls due is a look at each."""
    return "\n".join(line for one in shops for line in _rostered(one, inviting=inviting))


def _table(name: str, /, **values: object) -> list[str]:
    rows = [f"{key} = {_toml(value)}" for key, value in values.items()]
    return [f"[[{name}]]", *rows, ""]


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _inhabitants(one: One) -> list[str]:
    login = {"id": one.login, "email": one.email, "phone": f"+1 555 {one.number:06}", "password": _PASSWORD}
    shop = {"id": one.shop, "name": one.name, "region": one.region, "zone": one.zone, "category": one.category}
    lines = _table("login", **login, egress=one.region, shops=[one.shop])
    lines += _table("shop", **shop, official=one.handle("official"))
    for kind in _KINDS:
        who = {"id": one.account(kind), "handle": one.handle(kind), "nickname": f"{kind.title()} {one.number}"}
        lines += _table("account", **who, region=one.region, category=one.category)
    return lines + _table("link", shop=one.shop, account=one.handle("linked"), linked_hours_ago=400)


def _rostered(one: One, *, inviting: bool) -> list[str]:
    lines = _table("login", id=one.login, name=f"Login {one.number:04}", portal="mock", kind="local")
    shop = {"id": one.shop, "name": one.name, "login": one.login, "region": one.region, "zone": one.zone}
    lines += _table("shop", **shop, category=one.category, stage="standard", official=one.handle("official"))
    wanted = ["[[shop.account]]", f'handle = "{one.handle("creator")}"', f"consent = {_CONSENT}", ""]
    return lines + wanted * inviting
