"""The control plane and the process: who may speak to it, how it starts and ends, and what it leaves on the disk."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from portal_visitor import LINKS, LUCIA, Visitor, account_id, eventually

from mock_portal.child import running
from mock_portal.client import ControlRefusedError, World
from mock_portal.mistakes import InputError
from mock_portal.worldfile import read_world

pytestmark = pytest.mark.fast


@pytest.mark.parametrize("token", ["", "wrong", "Bearer"])
def test_nobody_without_the_token_controls_the_portal(mock_world: World, token: str) -> None:
    with pytest.raises(ControlRefusedError, match="token"):
        World(mock_world.origin, mock_world.control, token).state()


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/__fault", 405), ("GET", "/__nothing", 404)])
def test_who_asks_for_a_call_that_is_not_there_is_told_where_they_are(
    mock_world: World, method: str, path: str, status: int
) -> None:
    place = urlsplit(mock_world.control)
    with closing(HTTPConnection(str(place.hostname), place.port, timeout=5)) as line:
        line.request(method, path)
        answer = line.getresponse()
        told = json.loads(answer.read())["error"]

    assert (answer.status, told) == (status, f"no call {method} {path}; GET /__help lists them all")


def test_the_control_plane_is_not_on_the_portals_origin(stranger: Visitor) -> None:
    assert "No matching route" in stranger.get("/__health").text


def test_time_can_be_moved_and_stopped(mock_world: World) -> None:
    mock_world.freeze()
    before = mock_world.now()

    mock_world.advance(hours=25, minutes=1, seconds=2)

    assert mock_world.now() - before == timedelta(hours=25, minutes=1, seconds=2)
    mock_world.freeze(stop=False)
    assert eventually(lambda: mock_world.now() > before + timedelta(hours=25, minutes=1, seconds=2))


@pytest.mark.parametrize("body", [{}, {"set": "yesterday"}, {"set": "2026-11-23T10:00:00"}, {"advance": "1"}])
def test_a_clock_call_that_makes_no_sense_is_refused(mock_world: World, body: dict[str, object]) -> None:
    with pytest.raises(ControlRefusedError):
        mock_world._call("POST", "/__clock", body)  # noqa: SLF001 - the client would not send such a thing


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"who": "cat"}, "who: must be one of creator"),
        ({"who": "creator", "handle": "nobody", "do": "accept"}, "handle: no 'nobody'"),
        ({"who": "creator", "handle": "tech.rafa", "do": "accept"}, "tech.rafa: no open invitation"),
        ({"who": "seller", "shop": "1", "handle": "tech.rafa", "do": "invite"}, "shop: no '1'"),
        ({"who": "session", "login": "1", "do": "expire"}, "login: no '1'"),
        ({"who": "session", "login": "7480000000000000001", "do": "egress"}, "country: missing"),
    ],
)
def test_a_person_who_cannot_act_is_told_why(mock_world: World, asked: dict[str, object], says: str) -> None:
    with pytest.raises(ControlRefusedError, match=says):
        mock_world.person(asked)


def test_a_reset_forgets_everything(mock_world: World, lucia: Visitor) -> None:
    lucia.invite(account_id(3))
    mock_world.advance(hours=5)

    mock_world.reset()

    assert (mock_world.effect_log(), mock_world.requests(), mock_world.state()["invitations"]) == ([], [], [])
    assert lucia.get(LINKS).json["code"] == 98001002


def test_a_reset_to_a_broken_world_changes_nothing(mock_world: World, lucia: Visitor) -> None:
    with pytest.raises(ControlRefusedError, match="line 2"):
        mock_world.reset(world="[[shop]]\nid =\n")

    assert lucia.get(LINKS).json["code"] == 0


def test_the_same_seed_gives_the_same_numbers(mock_world: World, lucia: Visitor) -> None:
    mock_world.reset(seed=7)
    first = lucia.log_in(*LUCIA).invite(account_id(3)).data["invitation_id"]
    mock_world.reset(seed=7)
    second = lucia.log_in(*LUCIA).invite(account_id(3)).data["invitation_id"]

    assert first == second
    assert len(first) == 19


def test_a_person_has_effects_but_no_session(mock_world: World) -> None:
    mock_world.seller("7495000000000000011").invite("tech.rafa")

    effect = mock_world.effect_log()[0]
    assert (effect["kind"], effect["session"], effect["detail"]["by"]) == ("invite", None, "person")


def test_effects_are_on_the_disk_before_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "effects.jsonl"

    with running(tmp_path, "--effects-file", str(file)) as world:
        world.seller("7495000000000000011").invite("tech.rafa")
        lines = file.read_text().splitlines()

    assert [json.loads(line)["kind"] for line in lines] == ["invite"]


def test_the_ready_file_is_private_and_stdout_has_no_token(tmp_path: Path) -> None:
    with running(tmp_path) as world:
        ready = tmp_path / "ready.json"

        assert stat.S_IMODE(ready.stat().st_mode) == 0o600
        assert json.loads(ready.read_text())["token"] == world.token
        assert [file.name for file in tmp_path.iterdir()] == ["ready.json"]


def start(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mock_portal", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)


def test_a_busy_port_is_one_line_and_exit_4() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = start("--port", str(taken.getsockname()[1]))

    assert (ended.returncode, ended.stderr.count("\n")) == (4, 1)
    assert "address already in use" in ended.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[shop]]\nid =\n", "at line 2"),
        ('[[shop]]\nid = "1"\ncolour = "red"', "unknown key 'colour'"),
        ("[[shop]]\nid = 1", "'id' must be str, not int"),
        ('[[shop]]\nid = "1"', "'name' is missing"),
        ('[[link]]\nshop = "9"\naccount = "x"', "'9' is nowhere in the file"),
        ("[limits]\nslots = true", "'slots' must be int, not bool"),
        ("[shop]", "'shop' must be list, not dict"),
        ('login = ["x"]', "[[login]] number 1: not a table"),
        ('[[login]]\nkind = "foreign"', "'kind' must be one of local, cross-border"),
    ],
)
def test_a_world_file_that_cannot_be_used_names_the_key(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_world(text, datetime.now(UTC), lambda: "1")

    assert says in str(caught.value)


def test_a_bad_world_file_is_one_line_and_exit_3(tmp_path: Path) -> None:
    file = tmp_path / "world.toml"
    file.write_text('[[shop]]\ncolour = "red"')

    ended = start("--world", str(file))

    assert ended.returncode == 3
    assert ended.stderr == f"{file}: [[shop]] number 1: unknown key 'colour'\n"


def test_a_world_file_that_is_not_there_is_exit_3(tmp_path: Path) -> None:
    assert start("--world", str(tmp_path / "none.toml")).returncode == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_even_with_open_connections(tmp_path: Path, number: signal.Signals) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "mock_portal", "--ready-file", str(ready)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout
    child.stdout.readline()
    visitor = Visitor(json.loads(ready.read_text())["origin"])
    visitor.get("/account/login")

    child.send_signal(number)

    assert child.communicate(timeout=10)[1] == ""
    assert child.returncode == 0
    visitor.close()


def test_two_requests_in_one_packet_get_two_answers(mock_world: World) -> None:
    host, _, port = mock_world.origin.removeprefix("http://").partition(":")
    asks = b"GET /egress/trace HTTP/1.1\r\nhost: x\r\n\r\n"

    with socket.create_connection((host, int(port)), timeout=5) as wire:
        wire.sendall(asks * 2 + b"GET /m/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        said = b"".join(iter(lambda: wire.recv(65536), b""))

    assert said.count(b"HTTP/1.1 200") == 3


def test_what_is_not_http_is_hung_up_on(mock_world: World) -> None:
    host, _, port = mock_world.origin.removeprefix("http://").partition(":")

    with socket.create_connection((host, int(port)), timeout=5) as wire:
        wire.sendall(b"\x16\x03\x01\x00\xff hello\r\n\r\n")

        assert wire.recv(100) == b""
