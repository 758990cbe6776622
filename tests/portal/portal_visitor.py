"""Somebody who visits the portal without a browser: one kept connection, cookies, and answers as they came."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any
from urllib.parse import urlsplit

LUCIA = ("ops.latam@example.com", "demo-lucia-pass")
GLOBAL = ("ops.global@example.com", "demo-global-pass")
NOVA = ("ops.nova@example.com", "demo-nova-pass")
LOGIN_MX, LOGIN_GLOBAL = "7480000000000000001", "7480000000000000002"
MX, GB, TH = "7495000000000000011", "7495000000000000022", "7495000000000000033"
SEND = "/api/v1/seller/creator/invitation/send"
SENT = "/api/v1/seller/creator/invitation/list"
LINKS = "/api/v1/seller/creator/agg/get"
SEARCH = "/api/v1/seller/creator/info/get"
VERIFY = "/api/v1/seller/creator/availability/verify"
SWITCH = "/api/v1/seller/shop/switch"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    text: str

    @property
    def json(self) -> dict[str, Any]:
        given: dict[str, Any] = json.loads(self.text)
        return given

    @property
    def data(self) -> Any:
        return self.json["data"]


class Visitor:
    def __init__(self, origin: str, patience: float = 5) -> None:
        place = urlsplit(origin)
        self.connection = HTTPConnection(str(place.hostname), place.port, timeout=patience)
        self.cookies: dict[str, str] = {}
        self.extra: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: object) -> Answer:
        return self._ask("POST", path, json.dumps(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, self.extra | ({"cookie": cookie} if cookie else {}))
        with self.connection.getresponse() as answer:
            text = answer.read().decode()
        for header in answer.headers.get_all("set-cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers, text)

    def log_in(self, account: str, password: str) -> Visitor:
        self.post("/passport/web/user/login", account=account, password=password)
        return self

    def switch(self, shop: str) -> Visitor:
        self.post(SWITCH, shop_id=shop)
        return self

    def invite(self, account: str) -> Answer:
        return self.post(SEND, account_id=account)

    def failed_checks(self, account: str) -> list[str]:
        checks = self.post(VERIFY, account_id=account).data["checks"]
        return [check["name"] for check in checks if not check["passed"]]

    def close(self) -> None:
        self.connection.close()


def account_id(number: int) -> str:
    """The example world numbers its accounts from 1 in the order of its file."""
    return f"7100000000000000{100 + number}"


def eventually(probe: Callable[[], object], patience: float = 5) -> bool:
    """Whether something comes true; looks again and again, so that nobody has to know how long it takes."""
    end, pause = time.monotonic() + patience, threading.Event()
    while not (seen := probe()) and time.monotonic() < end:
        pause.wait(0.02)
    return bool(seen)
