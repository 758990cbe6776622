"""Where the network comes out is known only when every echo answers readably, and anything else is unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from playwright.async_api import APIRequestContext, Page
from playwright.async_api import Error as PlaywrightError

from agent.adapters import echoes
from agent.adapters.echoes import ask, ask_in, country_in
from agent.domain.facts import Egress, Unknown

pytestmark = pytest.mark.fast

GOOD = b'{"country": "MX"}'
TRACE = b"fl=1\nip=203.0.113.7\nloc=MX\ntls=TLSv1.3\n"


class Answer:
    def __init__(self, content: bytes, status: int = 200) -> None:
        self.ok, self._content = status < 300, content

    async def body(self) -> bytes:
        return self._content

    async def text(self) -> str:
        return self._content.decode()


class Echoes:
    """Stands for the context's own way to ask."""

    def __init__(self, *answers: Answer | PlaywrightError) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    async def get(self, echo: str, **how: Any) -> Answer:
        self.asked.append({"echo": echo, **how})
        answer = self.answers.pop(0)
        if isinstance(answer, PlaywrightError):
            raise answer
        return answer


class MuteBrowser:
    """A page, its context and its session in one: whatever it loads never comes."""

    def __init__(self) -> None:
        self.context = self

    async def new_cdp_session(self, _: object) -> MuteBrowser:
        return self

    async def send(self, method: str, _: object = None) -> dict[str, Any]:
        if method == "Network.loadNetworkResource":
            await asyncio.Event().wait()
        return {"frameTree": {"frame": {"id": "F"}}}


def told(*answers: Answer | PlaywrightError, asked: Sequence[str] = ("a", "b")) -> Egress | Unknown:
    return asyncio.run(ask(cast("APIRequestContext", Echoes(*answers)), asked))


def test_both_echoes_are_told_in_order() -> None:
    assert told(Answer(GOOD), Answer(b"loc=US\n")) == Egress(("MX", "US"))


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"MX",
        b'"MX"',
        b'["MX"]',
        b"null",
        b"{}",
        b'{"country": null}',
        b'{"country": ["MX"]}',
        b'{"country": "mx"}',
        b'{"country": "MEX"}',
        b'{"country": "M"}',
        b'{"country": "MX "}',
        b'{"country": "MX\\n"}',
        b'{"country": "\xd0\x9c\xd0\xa5"}',
        b'{"country": "MX"',
        b'{"country": "MX"} {"country": "US"}',
        b"loc=mx\n",
        b"loc=MXX\n",
        b"xloc=MX\n",
        b"loc=MX loc=US\n",
        b"loc=MX\nloc=US\n",
        b"<html>loc=MX</html>",
        b"[" * 4096,
        b'{"a":' * 4000,
        b"9" * 4096,
        b"\xff\xfe\x00",
        b"\x80loc=MX\n",
        b'{"country": "\\ud800"}',
        b" " * 5000 + GOOD,
    ],
)
def test_an_echo_that_says_nothing_readable_makes_it_unknown(bad: bytes) -> None:
    assert isinstance(told(Answer(GOOD), Answer(bad)), Unknown)
    assert isinstance(told(Answer(bad), Answer(TRACE)), Unknown)


@pytest.mark.parametrize("status", [302, 403, 404, 500])
def test_an_answer_with_another_status_is_not_read(status: int) -> None:
    assert isinstance(told(Answer(GOOD), Answer(GOOD, status)), Unknown)


def test_a_dead_echo_makes_it_unknown() -> None:
    assert isinstance(told(Answer(GOOD), PlaywrightError("net::ERR_FAILED")), Unknown)


def test_without_an_echo_nothing_is_known() -> None:
    assert isinstance(told(asked=()), Unknown)


def test_no_redirect_is_followed_and_nobody_waits_for_ever() -> None:
    echoes = Echoes(Answer(GOOD))

    asyncio.run(ask(cast("APIRequestContext", echoes), ["https://echo.example/trace"]))

    (asked,) = echoes.asked
    assert (asked["max_redirects"], asked["timeout"] <= 10_000) == (0, True)


@pytest.mark.parametrize(
    "text", ['{"country":"TH"}', '{"country":"TH","ip":"203.0.113.7"}', "loc=TH", "a=1\r\nloc=TH\r\n"]
)
def test_a_country_is_read_in_both_forms(text: str) -> None:
    assert country_in(text) == "TH"


def test_an_echo_that_never_answers_in_his_browser_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(echoes, "_PATIENCE_MS", 50)

    said = asyncio.run(ask_in(cast("Page", MuteBrowser()), ("https://a.example/trace",), ()))

    assert isinstance(said, Unknown)
