"""What opens an account is in nothing that the program leaves behind: files, logs, pictures, words, crash reports."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus
from zipfile import ZipFile, is_zipfile

import pytest

from agent.adapters.clocks import SystemClock
from agent.adapters.vault import FileVault

pytestmark = pytest.mark.timeout(300)  # the day is made by whichever test comes first
PASSWORD = "SENTINEL pass&wörd/4711?=+"
WRONG = "SENTINEL-wrong-0815"
IMPORTED = "SENTINEL.imported~cookie_1234567890"
PROXY = "line:SENTINEL-proxy-secret"
LOGIN, SHOP = "7480000000000000001", "Casa Aurora MX"
SEND = "/api/v1/seller/creator/invitation/send"
TELLTALE = """#!/bin/sh
{{ env; printf '%s\\n' "$@"; }} >> '{kept}'
exec '{real}' "$@"
"""
CRASH = """
import os, sys
from agent.cli import main
from agent.wiring import House
def vault(self):
    secret = open(os.environ["GIVEN"]).read()
    raise RuntimeError(f"boom {secret}")
House.vault = vault
sys.exit(main.run(sys.argv[1:]))
"""


@dataclass
class Operator:
    """Runs commands as processes of their own, and keeps every word they say."""

    home: Path
    origin: str
    said: dict[str, bytes] = field(default_factory=dict)
    exits: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def does(self, name: str, *words: str, script: str = "", **environment: str) -> None:
        ours = {
            "HOME": str(self.home),
            "TMPDIR": str(self.home / "tmp"),
            "COMPANION_LOGS__LEVEL": "DEBUG",
            "COMPANION_PORTALS__MOCK__SELLER": self.origin,
            "COMPANION_PORTALS__MOCK__CREATOR": self.origin,
            "COMPANION_LOOPBACK_WAITS__SETTLE_WINDOW_S": "0.3",
            "COMPANION_BROWSER__EXECUTABLE": str(self.home / "browser.sh"),
        }
        places = ["--config", str(self.home / "config"), "--state", str(self.home / "state")]
        command = [sys.executable, *(["-c", script] if script else ["-m", "agent"]), *places, *words]
        ended = subprocess.run(command, capture_output=True, env=os.environ | ours | environment, check=False)
        self.said[name], self.exits[name] = ended.stdout + ended.stderr, ended.returncode

    def logs_in(self, name: str, password: str) -> None:
        account = {"COMPANION_LOGIN_ACCOUNT": "ops.latam@example.com", "COMPANION_LOGIN_PASSWORD": password}
        self.does(name, "login", SHOP, "--scripted", **account)

    def knows_the_key(self, name: str) -> None:
        self.secrets[name] = (self.home / "config" / "vault.key").read_text().strip()

    def knows_the_cookies(self) -> None:
        vault = FileVault(self.home / "state" / "vault", self.home / "config" / "vault.key", SystemClock())
        session = json.loads(vault.load(f"login:{LOGIN}") or b"{}")
        self.secrets |= {f"cookie {one['name']}": one["value"] for one in session["cookies"]}

    def left(self) -> dict[str, bytes]:
        """Everything but what is sealed, and the key itself."""
        kept = [
            path for path in self.home.rglob("*") if path.is_file() and path.suffix not in {".sealed", ".key", ".given"}
        ]
        return {name: content for path in kept for name, content in unpacked(path, self.home)} | self.said


def unpacked(path: Path, home: Path) -> Iterator[tuple[str, bytes]]:
    """A file and, where it is an archive, what is packed in it: packed bytes show nothing of what they say."""
    name = str(path.relative_to(home))
    yield name, path.read_bytes()
    if is_zipfile(path):
        with ZipFile(path) as archive:
            yield from ((f"{name}/{one}", archive.read(one)) for one in archive.namelist())


def spellings(secret: str) -> set[bytes]:
    """The ways in which a value travels, written down here once more so that the test does not trust the redactor."""
    raw = secret.encode()
    shifted = [base64.b64encode(b"x" * before + raw + b"y") for before in range(3)]
    inner = {text[4:-8] for text in shifted}
    texts = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], raw.hex()}
    return (
        {text.encode() for text in texts}
        | {raw.hex().upper().encode()}
        | inner
        | {one.translate(SAFE) for one in inner}
    )


SAFE = bytes.maketrans(b"+/", b"-_")


def found(secrets: dict[str, str], kept: dict[str, bytes]) -> list[tuple[str, str]]:
    return [
        (name, place)
        for name, secret in secrets.items()
        for place, content in kept.items()
        if any(spelling in content for spelling in spellings(secret))
    ]


@pytest.fixture(scope="module")
def operator(mock_portal: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """An operator after a full day: everything done once, well and badly."""
    world = files("mock_portal").joinpath("worlds/example.toml").read_text("utf-8")
    mock_portal.reset(world=world.replace('"demo-lucia-pass"', json.dumps(PASSWORD)))
    one = Operator(tmp_path_factory.mktemp("operator"), mock_portal.origin)
    (one.home / "tmp").mkdir()
    telltale = one.home / "browser.sh"  # a browser that writes down with what it was started
    telltale.write_text(
        TELLTALE.format(kept=one.home / "browser.env", real=os.environ["COMPANION_BROWSER__EXECUTABLE"])
    )
    telltale.chmod(0o700)
    one.secrets |= {"password": PASSWORD, "wrong password": WRONG, "imported cookie": IMPORTED}
    one.secrets |= {"proxy line": PROXY, "proxy secret": PROXY.partition(":")[2]}
    one.does("init", "init")
    works(one, mock_portal)
    goes_wrong(one)
    yield one
    mock_portal.reset()


def works(one: Operator, world: Any) -> None:
    one.logs_in("login", PASSWORD)
    one.does("bind", "bind", SHOP, "cocina.conluz", "--verbose")
    one.does("refused bind", "bind", SHOP, "vale_17", "--json")
    world.fault("POST", SEND, do="status_before_commit", code=500)
    one.does("failing bind", "bind", SHOP, "hogar_bonito.mx")
    one.does("check", "check", SHOP, "--account", "tech.rafa", "--json")
    one.does("status", "status")
    one.knows_the_key("key")
    one.knows_the_cookies()


def goes_wrong(one: Operator) -> None:
    one.logs_in("wrong login", WRONG)
    given = one.home / "session.given"
    given.write_text(json.dumps({"cookies": [{"name": "sessionid", "value": IMPORTED}], "origins": []}))
    one.does("import", "vault", "import", "login:7480000000000000009", str(given))
    secret = one.home / "crash.given"
    secret.write_text(PASSWORD)
    one.does("crash", "vault", "list", script=CRASH, GIVEN=str(secret))
    one.does("rotate", "vault", "rotate")
    one.knows_the_key("new key")
    roster = one.home / "config" / "shops.toml"
    lined = roster.read_text("utf-8").replace('kind = "local"', 'kind = "local"\nproxy = "http://127.0.0.1:9"', 1)
    roster.write_text(lined, "utf-8")
    one.does("dead line", "bind", SHOP, "hogar_bonito.mx", **{f"COMPANION_PROXY_SECRET_{LOGIN}": PROXY})


def test_the_day_went_as_it_was_meant_to(operator: Operator) -> None:
    ends = {name: operator.exits[name] for name in operator.exits if operator.exits[name]}

    assert ends.keys() == {"refused bind", "failing bind", "wrong login", "crash", "dead line"}
    assert (ends["refused bind"], ends["failing bind"], ends["wrong login"], ends["crash"]) == (38, 14, 23, 1)
    assert {name.partition(" ")[0] for name in operator.secrets} >= {"password", "cookie", "key", "proxy", "new"}


def test_no_secret_is_in_anything_that_is_left(operator: Operator) -> None:
    kept = operator.left()

    assert found(operator.secrets, kept) == []
    assert {Path(place).suffix for place in kept} >= {".html", ".json", ".jpg", ".db", ".jsonl", ".txt", ".env"}


@pytest.mark.parametrize("wrap", [b"%s", b"x=%s&y", b'{"a": "%s"}', b"\xff\xd8%s\x00"])
def test_a_secret_that_is_left_would_be_found(operator: Operator, wrap: bytes) -> None:
    secret = {"password": PASSWORD}

    for spelling in spellings(PASSWORD):
        assert found(secret, {"planted": wrap % spelling}) == [("password", "planted")]
    assert len(spellings(PASSWORD)) >= 9
    assert found(secret, operator.said | {"planted": PASSWORD.encode()}) == [("password", "planted")]


def test_nobody_else_may_read_what_is_left(operator: Operator) -> None:
    state = [operator.home / "state", *(operator.home / "state").rglob("*"), operator.home / "config" / "vault.key"]
    open_ = [str(path) for path in state if stat.S_IMODE(path.stat().st_mode) & 0o077]

    assert open_ == []


def test_a_crash_is_told_in_three_lines_and_kept_in_private(operator: Operator) -> None:
    (kept,) = (operator.home / "tmp").glob("companion-crash-*.txt")

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "RuntimeError" in kept.read_text()
    assert operator.said["crash"].count(b"\n") <= 3
    assert b"Traceback" not in operator.said["crash"]


def test_what_is_sealed_is_sealed(operator: Operator) -> None:
    sealed = {path.name: path.read_bytes() for path in (operator.home / "state" / "vault").glob("*.sealed")}

    assert len(sealed) == 2
    assert found(operator.secrets, sealed) == []


def test_people_are_told_no_more_than_they_need(operator: Operator) -> None:
    kept = (operator.home / "state" / "logs" / "companion.jsonl").read_text("utf-8").splitlines()

    assert b"run.began" in operator.said["bind"]
    assert b"run.began" not in operator.said["check"]
    assert {json.loads(line)["command"] for line in kept if "run.began" in line} == {"login", "bind", "check"}
