"""A ledger is trusted only when it is the one that was written, and it is never made anew behind one's back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import FakeClock
from ledger_bench import LATER, Place, a_permit, settled

from agent.adapters.files import private_folder
from agent.adapters.ledger_sql import open_ledger, place, restore_ledger
from agent.adapters.ledger_sql.database import Database, explained
from agent.adapters.ledger_sql.integrity import require_sound_by_turns
from agent.adapters.ledger_sql.versions import OURS, Release, upgrade
from agent.domain.ledger import ClaimState
from agent.errors import Code, CompanionError, MendHost, MendInput, RestoreState, TryLater

pytestmark = pytest.mark.fast


@pytest.fixture
def spot(tmp_path: Path) -> Place:
    return Place(tmp_path / "state of 店铺 100%")


@pytest.fixture
def open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def refusal(spot: Place) -> RestoreState:
    """Why the ledger is not opened; nothing of it was changed."""
    before = spot.path.read_bytes() if spot.path.exists() else b""
    with pytest.raises(RestoreState) as caught:
        open_ledger(spot.url, FakeClock(), spot.mark)
    assert (spot.path.read_bytes() if spot.path.exists() else b"") == before
    return caught.value


@pytest.mark.usefixtures("open_to_all")
def test_whatever_the_umask_nobody_else_may_read_the_ledger(spot: Place) -> None:
    spot.create()
    book = spot.open()
    book.claim(a_permit())

    files = (spot.path, spot.mark, *spot.beside.values())
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(spot.path.parent.stat().st_mode) == 0o700
    book.close()


def test_what_was_written_is_there_when_it_is_opened_again(spot: Place) -> None:
    spot.filled(2)

    book = spot.open()

    assert [claim.state for claim in book.ask.claims()] == [ClaimState.NOT_DONE] * 2
    book.close()


def test_every_commit_is_written_through_to_the_disk(spot: Place) -> None:
    spot.create()

    with closing(Database(spot.path)) as database, database.bare() as driver:
        assert driver.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert driver.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_closed_ledger_is_one_file(spot: Place) -> None:
    spot.filled()

    assert [path.name for path in spot.path.parent.iterdir() if path.is_file()] == ["ledger.db"]


def test_a_ledger_that_is_there_is_not_created_again(spot: Place) -> None:
    spot.filled()
    before = spot.path.read_bytes()

    with pytest.raises(MendInput) as caught:
        spot.create()

    assert caught.value.code is Code.E_INPUT
    assert spot.path.read_bytes() == before


def test_where_a_ledger_was_none_is_created_unless_the_mark_goes_too(spot: Place) -> None:
    spot.filled()
    spot.path.unlink()

    with pytest.raises(RestoreState) as caught:
        spot.create()

    assert caught.value.code is Code.E_LEDGER_MISSING
    spot.mark.unlink()
    spot.create()


def test_a_missing_ledger_is_not_made(spot: Place) -> None:
    assert refusal(spot).code is Code.E_LEDGER_MISSING
    assert not spot.path.exists()


def in_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 2 + 8 : 4096 * 3] = b"\xa5" * (4096 - 8)
    path.write_bytes(content)


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 100])


def header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def another(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE anything (x)")


@pytest.mark.parametrize(
    "damage", [in_page, half, header, another, lambda path: path.write_bytes(b""), lambda path: path.write_text("{}")]
)
def test_a_damaged_ledger_is_refused_and_left_as_it_is(spot: Place, damage: Callable[[Path], object]) -> None:
    spot.filled()

    damage(spot.path)

    assert refusal(spot).code is Code.E_LEDGER_CORRUPT


def looked_through(spot: Place) -> None:
    """Open it as a ledger is that counts as large."""
    with closing(Database(spot.path)) as database:
        require_sound_by_turns(database, small=0)


def test_a_large_ledger_is_looked_through_once_a_day(spot: Place) -> None:
    spot.filled()
    looked_through(spot)
    in_page(spot.path)
    looked_through(spot)

    yesterday = time.time() - 86_401
    os.utime(spot.path.with_name(f"{spot.path.name}.sound"), (yesterday, yesterday))

    with pytest.raises(RestoreState):
        looked_through(spot)


def test_an_empty_file_is_called_empty_and_not_new(spot: Place) -> None:
    spot.path.parent.mkdir(parents=True)
    spot.path.touch()

    with pytest.raises(RestoreState) as caught:
        spot.open()

    assert (caught.value.code, caught.value.params["detail"]) == (Code.E_LEDGER_CORRUPT, "file_empty")


def test_a_newer_ledger_is_refused_and_left_as_it_is(spot: Place) -> None:
    spot.filled()
    with closing(sqlite3.connect(spot.path)) as connection, connection:
        connection.execute("UPDATE companion_schema SET version_num = '0099'")

    assert refusal(spot).code is Code.E_LEDGER_NEWER


def test_an_older_copy_in_the_ledgers_place_is_found_out(spot: Place) -> None:
    spot.filled()
    shutil.copy(spot.path, spot.path.with_name("copy"))
    book = spot.open()
    book.claim(a_permit(1))
    book.close()

    spot.path.with_name("copy").replace(spot.path)

    assert refusal(spot).code is Code.E_LEDGER_ROLLED_BACK


def killed(spot: Place) -> None:
    """Leave the files as a process that was killed after one more claim leaves them."""
    book = spot.open()
    book.claim(a_permit(1))
    folder = spot.path.with_name("kept")
    folder.mkdir()
    for path in (spot.path, *spot.beside.values()):
        shutil.copy(path, folder)
    book.close()
    for path in folder.iterdir():
        path.replace(spot.path.with_name(path.name))


def test_what_only_the_log_holds_is_there_after_a_crash(spot: Place) -> None:
    spot.filled()
    killed(spot)

    book = spot.open()

    assert [claim.state for claim in book.ask.claims()] == [ClaimState.NOT_DONE, ClaimState.OPEN]
    book.close()


def test_a_log_that_was_deleted_while_needed_is_missed(spot: Place) -> None:
    spot.filled()
    killed(spot)

    spot.beside["wal"].unlink()

    error = refusal(spot)
    assert (error.code, error.params["detail"]) == (Code.E_LEDGER_CORRUPT, "ends_without_log")


def test_a_mark_that_lags_behind_is_no_reason_to_refuse(spot: Place) -> None:
    spot.filled(2)
    high = spot.mark.read_text()

    spot.mark.write_text("00000000000000000001\n")
    spot.open().close()

    assert spot.mark.read_text() == high


def test_a_lock_that_somebody_else_holds_is_busy(spot: Place) -> None:
    spot.create()
    book = spot.open(busy=timedelta(milliseconds=20))

    with closing(sqlite3.connect(spot.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TryLater) as caught:
            book.claim(a_permit())
        reads = book.ask.claims()

    assert (caught.value.code, reads) == (Code.E_BUSY, [])
    book.close()


def in_a_small_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.executescript("CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x)")


def in_a_file_for_reading(path: Path) -> None:
    sqlite3.connect(path).execute("CREATE TABLE a (x)").connection.close()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("CREATE TABLE b (x)")


def in_no_folder(path: Path) -> None:
    sqlite3.connect(path / "nowhere")


@pytest.mark.parametrize(
    ("write", "code"),
    [
        (in_a_small_file, Code.E_DISK_FULL),
        (in_a_file_for_reading, Code.E_PERMISSION),
        (in_no_folder, Code.E_PERMISSION),
    ],
)
def test_what_the_host_lacks_is_named(tmp_path: Path, write: Callable[[Path], None], code: Code) -> None:
    with pytest.raises(MendHost) as caught, explained(tmp_path / "db"):
        write(tmp_path / "db")

    assert caught.value.code is code
    assert caught.value.params["path"] == str(tmp_path / "db")


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite://", "postgresql://host/db", "ledger.db", ""])
def test_an_address_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(MendInput) as caught:
        place(url)

    assert caught.value.code is Code.E_CONFIG


def a_later_release(tmp_path: Path, deed: str) -> Release:
    """A release of one more version, whose step is this deed."""
    scripts = shutil.copytree(OURS.scripts, tmp_path / "migrations")
    step = (
        f"from alembic import op\nrevision = '{LATER}'\ndown_revision = '{OURS.version}'\ndef upgrade():\n    {deed}\n"
    )
    (scripts / "versions" / "later.py").write_text(step)
    return Release(LATER, scripts)


def the_first_release(tmp_path: Path) -> Release:
    """Ours, before any step was added to its first tables."""
    scripts = shutil.copytree(OURS.scripts, tmp_path / "first")
    for step in scripts.glob("versions/v000[2-9]_*.py"):
        step.unlink()
    return Release("0001", scripts)


def test_an_older_ledger_is_upgraded_and_a_copy_of_it_kept(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    later = a_later_release(tmp_path, "op.execute('CREATE TABLE more (x)')")

    book = spot.open(release=later)

    assert [claim.state for claim in book.ask.claims()] == [ClaimState.NOT_DONE]
    assert book.ledger.check() == []
    book.close()
    assert refusal(spot).code is Code.E_LEDGER_NEWER
    spot.path.with_name(f"ledger.db.version-{OURS.version}-1").replace(spot.path)
    spot.open().close()


def test_a_ledger_of_the_first_release_is_led_to_ours(spot: Place, tmp_path: Path) -> None:
    private_folder(spot.path.parent)
    with closing(Database(spot.path)) as first:
        upgrade(first, the_first_release(tmp_path))

    book = spot.open()

    assert (book.ask.approvals(), book.ask.handovers(), book.ledger.check()) == ([], [], [])
    book.close()
    assert spot.path.with_name("ledger.db.version-0001-1").exists()


def test_what_was_open_before_an_upgrade_is_settled_after_it(spot: Place, tmp_path: Path) -> None:
    spot.create()
    book = spot.open()
    book.claim(a_permit())
    book.close()

    book = spot.open(release=a_later_release(tmp_path, "op.execute('CREATE TABLE more (x)')"))
    (claim,) = book.ask.claims(unsettled=True)
    after = book.ask.settle(claim, settled(ClaimState.DONE))

    assert (claim.state, after.state, book.ledger.check()) == (ClaimState.OPEN, ClaimState.DONE, [])
    book.close()


def test_an_upgrade_that_breaks_off_leaves_what_was(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    later = a_later_release(tmp_path, "op.execute('DROP TABLE claim'); op.execute('BROKEN')")

    with pytest.raises(CompanionError):
        spot.open(release=later)

    book = spot.open()
    assert book.ledger.check() == []
    assert len(book.ask.claims()) == 1
    book.close()


def test_the_steps_lead_to_exactly_the_tables_that_the_code_uses(spot: Place) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from agent.adapters.ledger_sql import schema

    spot.create()

    with closing(Database(spot.path)) as database, database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE})
        assert compare_metadata(context, schema.metadata) == []


def test_a_backup_is_one_private_file_that_can_be_restored(spot: Place, tmp_path: Path) -> None:
    spot.filled(2)
    book = spot.open()
    book.ledger.backup(tmp_path / "backup.db")
    book.close()

    kept = restore_ledger(spot.url, tmp_path / "backup.db", spot.mark)

    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    assert (tmp_path / "backup.db").read_bytes()[18:20] == b"\1\1"
    assert kept == spot.path.with_name("ledger.db.aside-1")
    book = spot.open()
    assert len(book.ask.claims()) == 2
    book.close()


def test_a_restored_older_copy_is_trusted_from_then_on(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    book = spot.open()
    book.ledger.backup(tmp_path / "backup.db")
    book.claim(a_permit(1))
    book.close()

    restore_ledger(spot.url, tmp_path / "backup.db", spot.mark)

    book = spot.open()
    assert len(book.ask.claims()) == 1
    book.close()


def test_a_damaged_ledger_is_kept_aside_when_a_copy_takes_its_place(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    shutil.copy(spot.path, tmp_path / "copy.db")
    spot.path.write_bytes(b"rubbish")

    kept = restore_ledger(spot.url, tmp_path / "copy.db", spot.mark)

    assert kept is not None
    assert kept.read_bytes() == b"rubbish"
    spot.open().close()


def test_a_ledger_is_restored_where_none_is(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    shutil.move(spot.path, tmp_path / "copy.db")

    kept = restore_ledger(spot.url, tmp_path / "copy.db", spot.mark)

    assert kept is None
    spot.open().close()


def untrue(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE claim SET state = 'open'")


@pytest.mark.parametrize("damage", [in_page, half, header, another, untrue, Path.unlink])
def test_a_copy_that_cannot_be_trusted_takes_nobodys_place(
    spot: Place, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    spot.filled()
    before = spot.path.read_bytes()
    copy = shutil.copy(spot.path, tmp_path / "copy.db")
    damage(Path(copy))

    with pytest.raises(RestoreState):
        restore_ledger(spot.url, tmp_path / "copy.db", spot.mark)

    assert spot.path.read_bytes() == before


def test_nothing_takes_the_place_of_a_ledger_in_use(spot: Place, tmp_path: Path) -> None:
    spot.filled()
    shutil.copy(spot.path, tmp_path / "copy.db")
    book = spot.open()

    with pytest.raises(TryLater) as caught:
        restore_ledger(spot.url, tmp_path / "copy.db", spot.mark)

    assert caught.value.code is Code.E_BUSY
    assert len(book.ask.claims()) == 1
    book.close()


def test_a_backup_never_overwrites(spot: Place) -> None:
    spot.filled()
    book = spot.open()

    with pytest.raises(MendInput):
        book.ledger.backup(spot.path)

    assert len(book.ask.claims()) == 1
    book.close()


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE claim SET concluded = 0",
        "DELETE FROM claim",
        "UPDATE event SET data = replace(data, '0.1', '0.2'), kind = 'settled' WHERE kind = 'claimed'",
        "INSERT INTO budget VALUES ('unlinks', 'shop', 'ever', 3)",
    ],
)
def test_a_projection_that_is_not_what_the_events_say_is_told(spot: Place, lie: str) -> None:
    spot.filled()
    with closing(sqlite3.connect(spot.path)) as connection, connection:
        connection.execute(lie)
    book = spot.open()

    differences = book.ledger.check()

    assert len(differences) >= 1
    book.close()


def test_a_state_folder_that_is_none_is_named(spot: Place) -> None:
    spot.path.parent.parent.mkdir(parents=True)
    spot.path.parent.write_text("a file where a folder should be")

    with pytest.raises(MendHost) as caught:
        spot.create()

    assert caught.value.code is Code.E_PERMISSION


def test_a_backup_is_trusted_where_somebody_simply_copied_it_into_place(spot: Place) -> None:
    spot.filled()
    book = spot.open()
    book.ledger.backup(spot.path.with_name("backup.db"))
    book.close()

    spot.path.with_name("backup.db").replace(spot.path)

    book = spot.open()
    assert spot.path.read_bytes()[18:20] == b"\2\2"
    assert len(book.ask.claims()) == 1
    book.close()
