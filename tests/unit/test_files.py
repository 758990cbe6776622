"""Private files are written whole, and for nobody else to read."""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.adapters import files
from agent.errors import Code, MendHost

pytestmark = pytest.mark.fast


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_whatever_the_umask_folders_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "state" / "vault"

    files.private_folder(folder)
    files.write_private(folder / "file", b"content")

    assert (mode(folder.parent), mode(folder), mode(folder / "file")) == (0o700, 0o700, 0o600)


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    files.private_folder(tmp_path / "new")

    assert (mode(tmp_path), mode(tmp_path / "new")) == (0o755, 0o700)


def test_a_file_is_replaced_whole_and_nothing_stays_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seen: list[bytes] = []
    files.write_private(path, b"older")

    files.write_private(path, b"newer", lambda: seen.append(path.read_bytes()))

    assert (seen, path.read_bytes()) == ([b"older"], b"newer")
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_breaks_off_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_private(path, b"older")

    with pytest.raises(KeyboardInterrupt):
        files.write_private(path, b"newer", lambda: (_ for _ in ()).throw(KeyboardInterrupt))

    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_creating_never_replaces(tmp_path: Path) -> None:
    files.create_private(tmp_path / "file", b"first")

    with pytest.raises(MendHost) as caught:
        files.create_private(tmp_path / "file", b"second")

    assert caught.value.code is Code.E_PERMISSION
    assert (tmp_path / "file").read_bytes() == b"first"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.E_DISK_FULL),
        (errno.EDQUOT, Code.E_DISK_FULL),
        (errno.EROFS, Code.E_PERMISSION),
        (errno.EACCES, Code.E_PERMISSION),
        (errno.ENOTDIR, Code.E_PERMISSION),
    ],
)
def test_what_the_disk_refuses_is_named(tmp_path: Path, number: int, code: Code) -> None:
    with pytest.raises(MendHost) as caught, files.explained(tmp_path):
        raise OSError(number, os.strerror(number))

    assert caught.value.code is code
    assert caught.value.params["path"] == str(tmp_path)


@pytest.mark.parametrize("bits", [0o644, 0o640, 0o604, 0o620, 0o601])
def test_a_secret_that_others_may_use_is_refused(tmp_path: Path, bits: int) -> None:
    files.write_private(tmp_path / "file", b"secret")
    (tmp_path / "file").chmod(bits)

    with pytest.raises(MendHost) as caught:
        files.refuse_shared(tmp_path / "file")

    assert caught.value.code is Code.E_PERMISSION
    assert caught.value.params["path"] == str(tmp_path / "file")


def test_a_secret_of_ones_own_is_accepted(tmp_path: Path) -> None:
    files.write_private(tmp_path / "file", b"secret")

    files.refuse_shared(tmp_path / "file")


@pytest.mark.parametrize(
    ("mode", "owner", "me", "shared"),
    [
        (0o440, 0, 1000, False),  # a credential of systemd, a secret in a pod: root's, for our group to read
        (0o444, 0, 1000, True),
        (0o460, 0, 1000, True),
        (0o440, 1000, 1000, True),
        (0o440, 0, 0, True),
        (0o400, 0, 0, False),
    ],
)
def test_what_root_hands_over_to_our_group_alone_is_shared_with_nobody_else(
    mode: int, owner: int, me: int, *, shared: bool
) -> None:
    assert files.shared(mode, owner, me) is shared


def test_a_public_file_is_for_everybody_whatever_the_mask_says(tmp_path: Path) -> None:
    mask = os.umask(0o077)
    files.write_public(tmp_path / "file", b"old")
    files.write_public(tmp_path / "file", b"new")
    os.umask(mask)

    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with files.locked(tmp_path / "lock"):
            order.append("second")

    with files.locked(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.05)
        order.append("first")
    waiting.join(10)

    assert order == ["first", "second"]


@pytest.mark.parametrize("held", [0, 1, 3])
def test_a_file_that_a_scanner_holds_for_a_moment_gets_its_name(tmp_path: Path, held: int) -> None:
    (tmp_path / "fresh").write_bytes(b"newer")
    tried: list[Path] = []

    class Scanned(type(tmp_path)):  # type: ignore[misc]  # the path of this system
        def replace(self, target: Path) -> Path:
            tried.append(target)
            if len(tried) <= held:
                raise PermissionError(errno.EACCES, "held")
            return Path(super().replace(target))

    files.put(Scanned(tmp_path / "fresh"), tmp_path / "file", [0] * 3)

    assert ((tmp_path / "file").read_bytes(), len(tried)) == (b"newer", held + 1)


def test_a_file_that_is_held_for_good_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").mkdir(mode=0o700)
    (tmp_path / "file" / "inside").write_bytes(b"")
    (tmp_path / "fresh").write_bytes(b"newer")

    with pytest.raises(MendHost), files.explained(tmp_path):
        files.put(tmp_path / "fresh", tmp_path / "file", [0])

    assert (tmp_path / "fresh").read_bytes() == b"newer"


@pytest.mark.parametrize(("number", "got"), [(errno.EACCES, False), (errno.EDEADLK, False), (0, True)])
def test_a_wait_for_a_lock_that_windows_gave_up_goes_on(number: int, got: bool) -> None:  # noqa: FBT001
    def attempt() -> None:
        if number:
            raise OSError(number, os.strerror(number))

    assert files.taken(attempt) is got


def test_a_lock_that_cannot_be_had_at_all_is_told() -> None:
    def attempt() -> None:
        raise OSError(errno.EBADF, "")

    with pytest.raises(OSError, match="9"):
        files.taken(attempt)
