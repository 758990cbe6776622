"""A ledger or a vault that cannot be trusted, or not be written: bind and unlink end before a browser is started."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from limits import NO_OVERRULING, companion
from operators import ACTS, claims

from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.wiring import House

LEDGER, MARK = Path("ledger.db"), Path("vault", "high-water")
each_act = pytest.mark.parametrize("words", ACTS, ids=lambda words: str(words[0]))
Damage = Callable[[Path], object]


def content(state: Path) -> bytes | None:
    """The ledger as it lies there, if there is one."""
    return (state / LEDGER).read_bytes() if (state / LEDGER).exists() else None


def empty(state: Path) -> None:
    (state / LEDGER).write_bytes(b"")


def half(state: Path) -> None:
    content = (state / LEDGER).read_bytes()
    (state / LEDGER).write_bytes(content[: len(content) // 2])


def headless(state: Path) -> None:
    (state / LEDGER).write_bytes(bytes(100) + (state / LEDGER).read_bytes()[100:])


def newer(state: Path) -> None:
    with closing(sqlite3.connect(state / LEDGER)) as connection, connection:
        connection.execute("UPDATE companion_schema SET version_num = '0099'")


def rolled_back(state: Path) -> None:
    (state / MARK).write_text("00000000000000009999\n", "utf-8")


def tampered(state: Path) -> None:
    (sealed,) = (state / "vault").glob("*.sealed")
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\x00")


def torn(state: Path) -> None:
    (sealed,) = (state / "vault").glob("*.sealed")
    sealed.write_bytes(sealed.read_bytes()[:40])


def read_by_all(state: Path) -> None:
    (sealed,) = (state / "vault").glob("*.sealed")
    sealed.chmod(0o644)


Told = Callable[[list[str], Damage], dict[str, Any]]


@pytest.fixture
def told(accepted: list[str], capsys: pytest.CaptureFixture[str]) -> Told:
    """What an act says to a program, and how it ends, once something was done to its state."""

    def tell(words: list[str], damage: Damage) -> dict[str, Any]:
        damage(Path(accepted[3]))
        capsys.readouterr()
        ended = run([*accepted, *words, "--json"])
        return json.loads(capsys.readouterr().err) | {"ended": ended}

    return tell


@pytest.mark.fast
@each_act
@pytest.mark.parametrize(
    ("damage", "code", "words_of_it"),
    [
        pytest.param(
            lambda state: (state / LEDGER).unlink(), Code.E_LEDGER_MISSING, "There is no ledger", id="P8 missing"
        ),
        pytest.param(empty, Code.E_LEDGER_CORRUPT, "The ledger is damaged", id="P8 empty"),
        pytest.param(half, Code.E_LEDGER_CORRUPT, "The ledger is damaged", id="P8 half"),
        pytest.param(headless, Code.E_LEDGER_CORRUPT, "The ledger is damaged", id="P8 header"),
        pytest.param(newer, Code.E_LEDGER_NEWER, "written by a newer version", id="P8 newer"),
        pytest.param(rolled_back, Code.E_LEDGER_ROLLED_BACK, "older than it was at the last run", id="P9"),
    ],
)
def test_a_ledger_that_cannot_be_trusted_stops_the_act(  # noqa: PLR0913, PLR0917 - a table's columns
    accepted: list[str], told: Told, words: list[str], damage: Damage, code: Code, words_of_it: str
) -> None:
    as_damaged: list[bytes | None] = []

    def spoil(state: Path) -> None:
        damage(state)
        as_damaged.append(content(state))

    error = told(words, spoil)

    assert (error["code"], error["submitted"], error["ended"]) == (code, "no", 5)
    assert [content(Path(accepted[3]))] == as_damaged
    assert words_of_it in error["what"]


@pytest.mark.fast
@each_act
@pytest.mark.parametrize(
    ("damage", "code", "words_of_it"),
    [
        pytest.param(tampered, Code.E_VAULT_TAMPERED, "not as it was sealed", id="P14 one byte"),
        pytest.param(torn, Code.E_VAULT_TAMPERED, "not as it was sealed", id="P14 torn"),
        pytest.param(read_by_all, Code.E_PERMISSION, "may not be written or read", id="P14 0644"),
    ],
)
def test_a_session_that_cannot_be_trusted_stops_the_act(  # noqa: PLR0913, PLR0917 - a table's columns
    accepted: list[str], told: Told, words: list[str], damage: Damage, code: Code, words_of_it: str
) -> None:
    error = told(words, damage)

    assert (error["code"], error["submitted"], error["ended"], claims(accepted)) == (code, "no", EXIT[code], [])
    assert words_of_it in error["what"]


@pytest.mark.fast
@each_act
def test_the_session_of_somebody_else_in_the_place_of_ones_own_stops_the_act(
    accepted: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    house = House(config=Path(accepted[1]), chosen_state=Path(accepted[3]))
    (ours,) = (house.state / "vault").glob("*.sealed")
    house.vault().save("login:7480000000000000002", b'{"cookies": [], "origins": []}')
    (theirs,) = {*(house.state / "vault").glob("*.sealed")} - {ours}
    shutil.copy(theirs, ours)
    capsys.readouterr()

    ended = run([*accepted, *words, "--json"])

    told = json.loads(capsys.readouterr().err)
    assert (told["code"], told["submitted"], ended, claims(accepted)) == (Code.E_VAULT_WRONG_SHOP, "no", 5, [])
    assert "belongs to somebody else" in told["what"]


@pytest.mark.fast
@each_act
def test_without_its_key_the_vault_stays_shut(
    accepted: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    House(config=Path(accepted[1]), chosen_state=Path(accepted[3])).key_file.write_text("00" * 32, "utf-8")
    capsys.readouterr()

    ended = run([*accepted, *words, "--json"])

    told = json.loads(capsys.readouterr().err)
    assert (told["code"], told["submitted"], ended, claims(accepted)) == (Code.E_VAULT_SEALED, "no", 5, [])
    assert "The vault cannot be opened" in told["what"]


@each_act
def test_where_nobody_may_write_the_act_does_not_begin(accepted: list[str], words: list[str]) -> None:
    state = Path(accepted[3])
    for path in (state, *state.rglob("*")):
        path.chmod(path.stat().st_mode & 0o555)

    ended = companion([*accepted, *words, "--json"], NO_OVERRULING)

    for path in (state, *state.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)
    told = json.loads(ended.stderr)
    assert (told["code"], told["submitted"], ended.returncode) == (Code.E_PERMISSION, "no", 4)
    assert ("may not be written" in told["what"], claims(accepted)) == (True, [])
