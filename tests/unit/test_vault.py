"""A sealed session opens for its principal and with its key, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import START, FakeClock

from agent.adapters.vault import LARGEST, FileVault, create_key
from agent.errors import Code, MendHost, MendInput, RestoreState

pytestmark = pytest.mark.fast

OPS, CREATOR = "login:7480000000000000001", "creator:7100000000000000101"
SESSION = json.dumps({"cookies": [{"name": "sid", "value": "SECRET-COOKIE"}]}).encode()


class Killed(BaseException):
    """Stands for kill -9."""


class Room:
    """A vault with its key, in two folders."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.key, self.folder = FakeClock(), folder / "config" / "vault.key", folder / "state" / "vault"
        create_key(self.key)

    @property
    def vault(self) -> FileVault:
        return FileVault(self.folder, self.key, self.clock)

    def sealed(self, principal: str = OPS) -> Path:
        """The file of a session that is kept."""
        before = set(self.folder.glob("*.sealed"))
        self.vault.save(principal, SESSION)
        return (set(self.folder.glob("*.sealed")) - before).pop()

    def refusal(self, principal: str = OPS) -> Code:
        with pytest.raises(RestoreState) as caught:
            self.vault.load(principal)
        assert "SECRET" not in str(caught.value)
        return caught.value.code


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def test_a_session_comes_back_as_it_was(room: Room) -> None:
    room.vault.save(OPS, SESSION)

    assert room.vault.load(OPS) == SESSION
    assert room.vault.load(CREATOR) is None


def test_nothing_of_a_session_can_be_read_in_any_file(room: Room) -> None:
    path = room.sealed()

    told = path.read_bytes() + os.fsencode(path)

    assert all(word not in told for word in (b"SECRET", b"cookies", OPS.encode(), b"7480000000000000001"))


@pytest.mark.usefixtures("open_to_all")
def test_whatever_the_umask_nobody_else_may_read_the_vault(tmp_path: Path) -> None:
    room = Room(tmp_path)
    path = room.sealed()

    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, room.key, room.folder / "lock")} == {0o600}
    assert {stat.S_IMODE(one.stat().st_mode) for one in (room.folder, room.key.parent)} == {0o700}


def test_the_same_session_is_never_sealed_the_same_way_twice(room: Room) -> None:
    path = room.sealed()
    before = path.read_bytes()

    room.vault.save(OPS, SESSION)

    assert path.read_bytes() != before


def test_the_newest_session_wins_and_is_counted(room: Room) -> None:
    room.vault.save(OPS, b"older")
    room.clock.moment += timedelta(hours=1)

    room.vault.save(OPS, b"newer", START + timedelta(days=7), "by hand")

    (label,) = room.vault.list()
    assert room.vault.load(OPS) == b"newer"
    assert (label.sequence, label.created_at, label.note) == (2, START + timedelta(hours=1), "by hand")


def test_a_list_tells_whose_sessions_there_are_and_no_secret(room: Room) -> None:
    room.vault.save(OPS, SESSION)
    room.vault.save(CREATOR, SESSION, START + timedelta(days=7))

    labels = room.vault.list()

    assert [(one.principal, one.expires_at) for one in labels] == [(CREATOR, START + timedelta(days=7)), (OPS, None)]
    assert "SECRET" not in repr(labels)


def test_an_empty_vault_lists_nothing(room: Room) -> None:
    assert room.vault.list() == []
    assert not room.folder.exists()


def test_a_session_whose_time_is_up_is_not_used_but_still_listed(room: Room) -> None:
    room.vault.save(CREATOR, SESSION, START + timedelta(days=7))

    room.clock.moment = START + timedelta(days=7)

    assert room.vault.load(CREATOR) is None
    assert len(room.vault.list()) == 1


def test_a_forgotten_session_is_gone(room: Room) -> None:
    path = room.sealed()

    assert room.vault.forget(OPS)
    assert not room.vault.forget(OPS)
    assert (path.exists(), room.vault.load(OPS)) == (False, None)


