"""How fast the mock portal answers on one core, how soon it is ready, and how much memory it takes.

    python bench/portal.py [--seconds 5]

Ordinary pages and calls of a signed-in seller, over kept-alive connections, from this process on another core.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from mock_portal.child import running

if TYPE_CHECKING:
    from mock_portal.client import World

VISITORS = 4
ASKED = (
    "/homepage",
    "/profile/linked-accounts",
    "/compass/data-overview",
    "/api/v1/seller/shop/overview",
    "/api/v1/seller/creator/agg/get?tab=marketing",
    "/api/v1/seller/creator/invitation/list",
)


def main() -> None:
    seconds = _options().seconds
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with running(Path(folder)) as world:
            ready = time.monotonic() - began
            with ThreadPoolExecutor(VISITORS) as pool:
                took = [one for many in pool.map(lambda _: _visit(world, seconds), range(VISITORS)) for one in many]
            memory = _memory(json.loads((Path(folder) / "ready.json").read_text("utf-8"))["pid"])
    p95 = statistics.quantiles(took, n=20)[-1] * 1000
    print(f"ready after            {ready * 1000:6.0f} ms")
    print(f"answers a second       {len(took) / seconds:6.0f}   ({VISITORS} visitors, {len(took)} answers)")
    print(f"median, p95            {statistics.median(took) * 1000:6.1f} ms {p95:6.1f} ms")
    print(f"memory                 {memory:6.0f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    return parser.parse_args()


def _visit(world: World, seconds: float) -> list[float]:
    where = urlsplit(world.origin)
    connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=10)
    account = json.dumps({"account": "ops.latam@example.com", "password": "demo-lucia-pass"})
    connection.request("POST", "/passport/web/user/login", account)
    answer = connection.getresponse()
    answer.read()
    cookie = "; ".join(one.partition(";")[0] for one in answer.headers.get_all("set-cookie", []))
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        for path in ASKED:
            began = time.monotonic()
            connection.request("GET", path, headers={"cookie": cookie})
            connection.getresponse().read()
            took.append(time.monotonic() - began)
    connection.close()
    return took


def _memory(pid: int) -> float:
    """Resident megabytes, where the system tells them."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return float("nan")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


main()
