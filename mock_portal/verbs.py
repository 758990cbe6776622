"""What faults do in the portal's own words; what only changes a page is read by the pages themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mock_portal.exchange import DATA, Answer
from mock_portal.hostile import with_hostile_names
from mock_portal.wire_verbs import ON_THE_WIRE

if TYPE_CHECKING:
    from mock_portal.exchange import Exchange
    from mock_portal.faults import Fault
    from mock_portal.wire_verbs import Around

_CHALLENGE = (b"bdturing-verify", b'{"type":"verify","subtype":"slide"}')
NOT_LOGGED_IN = 98001002
_SECOND_STEP = 98001021


async def _redirect(exchange: Exchange, fault: Fault) -> None:
    await exchange.answer(_elsewhere(fault.args["code"], fault.args["url"]))


async def _region_redirect(exchange: Exchange, fault: Fault) -> None:
    """The other region's host is a name of the loopback too: whoever follows arrives there, and can be counted."""
    host = next((value for name, value in exchange.scope["headers"] if name == b"host"), b"").decode("latin-1")
    _, colon, port = host.partition(":")
    scheme, path, region = exchange.scope["scheme"], exchange.scope["path"], fault.args["region"]
    url = f"{scheme}://seller-{region.lower()}.localhost{colon}{port}{path}?shop_region={region}"
    await exchange.answer(_elsewhere(302 if exchange.scope["method"] == "GET" else 307, url))


def _elsewhere(code: int, url: str) -> Answer:
    return Answer(code, [(b"location", url.encode())])


async def _login(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    if exchange.for_data:
        await exchange.answer(_envelope(NOT_LOGGED_IN, "You must log in to continue"))
    else:
        await exchange.answer(await exchange.page("/account/login"))


async def _twofa(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    if exchange.for_data:
        await exchange.answer(_envelope(_SECOND_STEP, "Two-step verification is needed"))
    else:
        await exchange.answer(await exchange.page("/account/two-step"))


async def _captcha(exchange: Exchange, fault: Fault) -> None:
    """On a call: the challenge's header, then silence, if any; on a page: the page itself shows the puzzle."""
    if not exchange.for_data:
        await exchange.answer(await exchange.commit())
        return
    if not fault.number("seconds", 30):
        await exchange.answer(Answer(200, [DATA, _CHALLENGE], b" "))
        return
    await exchange.begin(Answer(200, [DATA, _CHALLENGE], b" "))
    await exchange.part(b"")  # the head waits for a part of the body
    await exchange.hang(fault.number("seconds", 30))
    exchange.wire.close()


async def _maintenance(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.page("/maintenance")
    answer.status = fault.args.get("code", 503)
    if "retry_after" in fault.args:
        answer.headers.append((b"retry-after", str(fault.args["retry_after"]).encode()))
    await exchange.answer(answer)


async def _suspended(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    await exchange.answer(await exchange.stop("suspended"))


async def _kick_session(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    if exchange.session:
        exchange.session.dead = True
    await exchange.answer(await exchange.stop("kicked"))


async def _rotate_session(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    answer = await exchange.commit()
    if exchange.session:
        token = exchange.portal.sessions.rotate(exchange.session)
        answer.headers.append((b"set-cookie", f"sessionid={token}; HttpOnly; Path=/; SameSite=lax".encode()))
    await exchange.answer(answer)


async def _optimistic_then_revert(exchange: Exchange, fault: Fault) -> None:
    wait = int(fault.number("seconds", 3) * 1000)
    await exchange.answer(_envelope(0, "success", revert_after_ms=wait))


async def _error_toast_after_commit(exchange: Exchange, fault: Fault) -> None:
    _ = fault
    await exchange.commit()
    await exchange.answer(_envelope(98001001, "System error, please try again"))


async def _hostile_names(exchange: Exchange, fault: Fault) -> None:
    answer = await exchange.commit()
    if DATA[1] in dict(answer.headers).get(DATA[0], b""):
        answer.body = with_hostile_names(answer.body, fault.args.get("set"))
    await exchange.answer(answer)


def _envelope(code: int, message: str, **data: object) -> Answer:
    body = json.dumps({"code": code, "message": message, "data": data})
    return Answer(200, [DATA], body.encode())


AROUND: dict[str, Around] = ON_THE_WIRE | {
    "redirect": _redirect,
    "region_redirect": _region_redirect,
    "login": _login,
    "twofa": _twofa,
    "captcha": _captcha,
    "maintenance": _maintenance,
    "suspended": _suspended,
    "kick_session": _kick_session,
    "rotate_session": _rotate_session,
    "optimistic_then_revert": _optimistic_then_revert,
    "error_toast_after_commit": _error_toast_after_commit,
    "hostile_names": _hostile_names,
}
