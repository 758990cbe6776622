"""Sessions of the mock portal without its login form, for what measures the work that comes after it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from agent.domain.identity import LoginId, principal_of_login

if TYPE_CHECKING:
    from agent.adapters.vault import FileVault

AT_ONCE = 16


def session_of(origin: str, account: str, password: str) -> bytes:
    """The storage state that a browser would keep after this login."""
    return _session(origin, "web/user", {"account": account, "password": password})


def creator_session_of(origin: str, handle: str, password: str) -> bytes:
    """The same for a creator."""
    return _session(origin, "m", {"handle": handle, "password": password})


def _session(origin: str, door: str, who: dict[str, str]) -> bytes:
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=60)
    connection.request("POST", f"/passport/{door}/login", json.dumps(who), {"content-type": "application/json"})
    answer = connection.getresponse()
    told = SimpleCookie("; ".join(answer.headers.get_all("set-cookie", ())))
    connection.close()
    assert "sessionid" in told, (who, answer.status)
    plain = {"domain": urlsplit(origin).hostname, "path": "/", "expires": -1, "secure": False, "sameSite": "Lax"}
    cookies = [plain | {"name": one.key, "value": one.value, "httpOnly": False} for one in told.values()]
    return json.dumps({"cookies": cookies, "origins": []}).encode()


def seal_all(vault: FileVault, origin: str, people: dict[str, tuple[str, str]]) -> None:
    """Log everybody in, several at once, and seal the sessions; `people` is account and password by login id."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sessions = pool.map(lambda who: session_of(origin, *who), people.values())
        for login, session in zip(people, sessions, strict=True):
            vault.save(principal_of_login(LoginId(login)), session)
