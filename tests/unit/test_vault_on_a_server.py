"""Sessions that machines share open on each that has the key, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fakes import FakeClock
from postgres import Server

from agent.adapters.keyfile import create_key
from agent.adapters.ledger_sql.sealed import TableVault
from agent.errors import Code, CompanionError, RestoreState
from agent.wiring import House

OPS, CREATOR = "login:7480000000000000001", "creator:7100000000000000101"
SESSION = b'{"cookies": ["SECRET"]}'


class Machine:
    """One of several, with a key in a file of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.key, self.url = folder / "vault.key", url
        create_key(self.key)

    @property
    def vault(self) -> TableVault:
        return TableVault(self.url, self.key, FakeClock())

    def refusal(self, principal: str = OPS) -> tuple[Code, str]:
        with pytest.raises(CompanionError) as caught:
            self.vault.load(principal)
        assert "SECRET" not in str(caught.value)
        return caught.value.code, caught.value.params.get("detail", "")


@pytest.fixture
def url(server: Server) -> str:
    return server.new_database("ledger")


@pytest.fixture
def here(tmp_path: Path, url: str) -> Machine:
    return Machine(tmp_path / "here", url)


@pytest.fixture
def there(tmp_path: Path, url: str) -> Machine:
    return Machine(tmp_path / "there", url)


def test_what_one_machine_sealed_another_with_the_key_opens(here: Machine, there: Machine) -> None:
    shutil.copy(here.key, there.key)
    here.vault.save(OPS, b"older")

    there.vault.save(OPS, SESSION, note="by hand")

    (label,) = here.vault.check()
    assert (label.principal, label.sequence, label.note) == (OPS, 2, "by hand")
    assert here.vault.load(OPS) == SESSION
    assert here.vault.load(CREATOR) is None


def test_a_machine_with_another_key_is_told_so_and_adds_nothing(here: Machine, there: Machine) -> None:
    here.vault.save(OPS, SESSION)

    assert there.refusal() == (Code.E_VAULT_SEALED, "fleets_key")
    with pytest.raises(RestoreState) as caught:
        there.vault.save(CREATOR, SESSION)

    assert caught.value.params["path"] == str(there.key)
    assert [one.principal for one in here.vault.list()] == [OPS]


def test_nothing_of_a_session_can_be_read_in_the_database(server: Server, here: Machine) -> None:
    here.vault.save(OPS, SESSION)

    (row,) = server.told("SELECT name, envelope FROM companion.sealed", here.url.rpartition("/")[2])

    assert all(word not in row[0].encode() + row[1] for word in (b"SECRET", b"cookies", b"7480000000000000001"))


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("UPDATE companion.sealed SET envelope = set_byte(envelope, 100, 7)", Code.E_VAULT_TAMPERED),
        ("UPDATE companion.sealed SET envelope = set_byte(envelope, 2, 7)", Code.E_VAULT_TAMPERED),
        ("DROP TABLE companion.sealed", Code.E_LEDGER_CORRUPT),
        ("DROP SCHEMA companion CASCADE", Code.E_LEDGER_MISSING),
    ],
)
def test_what_is_not_as_it_was_sealed_is_refused(server: Server, here: Machine, deed: str, code: Code) -> None:
    here.vault.save(OPS, SESSION)

    server.told(deed, here.url.rpartition("/")[2])

    assert here.refusal()[0] is code


def test_a_session_in_somebody_elses_place_is_refused(server: Server, here: Machine) -> None:
    here.vault.save(OPS, SESSION)
    here.vault.save(CREATOR, b"another")
    swap = "UPDATE companion.sealed SET envelope = (SELECT envelope FROM companion.sealed LIMIT 1)"

    server.told(swap, here.url.rpartition("/")[2])

    assert Code.E_VAULT_WRONG_SHOP in {code_of(here, one) for one in (OPS, CREATOR)}


def code_of(machine: Machine, principal: str) -> str:
    try:
        machine.vault.load(principal)
    except CompanionError as error:
        return error.code
    return ""


def test_a_forgotten_session_is_gone(here: Machine) -> None:
    here.vault.save(OPS, SESSION)

    assert (here.vault.forget(OPS), here.vault.forget(OPS)) == (True, False)
    assert here.vault.load(OPS) is None


def test_a_new_key_opens_all_and_the_old_one_nothing(here: Machine, there: Machine) -> None:
    shutil.copy(here.key, there.key)
    for principal in (OPS, CREATOR):
        here.vault.save(principal, SESSION)

    assert here.vault.rotate() == 2

    assert [here.vault.load(one) for one in (OPS, CREATOR)] == [SESSION, SESSION]
    assert there.refusal() == (Code.E_VAULT_SEALED, "fleets_key")


def test_a_rotation_whose_line_breaks_shuts_nothing_and_is_finished_later(server: Server, here: Machine) -> None:
    here.vault.save(OPS, SESSION)
    before = here.key.read_bytes()

    with pytest.raises(CompanionError):
        Torn(here, server).rotate()

    assert (here.key.read_bytes(), here.vault.load(OPS)) == (before, SESSION)
    assert here.vault.rotate() == 1
    assert here.vault.load(OPS) == SESSION


class Torn(TableVault):
    """A vault whose line breaks once it has written."""

    def __init__(self, machine: Machine, server: Server) -> None:
        super().__init__(machine.url, machine.key)
        self._server = server

    def _put(self, *args: object) -> None:
        super()._put(*args)  # type: ignore[arg-type]
        self._server.cut_off()


def test_the_points_of_a_save_are_told_in_their_order(here: Machine) -> None:
    told: list[tuple[str, int]] = []

    here.vault.save(OPS, SESSION, mark=lambda point: told.append((point, len(here.vault.list()))))

    assert told == [("CP20", 0), ("CP21", 1)]


def test_the_sessions_are_where_the_ledger_is(tmp_path: Path, here: Machine) -> None:
    shared = House(config=tmp_path, chosen_state=tmp_path / "state", flags={"ledger.url": here.url})
    alone = House(config=tmp_path, chosen_state=tmp_path / "state")
    shared.create_state()

    shared.vault().save(OPS, SESSION)

    assert (shared.shares_ledger, alone.shares_ledger) == (True, False)
    assert shared.vault().load(OPS) == SESSION
    assert alone.vault().list() == []
