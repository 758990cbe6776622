"""The command `dashboard`: where it listens, what it prints, and how it ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from agent.cli.main import run
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast


@pytest.fixture
def serving(far: list[str]) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "agent", *far, "--json", "dashboard", "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        yield child
        child.kill()


def asked(link: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
    """A status, and the cookie that came with it; 400 also where the server hangs up while it is still told."""
    place = urlsplit(link)
    connection = HTTPConnection(place.netloc, timeout=10)
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, told)
        answer = connection.getresponse()
        answer.read()
    except ConnectionError:
        return 400, ""
    finally:
        connection.close()
    return answer.status, (answer.headers["set-cookie"] or "").partition(";")[0]


def test_the_printed_link_lets_one_in_and_the_next_one_is_printed(serving: subprocess.Popen[str]) -> None:
    assert serving.stdout
    link = json.loads(serving.stdout.readline())["link"]
    origin, _, token = link.partition("/enter#")
    form = {"origin": origin, "content_type": "application/x-www-form-urlencoded"}

    status, cookie = asked(link, "POST", "/enter", f"token={token}", **form)

    assert (status, asked(link, "GET", "/", cookie=cookie)[0]) == (204, 200)
    assert json.loads(serving.stdout.readline())["link"] != link


def test_headers_that_are_longer_than_any_of_ours_are_not_taken(serving: subprocess.Popen[str]) -> None:
    assert serving.stdout
    link = json.loads(serving.stdout.readline())["link"]

    assert asked(link, "GET", "/enter", cookie="x" * 10_000)[0] == 200
    assert asked(link, "GET", "/enter", cookie="x" * 300_000)[0] == 400


def test_being_told_to_stop_is_its_good_end_and_it_says_nothing_more(serving: subprocess.Popen[str]) -> None:
    assert serving.stdout
    assert serving.stderr
    link = json.loads(serving.stdout.readline())["link"]
    assert asked(link, "GET", "/")[0] == 401

    serving.send_signal(signal.SIGTERM)

    assert serving.wait(20) == 0
    assert (serving.stdout.read(), serving.stderr.read()) == ("", "")


def test_a_port_that_is_taken_is_said(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert run([*far, "dashboard", "--port", port]) == EXIT[Code.E_PORT_IN_USE]

    assert port in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.com", "", "127.0.0.1:80", "http://127.0.0.1"])  # noqa: S104 - to be refused
def test_a_host_that_is_no_single_address_is_refused(far: list[str], host: str) -> None:
    assert run([*far, "dashboard", "--host", host]) == EXIT[Code.E_USAGE]


def test_an_address_of_the_network_is_warned_of(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*far, "--lang", "en", "dashboard", "--host", "192.0.2.1"]) == EXIT[Code.E_PORT_IN_USE]

    assert "Other machines can now reach this dashboard at 192.0.2.1" in capsys.readouterr().err
