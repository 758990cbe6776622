"""What faults do to time, connection and bytes: late, lost, cut or damaged, before or after the commit."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from mock_portal.exchange import DATA, PAGE, Answer, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mock_portal.exchange import Exchange
    from mock_portal.faults import Fault

    Around = Callable[[Exchange, Fault], Awaitable[None]]

_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows knows only the latter, and means the former by it
_DRIP_SECONDS = 0.05


async def _delay_before_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.pause(fault.number("seconds", 0))
    await exchange.answer(await exchange.commit())


async def _hang_no_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.hang(fault.number("seconds", 0))
    await exchange.answer(plain(504))


async def _commit_then_hang(exchange: Exchange, fault: Fault) -> None:
    await exchange.commit()
    await exchange.hang(fault.number("seconds", 0))
    await exchange.answer(plain(504))


async def _commit_late(exchange: Exchange, fault: Fault) -> None:
    """The commit comes later whether or not the client still waits; a 504 never makes a browser send again."""
    seconds = fault.number("seconds", 0)
    exchange.note["to_come"] = True
    exchange.later(_commit_after(exchange, seconds))
    if fault.args.get("answer") != "end":
        await exchange.hang(seconds)
    await exchange.answer(plain(504))


async def _commit_after(exchange: Exchange, seconds: float) -> None:
    await exchange.pause(seconds)
    await exchange.commit()
    exchange.note["to_come"] = False


async def _status_before_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.answer(plain(fault.args["code"]))


async def _status_after_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.commit()
    await exchange.answer(plain(fault.args["code"]))


async def _close_before_read(exchange: Exchange, fault: Fault) -> None:
    """The application never sees the request; to the client it is as if nobody had read it."""
    _end(exchange, fault)


async def _close_after_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.commit()
    _end(exchange, fault)


async def _rst_after_commit(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    await exchange.commit()
    exchange.wire.reset()


def _end(exchange: Exchange, fault: Fault) -> None:
    if frame := fault.args.get("frame"):
        exchange.wire.refuse(frame)
    elif fault.args.get("reset"):
        exchange.wire.reset()
    else:
        exchange.wire.close()


async def _truncate(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.commit()
    await exchange.begin(answer)
    await exchange.part(answer.body[: fault.args["bytes"]])
    exchange.wire.close()


async def _drip(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.commit()
    await exchange.begin(answer)
    piece = max(1, round(fault.args["bps"] * _DRIP_SECONDS))
    for start in range(0, len(answer.body), piece):
        if exchange.wire.gone.is_set():
            return
        await exchange.part(answer.body[start : start + piece])
        await exchange.pause(_DRIP_SECONDS)
    await exchange.out({"type": "http.response.body"})


async def _garble(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    answer = await exchange.commit()
    half = len(answer.body) // 2
    answer.body = answer.body[:half] + bytes(byte ^ 0x55 for byte in answer.body[half:])
    await exchange.answer(answer)


async def _empty_200(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    await exchange.answer(Answer(200, [DATA if exchange.for_data else PAGE]))


async def _kill_client(exchange: Exchange, fault: Fault) -> None:
    at, pid = fault.args["at"], fault.args["pid"]
    if at == "before_commit":
        _kill(pid)
    answer = await exchange.commit()
    if at == "after_commit":
        _kill(pid)
    if at == "half_answer":
        await exchange.begin(answer)
        await exchange.part(answer.body[: len(answer.body) // 2])
        _kill(pid)
        exchange.wire.close()
    else:
        await exchange.answer(answer)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, _KILL)
    except ProcessLookupError:
        return


ON_THE_WIRE: dict[str, Around] = {
    "delay_before_commit": _delay_before_commit,
    "hang_no_commit": _hang_no_commit,
    "commit_then_hang": _commit_then_hang,
    "commit_late": _commit_late,
    "status_before_commit": _status_before_commit,
    "status_after_commit": _status_after_commit,
    "close_before_read": _close_before_read,
    "close_after_commit": _close_after_commit,
    "rst_after_commit": _rst_after_commit,
    "truncate": _truncate,
    "drip": _drip,
    "garble": _garble,
    "empty_200": _empty_200,
    "kill_client": _kill_client,
}
