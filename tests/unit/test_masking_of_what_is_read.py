"""Whatever opens an account is known to the redactor from the moment that it is read."""

from __future__ import annotations

import json
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import LOGIN, FakeClock

from agent.adapters.redact import HIDDEN, Redactor, redacted, register_session
from agent.adapters.vault import FileVault, create_key
from agent.cli.crash import keep_crash
from agent.cli.sessions import read_credentials
from agent.errors import MendInput
from agent.wiring.lines import proxy_line

pytestmark = pytest.mark.fast


def session(value: str, name: str = "sid_tt") -> bytes:
    return json.dumps({"cookies": [{"name": name, "value": value}], "origins": []}).encode()


def hidden(secret: str) -> bool:
    return redacted(f"seen {secret} there") == f"seen {HIDDEN} there"


def test_the_cookies_of_a_session_that_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FileVaultRoom(tmp_path).vault.save("login:1", session("cookie-of-an-opened-1"))
    monkeypatch.setattr(redacted, "__dict__", vars(Redactor()))  # as in a new process

    FileVaultRoom(tmp_path).vault.load("login:1")

    assert hidden("cookie-of-an-opened-1")


def test_the_cookies_of_a_session_that_is_sealed(tmp_path: Path) -> None:
    FileVaultRoom(tmp_path).vault.save("login:1", session("cookie-of-a-sealed-2"))

    assert hidden("cookie-of-a-sealed-2")


def test_the_key_of_the_vault(tmp_path: Path) -> None:
    room = FileVaultRoom(tmp_path)
    room.vault.save("login:1", b"{}")

    assert hidden(room.key.read_text().strip())


def test_the_secret_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"COMPANION_PROXY_SECRET_{LOGIN.id}", "customer:line-secret-3")

    proxy_line(replace(LOGIN, proxy="http://line.example:3128"))

    assert hidden("line-secret-3")
    assert hidden("customer:line-secret-3")


def test_a_password_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_LOGIN_ACCOUNT", "ops@example.com")
    monkeypatch.setenv("COMPANION_LOGIN_PASSWORD", "password-of-the-environment-4")

    read_credentials(None, from_environment=True)

    assert hidden("password-of-the-environment-4")


def test_a_password_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text("ops@example.com\npassword-of-a-file-5\n")
    file.chmod(0o600)

    read_credentials(file, from_environment=False)

    assert hidden("password-of-a-file-5")


def test_a_file_without_a_password_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text("ops@example.com\n\n")
    file.chmod(0o600)

    with pytest.raises(MendInput):
        read_credentials(file, from_environment=False)


@pytest.mark.parametrize("plain", ["en", "MX", "true", "1", "America/MX", "7480000000000000001", "1764000000000"])
def test_a_value_that_opens_nothing_stays_readable(plain: str) -> None:
    register_session(session(plain))

    assert redacted(f"seen {plain} there") == f"seen {plain} there"


@pytest.mark.parametrize("odd", [b"", b"\xff", b"[", b"[" * 100_000, b"7", b'{"cookies": [1, null]}', b'{"value": 7}'])
def test_a_session_of_another_shape_is_no_error(odd: bytes) -> None:
    register_session(odd)


def test_a_token_in_the_page_s_own_store_counts_too() -> None:
    store = [{"name": "token", "value": "token-of-the-store-6"}]
    register_session(json.dumps({"origins": [{"origin": "https://x", "localStorage": store}]}).encode())

    assert hidden("token-of-the-store-6")


def fails(secret: str) -> None:
    raise RuntimeError(secret)


def test_a_crash_is_kept_without_what_was_said_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    said = "daer eb ot reven"[::-1]  # a traceback shows lines of source, and they may be read

    with pytest.raises(RuntimeError) as told:
        fails(said)
    kept = Path(keep_crash(told.value))

    assert said not in kept.read_text()
    assert "fails(" in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_crash_that_cannot_be_kept_is_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    assert keep_crash(RuntimeError("x")) == ""


class FileVaultRoom:
    """A vault with its key, opened anew."""

    def __init__(self, folder: Path) -> None:
        self.key = folder / "config" / "vault.key"
        if not self.key.exists():
            create_key(self.key)
        self.vault = FileVault(folder / "vault", self.key, FakeClock())