def test_what_a_killed_process_left_beside_a_session_goes_with_it(room: Room) -> None:
    path = room.sealed()
    left = path.with_name(f".{path.name}.0badcafe.tmp")
    left.write_bytes(b"half")

    room.vault.forget(OPS)

    assert [one.name for one in room.folder.iterdir()] == ["lock"]


def test_every_single_byte_that_is_changed_is_found_out(room: Room) -> None:
    path = room.sealed()
    sealed = path.read_bytes()

    codes = set()
    for at in range(len(sealed)):
        path.write_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
        codes.add(room.refusal())

    assert codes == {Code.E_VAULT_TAMPERED}


@pytest.mark.parametrize(
    "torn",
    [lambda sealed: sealed[:0], lambda sealed: sealed[:20], lambda sealed: sealed[:-1], lambda sealed: sealed + b"x"],
)
def test_a_torn_file_is_found_out(room: Room, torn: Callable[[bytes], bytes]) -> None:
    path = room.sealed()

    path.write_bytes(torn(path.read_bytes()))

    assert room.refusal() is Code.E_VAULT_TAMPERED


def test_another_principals_session_is_not_taken_for_ones_own(room: Room) -> None:
    ours, theirs = room.sealed(OPS), room.sealed(CREATOR)

    shutil.copy(theirs, ours)

    assert room.refusal(OPS) is Code.E_VAULT_WRONG_SHOP


def test_a_plain_session_in_the_place_of_a_sealed_one_is_refused(room: Room) -> None:
    room.sealed().write_bytes(SESSION)

    assert room.refusal() is Code.E_VAULT_TAMPERED


def test_without_its_key_the_vault_stays_shut_for_reading_and_writing(room: Room) -> None:
    room.sealed()
    room.key.unlink()

    with pytest.raises(RestoreState) as caught:
        room.vault.save(CREATOR, SESSION)

    assert caught.value.code is room.refusal() is Code.E_VAULT_SEALED
    assert caught.value.params["path"] == str(room.key)


@pytest.mark.parametrize("key", ["00" * 32, "00" * 31, "not a key", ""])
def test_another_key_opens_nothing(room: Room, key: str) -> None:
    room.sealed()

    room.key.write_text(key)

    assert room.refusal() is Code.E_VAULT_SEALED


@pytest.mark.parametrize("damage", ["tampered", "another key"])
def test_what_cannot_be_opened_is_not_overwritten(room: Room, damage: str) -> None:
    path = room.sealed()
    changed = {"tampered": path, "another key": room.key}[damage]
    changed.write_bytes(b"\x00" + changed.read_bytes()[1:])
    before = path.read_bytes()

    with pytest.raises(RestoreState):
        room.vault.save(OPS, b"a new session")

    assert path.read_bytes() == before


@pytest.mark.parametrize("which", ["session", "key"])
def test_a_file_that_others_may_read_is_refused_by_name(room: Room, which: str) -> None:
    path = {"session": room.sealed(), "key": room.key}[which]
    path.chmod(0o644)

    with pytest.raises(MendHost) as caught:
        room.vault.load(OPS)

    assert caught.value.code is Code.E_PERMISSION
    assert caught.value.params["path"] == str(path)


def test_a_session_may_not_be_larger_than_10_megabytes(room: Room) -> None:
    room.vault.save(OPS, bytes(LARGEST))

    with pytest.raises(MendInput) as caught:
        room.vault.save(OPS, bytes(LARGEST + 1))

    assert caught.value.code is Code.E_INPUT
    assert len(room.vault.load(OPS) or b"") == LARGEST


def test_a_key_is_made_once(room: Room) -> None:
    before = room.key.read_bytes()

    with pytest.raises(MendInput):
        create_key(room.key)

    assert room.key.read_bytes() == before
    assert len(before.strip()) == 64


