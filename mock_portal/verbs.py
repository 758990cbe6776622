"""What each fault does to a request; verbs that only change what a page shows are read by the pages themselves."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

from mock_portal.exchange import Answer, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mock_portal.exchange import Exchange
    from mock_portal.faults import Fault

_JSON = (b"content-type", b"application/json")
_CHALLENGE = (b"bdturing-verify", b'{"type":"verify","subtype":"slide"}')
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows knows only the latter, and means the former by it
NOT_LOGGED_IN = 98001002
_SECOND_STEP = 98001021
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
    exchange.later(_commit_after(exchange, seconds))
    if fault.args.get("answer") != "end":
        await exchange.hang(seconds)
    await exchange.answer(plain(504))


async def _commit_after(exchange: Exchange, seconds: float) -> None:
    await exchange.pause(seconds)
    await exchange.commit()


async def _status_before_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.answer(plain(fault.args["code"]))


async def _status_after_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.commit()
    await exchange.answer(plain(fault.args["code"]))


async def _close_after_commit(exchange: Exchange, fault: Fault) -> None:
    await exchange.commit()
    if fault.args.get("reset"):
        exchange.wire.reset()
    exchange.wire.close()


async def _truncate(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.commit()
    await exchange.begin(answer)
    await exchange.part(answer.body[: fault.args["bytes"]])
    exchange.wire.close()


async def _close_before_read(exchange: Exchange, fault: Fault) -> None:
    if fault.args.get("reset"):
        exchange.wire.reset()
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
    await exchange.answer(Answer(200, [_JSON] if exchange.for_data else [(b"content-type", b"text/html")], b""))


async def _redirect(exchange: Exchange, fault: Fault) -> None:
    await exchange.answer(Answer(fault.args["code"], [(b"location", fault.args["url"].encode())], b""))


async def _rotate_session(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    answer = await exchange.commit()
    if exchange.session:
        token = exchange.portal.sessions.rotate(exchange.session)
        answer.headers.append((b"set-cookie", f"sessionid={token}; HttpOnly; Path=/; SameSite=lax".encode()))
    await exchange.answer(answer)


async def _twofa(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    if exchange.for_data:
        await exchange.answer(_envelope(_SECOND_STEP, "Two-step verification is needed"))
    else:
        await exchange.answer(await exchange.page("/account/two-step"))


async def _login(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    if exchange.for_data:
        await exchange.answer(_envelope(NOT_LOGGED_IN, "You must log in to continue"))
    else:
        await exchange.answer(await exchange.page("/account/login"))


async def _captcha(exchange: Exchange, fault: Fault) -> None:
    """On a call: the challenge's header, then silence; on a page: the page itself shows the puzzle."""
    if not exchange.for_data:
        await exchange.answer(await exchange.commit())
        return
    await exchange.begin(Answer(200, [_JSON, _CHALLENGE], b" "))
    await exchange.hang(fault.number("seconds", 30))
    exchange.wire.close()


async def _maintenance(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.page("/maintenance")
    answer.status = fault.args.get("code", 503)
    if "retry_after" in fault.args:
        answer.headers.append((b"retry-after", str(fault.args["retry_after"]).encode()))
    await exchange.answer(answer)


async def _optimistic_then_revert(exchange: Exchange, fault: Fault) -> None:
    wait = int(fault.number("seconds", 3) * 1000)
    await exchange.answer(_envelope(0, "success", revert_after_ms=wait))


async def _error_toast_after_commit(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    await exchange.commit()
    await exchange.answer(_envelope(98001001, "System error, please try again"))


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


def _envelope(code: int, message: str, **data: object) -> Answer:
    body = json.dumps({"code": code, "message": message, "data": data})
    return Answer(200, [_JSON], body.encode())


AROUND: dict[str, Callable[[Exchange, Fault], Awaitable[None]]] = {
    "delay_before_commit": _delay_before_commit,
    "hang_no_commit": _hang_no_commit,
    "commit_then_hang": _commit_then_hang,
    "commit_late": _commit_late,
    "status_before_commit": _status_before_commit,
    "status_after_commit": _status_after_commit,
    "close_after_commit": _close_after_commit,
    "truncate": _truncate,
    "close_before_read": _close_before_read,
    "drip": _drip,
    "garble": _garble,
    "empty_200": _empty_200,
    "redirect": _redirect,
    "rotate_session": _rotate_session,
    "twofa": _twofa,
    "login": _login,
    "captcha": _captcha,
    "maintenance": _maintenance,
    "optimistic_then_revert": _optimistic_then_revert,
    "error_toast_after_commit": _error_toast_after_commit,
    "kill_client": _kill_client,
}
