"""Tells a dead man's switch over HTTP, and writes the figures of a round to a file for Prometheus."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from http.client import HTTPException
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from agent.adapters.files import write_public
from agent.adapters.logs import event
from agent.adapters.redact import register_secret
from agent.domain import pinging
from agent.domain.jobs import JobState
from agent.domain.ledger import Outcome
from agent.domain.portal import Origin
from agent.errors import CompanionError
from agent.ports import Watchdog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from urllib.request import OpenerDirector

    from agent.domain.jobs import Tally

PATIENCE_S: Final = 5.0
_GOOD: Final = range(200, 300)
_TELLING: Final = 12  # a shorter part of an address opens nothing, and may be a common word


class Pings(Watchdog):
    """Asks an address that is a secret; two tries, each within its patience, and what does not answer is logged."""

    def __init__(self, url: str, patience_s: float = PATIENCE_S) -> None:
        """Take the address, which is read nowhere from now on."""
        self._url = url.rstrip("/")
        self._patience_s = patience_s
        for part in (url, self._url, *urlsplit(url).path.split("/")):
            if len(part) >= _TELLING:
                register_secret(part)

    async def began(self) -> None:
        """Start the switch's clock."""
        await self._ping(pinging.BEGAN, "")

    async def ended(self, tally: Tally) -> None:
        """Stop it, with the exit code."""
        await self._ping(pinging.ended(tally.exit), pinging.line(tally))

    async def _ping(self, ends: Sequence[str], line: str) -> None:
        status = 0
        for end in ends:
            status = await _within(self._patience_s, partial(_post, self._url + end, line.encode(), self._patience_s))
            if status in _GOOD:
                return
        event("watchdog_not_told", "WARNING", status=status)


async def _within(patience_s: float, ask: Callable[[], int]) -> int:
    """What a thread of its own is answered; 0 in time for whoever waits, whatever becomes of the thread.

    No executor: at its end a program waits for all of those, and a name that is looked up cannot be called off.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()

    def settle(status: int) -> None:
        if not told.done():
            told.set_result(status)

    def work() -> None:
        status = ask()
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            loop.call_soon_threadsafe(settle, status)

    Thread(target=work, daemon=True).start()
    try:
        async with asyncio.timeout(patience_s):
            return await told
    except TimeoutError:
        return 0


class _NoWayOn(HTTPRedirectHandler):
    """Follows no redirect: the address is a secret of one host."""

    def redirect_request(self, *_: object) -> None:
        """Nowhere."""


def _opener(url: str) -> OpenerDirector:
    origin = Origin.of(url)
    here = origin is not None and origin.loopback
    return build_opener(_NoWayOn, *([ProxyHandler({})] if here else []))


def _post(url: str, body: bytes, patience_s: float) -> int:
    """The answer's status, 0 for none."""
    heads = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "channel-companion"}
    try:
        with _opener(url).open(Request(url, body, heads), timeout=patience_s) as answer:  # noqa: S310 - checked before
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code
    except (OSError, HTTPException, ValueError):
        return 0


class Textfile(Watchdog):
    """Leaves the figures of the last round in a file that node_exporter's textfile collector reads."""

    def __init__(self, path: Path) -> None:
        """Take the file, which ends in .prom; its folder is the collector's."""
        self._path = path

    async def began(self) -> None:
        """Nothing is measured yet."""

    async def ended(self, tally: Tally) -> None:
        """Write it whole."""
        try:
            write_public(self._path, "\n".join([*_figures(tally), ""]).encode())
        except CompanionError as trouble:
            event("metrics_not_written", "WARNING", why=str(trouble))


def _figures(tally: Tally) -> Iterator[str]:
    began, ended = tally.began_at.timestamp(), tally.ended_at.timestamp()
    yield from _gauge("run_exit_code", "How the last round ended.", {"": tally.exit})
    yield from _gauge("run_began_timestamp_seconds", "When the last round began.", {"": began})
    yield from _gauge("run_ended_timestamp_seconds", "When the last round ended.", {"": ended})
    visits = {f'{{outcome="{one}"}}': tally.outcomes.get(one, 0) for one in Outcome}
    yield from _gauge("run_visits", "Visits of the last round by outcome.", visits)
    jobs = {f'{{state="{one}"}}': tally.jobs.get(one, 0) for one in JobState}
    yield from _gauge("jobs", "Jobs of all shops by state.", jobs)
    if tally.next_due:
        due = {"": tally.next_due.timestamp()}
        yield from _gauge("next_due_timestamp_seconds", "When the next job is due.", due)


def _gauge(name: str, what: str, values: Mapping[str, float]) -> Iterator[str]:
    """One metric in the text format of Prometheus."""
    yield f"# HELP companion_{name} {what}"
    yield f"# TYPE companion_{name} gauge"
    yield from (f"companion_{name}{labels} {value}" for labels, value in values.items())


class Watchdogs(Watchdog):
    """All that watch, at the same time; none where nobody does."""

    def __init__(self, all_: Sequence[Watchdog]) -> None:
        """Take them."""
        self._all = all_

    async def began(self) -> None:
        """Tell each."""
        await asyncio.gather(*(one.began() for one in self._all))

    async def ended(self, tally: Tally) -> None:
        """Tell each."""
        await asyncio.gather(*(one.ended(tally) for one in self._all))
