"""How fast the mock portal answers on one core, how soon it is ready, and how much memory it takes.

    python bench/portal.py [--world large] [--seconds 5]

Ordinary pages and calls of a signed-in seller, over kept-alive connections, from this process on another core. In the
large world (a thousand shops, eight thousand accounts, two million products) the visitors go from shop to shop, and
creators look at the shelves of fifty shops. Ends with 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from mock_portal.child import running

VISITORS = 4
LOGINS = {
    "example": ("ops.latam@example.com", "demo-lucia-pass"),
    "large": ("ops.world@example.com", "demo-world-pass"),
}
SHOPS = "/api/v1/seller/shop/list"
LINKS = "/api/v1/seller/creator/agg/get?tab=marketing"
ASKED = (
    "/homepage",
    "/profile/linked-accounts",
    "/compass/data-overview",
    "/message-center",
    SHOPS,
    "/api/v1/seller/shop/overview",
    LINKS,
    "/api/v1/seller/creator/invitation/list",
    "/api/v1/seller/showcase/overview",
)
SEARCH = ("/api/v1/seller/creator/info/get", {"keyword": "li"})
SHELF = "/api/v1/streamer_desktop/shop_product/list"
SHELVES = 50
BOUNDS = {"ready, s": 3.0, "answers a second": 200.0, "p95, ms": 25.0, "memory, MB": 250.0}
AT_LEAST = {"answers a second"}


@dataclass
class Visitor:
    """One kept connection with its cookies, and how long each answer took."""

    connection: HTTPConnection
    took: list[float]
    cookie: str = ""

    def ask(self, path: str, sent: dict[str, Any] | None = None) -> bytes:
        body = json.dumps(sent) if sent is not None else None
        began = time.monotonic()
        self.connection.request("POST" if sent else "GET", path, body, {"cookie": self.cookie})
        with self.connection.getresponse() as answer:
            told = answer.read()
        self.took.append(time.monotonic() - began)
        assert answer.status == HTTPStatus.OK, (path, answer.status)
        cookies = answer.headers.get_all("set-cookie", [])
        self.cookie = "; ".join(one.partition(";")[0] for one in cookies) or self.cookie
        return told

    def rows(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.ask(path))["data"]["list"]
        return found


def visitor(origin: str) -> Visitor:
    where = urlsplit(origin)
    return Visitor(HTTPConnection(str(where.hostname), where.port, timeout=10), [])


def seller(origin: str, world: str) -> Visitor:
    """Somebody signed in, with nothing measured yet."""
    made, (account, password) = visitor(origin), LOGINS[world]
    made.ask("/passport/web/user/login", {"account": account, "password": password})
    made.took.clear()
    return made


def visit(origin: str, world: str, seconds: float, first: int) -> list[float]:
    """Go from shop to shop for so long, and open the same pages in each."""
    made = seller(origin, world)
    shops = [one["id"] for one in made.rows(f"{SHOPS}?page={first + 1}") or made.rows(SHOPS)]
    end = time.monotonic() + seconds
    for shop in cycle(shops):
        made.ask("/api/v1/seller/shop/switch", {"shop_id": shop})
        for path in ASKED:
            made.ask(path)
        made.ask(*SEARCH)
        if time.monotonic() > end:
            break
    return made.took


def shelves(origin: str, world: str) -> list[float]:
    """What a creator waits for where nobody has seen a shop's products yet: many shops, one look each."""
    asked, looks = seller(origin, world), list[float]()
    pages = [asked.rows(f"{SHOPS}?page={page}") for page in range(1, 9)]
    for shop in [one["id"] for page in pages for one in page]:
        asked.ask("/api/v1/seller/shop/switch", {"shop_id": shop})
        linked = asked.rows(LINKS)
        if linked and len(looks) < SHELVES:
            creator = visitor(origin)
            creator.ask("/passport/m/login", {"handle": linked[0]["handle"], "password": "demo-creator-pass"})
            creator.ask(SHELF)
            looks.append(creator.took[-1])
            creator.connection.close()
    return looks


def memory(pid: int) -> float:
    """Resident megabytes, where the system tells them."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return float("nan")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def measured(world: str, seconds: float) -> dict[str, float]:
    """Start a portal, visit it, and say what that took."""
    file = Path(__file__).parents[1] / "mock_portal" / "worlds" / f"{world}.toml"
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with running(Path(folder), "--world", str(file)) as portal:
            ready = time.monotonic() - began
            with ThreadPoolExecutor(VISITORS) as pool:
                parts = pool.map(lambda first: visit(portal.origin, world, seconds, first), range(VISITORS))
                took = [one for many in parts for one in many]
            looks = shelves(portal.origin, world) if world == "large" else []
            size = memory(json.loads((Path(folder) / "ready.json").read_text("utf-8"))["pid"])
    return {
        "ready, s": ready,
        "answers a second": len(took) / seconds,
        "median, ms": statistics.median(took) * 1000,
        "p95, ms": statistics.quantiles(took, n=20)[-1] * 1000,
        "longest, ms": max(took) * 1000,
        **({"new shelf, ms": statistics.median(looks) * 1000} if looks else {}),
        "memory, MB": size,
    }


def fits(name: str, value: float) -> bool:
    """Whether a figure keeps its bound."""
    bound = BOUNDS.get(name)
    return bound is None or (value >= bound if name in AT_LEAST else value <= bound)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--world", choices=LOGINS, default="example")
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    figures = measured(asked.world, asked.seconds)
    print(f"{asked.world} world, {VISITORS} visitors, {asked.seconds:g} s")
    for name, value in figures.items():
        bound = f"(at {'least' if name in AT_LEAST else 'most'} {BOUNDS[name]:g})" if name in BOUNDS else ""
        print(f"{name:20} {value:8.1f}  {bound}{'' if fits(name, value) else '  MISSED'}")
    return 0 if all(fits(*one) for one in figures.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
