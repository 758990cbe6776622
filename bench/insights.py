"""What the dated series costs, and how many shops a processor reads: both against their bounds.

    python bench/insights.py [--shops 1000] [--accounts 4] [--days 28] [--collect 4] [--json]

Storage: a reading for each shop, account and day, kept shop by shop, then all of it read back, twenty shops at a time,
as whoever compares does; one shop's part is timed by itself. Collection: `companion
insights collect` over a fleet of so many shops with a login of its own each, one after the other, on a loopback portal
without delay; processor seconds are those of the process with its browser. 0 leaves that part out.

Ends with 1 where storing and reading take over 60 s, or the process holds over 500 MB, or a shop is read in over 2 s.
Linux only (it reads /proc).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from fleet_world import fleet
from load import Load, processor_s
from many import Operator

from agent.adapters.clocks import SystemClock
from agent.adapters.ledger_sql import SqlLedger, create_ledger, open_ledger
from agent.domain.identity import ShopId
from agent.domain.insight import Metric, Of, Page, Reading, Span, Subject, Wanted, Window
from mock_portal.child import running

MOST_S, MOST_MB, MOST_A_SHOP_S = 60.0, 500.0, 2.0
TOGETHER = 20
LAST = date(2026, 11, 28)
METRICS = (Metric.GMV, Metric.ORDERS, Metric.ITEMS, Metric.VISITORS, Metric.IMPRESSIONS, Metric.LIVES)
METRICS += (Metric.CTR, Metric.CVR, Metric.DWELL, Metric.GPM, Metric.COMMISSION)


def a_reading(subject: Subject, day: date) -> Reading:
    """A full day of a subject."""
    number = int(subject.id[-6:]) + day.toordinal()
    values: dict[Metric, Decimal | None] = {one: Decimal(number * at) / 100 for at, one in enumerate(METRICS, 1)}
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return Reading(subject, Window(Span.DAY, day, day), Page.CREATORS, at, at, values, "MXN")


def subjects(number: int, accounts: int) -> list[Subject]:
    """A shop and its accounts."""
    shop = ShopId(f"7495{number:015}")
    of_accounts = [Subject(shop, Of.ACCOUNT, f"71{number:012}{at:05}", f"shop{number}.{at}") for at in range(accounts)]
    return [Subject(shop, Of.SHOP, shop, f"Shop {number}"), *of_accounts]


async def stored(ledger: SqlLedger, asked: argparse.Namespace) -> None:
    """A shop's days in one call: a transaction for each shop."""
    days = [LAST - timedelta(days=back) for back in range(asked.days)]
    for number in range(asked.shops):
        await ledger.keep_readings([a_reading(one, day) for day in days for one in subjects(number, asked.accounts)])


async def read(ledger: SqlLedger) -> tuple[int, float]:
    """Everything, some shops at a time; answers how many readings, and the longest time for a shop by itself."""
    count, longest, shops = 0, 0.0, await ledger.insight_shops()
    for first in range(0, len(shops), TOGETHER):
        count += len(await ledger.readings(Wanted(shops=tuple(shops[first : first + TOGETHER]))))
    for shop in shops[:TOGETHER]:
        began = time.perf_counter()
        await ledger.readings(Wanted(shops=(shop,)))
        longest = max(longest, time.perf_counter() - began)
    return count, longest


def storage(asked: argparse.Namespace, folder: Path) -> dict[str, float]:
    """Seconds and megabytes of keeping and reading all of it."""
    url = f"sqlite:///{folder / 'ledger.db'}"
    create_ledger(url)
    with closing(open_ledger(url, SystemClock())) as ledger:
        began, processor = time.perf_counter(), time.process_time()
        asyncio.run(stored(ledger, asked))
        kept = time.perf_counter()
        count, longest = asyncio.run(read(ledger))
        over = time.perf_counter()
    assert count == asked.shops * (asked.accounts + 1) * asked.days, count
    return {
        "readings": count,
        "store_s": kept - began,
        "read_s": over - kept,
        "processor_s": time.process_time() - processor,
        "one_shop_s": longest,
        "file_mb": (folder / "ledger.db").stat().st_size / 1e6,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
    }


class Collector(Operator):
    """Who reads a fleet's reports."""

    def collected(self, count: int) -> dict[str, float]:
        """How long it takes, and what of it a processor works."""
        self.begin(fleet(count), "bind")
        before = processor_s(self.portal_process)
        with (self.folder / "told.jsonl").open("w+") as told, (self.folder / "log.txt").open("w+") as log:
            began = time.perf_counter()
            words = self.companion("insights", "collect", "--concurrency", "1")
            child = subprocess.Popen(words, stdout=told, stderr=log)  # noqa: S603 - our own program
            with Load(child.pid) as load:
                child.wait()
            took = time.perf_counter() - began
            told.seek(0)
            lines: list[dict[str, Any]] = [json.loads(line) for line in told]
        done = [one for one in lines if one["outcome"] == "DONE"]
        assert len(done) == count, (self.folder / "log.txt").read_text("utf-8")[-3000:]
        return {
            "shops": count,
            "seconds": took,
            "readings": sum(one["readings"] for one in done),
            "processor_s_a_shop": load.processor_s / count,
            "portal_s_a_shop": (processor_s(self.portal_process) - before) / count,
            "shops_an_hour_and_processor": 3600 * count / load.processor_s,
            "peak_mb": load.peak_mb,
        }


def collection(count: int, folder: Path) -> dict[str, float]:
    """One run over a fleet."""
    with running(folder) as portal:
        pid = json.loads((folder / "ready.json").read_text("utf-8"))["pid"]
        return Collector(folder / "operator", portal, 0, pid).collected(count)


def missed(found: dict[str, dict[str, float]]) -> list[str]:
    """The bounds that were not kept."""
    kept = found["storage"]
    bounds = {
        "storing and reading": (kept["store_s"] + kept["read_s"], MOST_S, "s"),
        "memory": (kept["peak_mb"], MOST_MB, "MB"),
        "one shop": (kept["one_shop_s"], MOST_A_SHOP_S, "s"),
    }
    return [f"{name}: {value:.1f} {unit}, not {most:g}" for name, (value, most, unit) in bounds.items() if value > most]


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shops", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=4)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--collect", type=int, default=4)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {"storage": storage(asked, Path(folder))}
        if asked.collect:
            found["collection"] = collection(asked.collect, Path(folder))
    lines = [f"{part:10} {name:28} {value:12.2f}" for part, told in found.items() for name, value in told.items()]
    print(json.dumps(found) if asked.json else "\n".join(lines))
    trouble = missed(found)
    print("\n".join(f"MISSED {line}" for line in trouble), file=sys.stderr)
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main())
