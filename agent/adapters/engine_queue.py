"""Hands out visits by a queue in PostgreSQL, to any number of machines; procrastinate keeps the queue."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from psycopg import Error as DatabaseError
from psycopg import sql
from psycopg_pool import PoolTimeout

from agent.adapters.engine_here import GRACE_S
from agent.adapters.logs import event
from agent.domain.identity import LoginId, ShopId
from agent.ports import DueShop, Engine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import timedelta

    from procrastinate.jobs import Job
    from psycopg import AsyncConnection

    from agent.ports import Due, Work

SCHEMA: Final = "companion_queue"
_QUEUE: Final = "visits"
_BEAT_S: Final = 3.0
_STALLED_S: Final = 15.0  # a worker that was not heard of so long is dead: its visits are handed on
_AGAIN_S: Final = 1.0
_CONNECTING_S: Final = 5  # a server that is going down answers half, and would itself wait a minute for the rest of us
_AHEAD: Final = 100  # entries that wait: what is due stands in the ledger, and every worker fills the queue up again
_OF_A_LOGIN: Final = 3  # entries of one login: only one at a time can be worked on
_LOCK: Final = 7_480_001  # any number: of workers that start at once, one makes the tables
_LOST = (ConnectorException, DatabaseError, PoolTimeout, OSError)


class EngineQueue(Engine):
    """One worker among many: a lock per login, at most one waiting entry per shop, and the dead are inherited."""

    def __init__(self, conninfo: str) -> None:
        """Take libpq's address of the database; a password is found where libpq looks for it."""
        self._conninfo = conninfo
        logging.getLogger("procrastinate").addHandler(logging.NullHandler())
        logging.getLogger("procrastinate").propagate = False  # what matters is told by us

    async def run(self, due: Due, work: Work, at_once: int, pause: timedelta) -> None:
        """Until cancelled; a database that goes away is waited for."""
        while True:
            try:
                await self._work(due, work, at_once, pause)
            except _LOST as error:
                event("queue_lost", "WARNING", why=type(error).__name__)
            await asyncio.sleep(_AGAIN_S)

    async def _work(self, due: Due, work: Work, at_once: int, pause: timedelta) -> None:
        how = {"options": f"-c search_path={SCHEMA}", "connect_timeout": _CONNECTING_S}
        app = App(connector=PsycopgConnector(conninfo=self._conninfo, kwargs=how, min_size=1, max_size=4, timeout=10))

        @app.task(name="visit", queue=_QUEUE)
        async def visit(shop: str) -> None:
            await work(ShopId(shop))

        async with app.open_async():
            await _stand_up(app, self._conninfo)
            worker = asyncio.create_task(
                app.run_worker_async(
                    queues=[_QUEUE],
                    concurrency=at_once,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_S,
                    update_heartbeat_interval=_BEAT_S,
                    stalled_worker_timeout=_STALLED_S,
                    fetch_job_polling_interval=2.0,
                )
            )
            await _both(worker, asyncio.create_task(self._dispatch(app, due, pause)))

    async def _dispatch(self, app: App, due: Due, pause: timedelta) -> None:
        """Put what is due into the queue, by every worker: twice is once there."""
        while True:
            await _bury(app)
            if shops := await due():
                there = list(await app.job_manager.list_jobs_async(queue=_QUEUE))
                waiting = sum(job.status == Status.TODO.value for job in there)
                for one in lacking(shops, [_due_shop(job) for job in there], _AHEAD - waiting):
                    await _enqueue(app, one)
            await asyncio.sleep(pause.total_seconds())


def lacking(due: Iterable[DueShop], there: Collection[DueShop], room: int) -> Iterator[DueShop]:
    """What goes into the queue beside what is there: the longest due first, few of each login, as far as room goes."""
    shops, of_login = {one.shop for one in there}, Counter(one.login for one in there)
    for one in due:
        if room <= 0:
            return
        if one.shop not in shops and of_login[one.login] < _OF_A_LOGIN:
            of_login[one.login] += 1
            room -= 1
            yield one


def _due_shop(job: Job) -> DueShop:
    return DueShop(ShopId(job.queueing_lock or ""), LoginId(job.lock or ""))


async def _bury(app: App) -> None:
    """Take the visits of workers that died out of the queue; what is due there still is put in anew."""
    for job in await app.job_manager.get_stalled_jobs(queue=_QUEUE, seconds_since_heartbeat=_STALLED_S):
        if job.id is not None:
            await app.job_manager.finish_job_by_id_async(job.id, Status.FAILED, delete_job=True)


async def _enqueue(app: App, one: DueShop) -> None:
    with suppress(AlreadyEnqueued):
        await app.configure_task("visit", queue=_QUEUE, lock=one.login, queueing_lock=one.shop).defer_async(
            shop=one.shop
        )


async def _both(worker: asyncio.Task[None], dispatch: asyncio.Task[None]) -> None:
    """Until one of them ends or both are to; the worker is given time for the visits that go on."""
    try:
        done, _ = await asyncio.wait({worker, dispatch}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        dispatch.cancel()
        worker.cancel()
        await asyncio.wait({worker, dispatch})


async def _stand_up(app: App, conninfo: str) -> None:
    """Make the queue's tables where there are none; whatever was in them can be made again from the ledger."""
    from psycopg import AsyncConnection  # noqa: PLC0415 - once per start

    async with await AsyncConnection.connect(conninfo, autocommit=True) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        await connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        if not await _stands(connection):
            await app.schema_manager.apply_schema_async()


async def _stands(connection: AsyncConnection[Any]) -> bool:
    row = await (await connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.procrastinate_jobs",))).fetchone()
    return bool(row and row[0])