def test_saving_tells_when_it_is_written_and_when_it_is_in_place(room: Room) -> None:
    told: list[str] = []

    room.vault.save(OPS, SESSION, mark=told.append)

    assert told == ["CP20", "CP21"]


@pytest.mark.parametrize(("point", "kept"), [("CP20", b"older"), ("CP21", b"newer")])
def test_whoever_is_killed_while_saving_leaves_the_older_or_the_newer_session(
    room: Room, point: str, kept: bytes
) -> None:
    room.vault.save(OPS, b"older")

    def kill(reached: str) -> None:
        if reached == point:
            raise Killed

    with pytest.raises(Killed):
        room.vault.save(OPS, b"newer", mark=kill)

    assert room.vault.load(OPS) == kept


def test_after_a_rotation_only_the_new_key_opens_and_everything_is_there(room: Room) -> None:
    paths = [room.sealed(OPS), room.sealed(CREATOR)]
    key, before = room.key.read_bytes(), [path.read_bytes() for path in paths]

    count = room.vault.rotate()

    assert count == 2
    assert room.key.read_bytes() != key
    assert all(path.read_bytes() != old for path, old in zip(paths, before, strict=True))
    assert room.vault.load(OPS) == room.vault.load(CREATOR) == SESSION
    assert [path.name for path in room.key.parent.iterdir()] == ["vault.key"]


def test_a_rotation_keeps_the_labels(room: Room) -> None:
    room.vault.save(CREATOR, SESSION, START + timedelta(days=7), "consent by mail")
    before = room.vault.list()

    room.vault.rotate()

    assert room.vault.list() == before


def test_an_old_key_put_back_after_a_rotation_opens_nothing(room: Room) -> None:
    room.sealed()
    key = room.key.read_bytes()
    room.vault.rotate()

    room.key.write_bytes(key)

    assert room.refusal() is Code.E_VAULT_SEALED


def test_nothing_is_rotated_while_one_session_is_not_right(room: Room) -> None:
    ours, theirs = room.sealed(OPS), room.sealed(CREATOR)
    theirs.write_bytes(b"rubbish")
    before = (ours.read_bytes(), room.key.read_bytes())

    with pytest.raises(RestoreState):
        room.vault.rotate()

    assert (ours.read_bytes(), room.key.read_bytes()) == before


class Dying(FileVault):
    """A vault whose process dies at a write of its choice, before or after it is done."""

    def __init__(self, room: Room, writes: int, *, after: bool) -> None:
        super().__init__(room.folder, room.key, room.clock)
        self._left, self._after = writes, after

    def _write(self, *args: object, **named: object) -> None:
        self._left -= 1
        if self._left < 0 and not self._after:
            raise Killed
        super()._write(*args, **named)  # type: ignore[arg-type]
        if self._left < 0:
            raise Killed


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_rotation_that_is_cut_off_shuts_nothing_and_is_finished_later(room: Room, writes: int, moment: str) -> None:
    principals = [f"login:{number}" for number in range(3)]
    for principal in principals:
        room.vault.save(principal, principal.encode())

    with pytest.raises(Killed):
        Dying(room, writes, after=moment == "after").rotate()

    assert [room.vault.load(one) for one in principals] == [one.encode() for one in principals]
    assert room.vault.rotate() == 3
    assert [room.vault.load(one) for one in principals] == [one.encode() for one in principals]
    assert not room.key.with_name("vault.key.next").exists()


def test_a_session_saved_while_a_rotation_is_unfinished_survives_its_end(room: Room) -> None:
    room.vault.save(OPS, SESSION)
    with pytest.raises(Killed):
        Dying(room, 0, after=False).rotate()

    room.vault.save(CREATOR, SESSION)
    room.vault.rotate()

    assert room.vault.load(CREATOR) == room.vault.load(OPS) == SESSION


def test_a_rotation_of_a_vault_without_sessions_makes_a_new_key(room: Room) -> None:
    before = room.key.read_bytes()

    assert room.vault.rotate() == 0
    assert room.key.read_bytes() != before
