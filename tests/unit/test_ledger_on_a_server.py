"""A ledger on a server: lines break, servers stop, passwords are wrong, and still nothing is doubled or lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fakes import UNLINK, FakeClock
from flow_bench import Bench
from ledger_bench import LATER, Book, ServerPlace, a_permit, a_run, settled
from lossy_line import LossyLine
from postgres import Server
from sqlalchemy.exc import DBAPIError
from told import all_that_is_told

from agent.adapters.ledger_sql import open_ledger, restore_ledger
from agent.adapters.ledger_sql.database import Transactions
from agent.adapters.ledger_sql.versions import OURS, Release
from agent.domain.identity import Handle
from agent.domain.ledger import ClaimState
from agent.errors import Code, CompanionError, MendInput, RestoreState, TryLater


@pytest.fixture
def spot(server: Server, tmp_path: Path) -> ServerPlace:
    """A database that has an empty ledger."""
    return ServerPlace(tmp_path, server.new_database("ledger"))


@pytest.fixture
def book(spot: ServerPlace) -> Iterator[Book]:
    with closing(spot.open()) as made:
        yield made
        assert made.ledger.check() == []


class Cutting(FakeClock):
    """A clock that, once it is told to, does something to the line whenever it is asked the time: within a write."""

    def __init__(self) -> None:
        super().__init__()
        self.deed: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        self.deed()
        return super().now()


def test_what_was_written_is_there_when_it_is_opened_again(spot: ServerPlace) -> None:
    spot.filled_again(2)

    with closing(spot.open()) as book:
        assert [claim.state for claim in book.ask.claims()] == [ClaimState.NOT_DONE] * 2
        assert book.ledger.check() == []


def test_a_line_that_broke_between_two_calls_is_not_even_noticed(server: Server, book: Book) -> None:
    book.claim(a_permit())

    assert server.cut_off() == 1

    assert not book.claim(a_permit()).first
    assert len(book.ask.claims()) == 1


def test_a_line_that_breaks_in_the_middle_leaves_nothing_and_the_next_call_works(
    server: Server, spot: ServerPlace
) -> None:
    clock = Cutting()
    with closing(Book(open_ledger(spot.url, clock, spot.mark), clock)) as book:
        clock.deed = server.cut_off

        with pytest.raises(TryLater) as caught:
            book.claim(a_permit())
        clock.deed = lambda: None

        assert (caught.value.code, caught.value.params["detail"]) == (Code.E_BUSY, "connection_lost")
        assert book.ask.claims() == []
        assert book.claim(a_permit()).first


@pytest.mark.heavy
def test_a_restart_of_the_server_costs_no_call(server: Server, book: Book) -> None:
    book.claim(a_permit())

    server.restart()

    assert not book.claim(a_permit()).first


@pytest.mark.heavy
def test_a_server_that_stays_away_is_said_and_found_again(server: Server, book: Book) -> None:
    server.stop()
    try:
        with pytest.raises(TryLater) as caught:
            book.claim(a_permit())
    finally:
        server.start()

    assert caught.value.code is Code.E_BUSY
    assert book.claim(a_permit()).first


def test_a_claim_whose_commit_was_not_answered_never_leads_to_a_press(
    server: Server, spot: ServerPlace, capsys: pytest.CaptureFixture[str]
) -> None:
    line, bench = LossyLine(server.port, b"INSERT INTO claim"), Bench()
    url = spot.url.replace(str(server.port), str(line.port))
    with closing(line), closing(open_ledger(url, bench.clock, spot.mark)) as bench.ledger:
        bench.ready(UNLINK)
        first = bench.run(UNLINK)
        assert (line.lost, first.exit, first.submitted, bench.states()) == (1, 13, "no", ["open"])

        second = bench.run(UNLINK)

    assert (second.exit, bench.portal.clicks) == (20, 0)
    assert "the next run shows whether the last entry was kept" in all_that_is_told(first, capsys)


def test_while_somebody_else_writes_a_claim_waits_and_is_busy_and_a_look_is_not(spot: ServerPlace) -> None:
    with closing(spot.open(busy=timedelta(milliseconds=50))) as book, spot.database().writing():
        with pytest.raises(TryLater) as caught:
            book.claim(a_permit())
        reads = book.ask.claims()

    assert (caught.value.params["detail"], reads) == ("ledger_locked", [])


def test_what_the_server_gave_up_is_never_taken_for_written(spot: ServerPlace) -> None:
    with closing(spot.database()) as database:
        with pytest.raises(TryLater):
            swallowing(database)

        with database.reading() as connection:
            assert connection.exec_driver_sql("SELECT to_regclass('more')").scalar_one() is None


def swallowing(database: Transactions) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE more (x int)")
        with suppress(DBAPIError):
            connection.exec_driver_sql("nonsense")


@pytest.mark.parametrize(
    ("setting", "value"), [("synchronous_commit", "on"), ("idle_in_transaction_session_timeout", "10s")]
)
def test_however_the_database_is_set_a_write_is_durable_and_holds_nobody_up(
    server: Server, spot: ServerPlace, setting: str, value: str
) -> None:
    server.told(f"ALTER DATABASE {spot.name} SET {setting} = {'off' if value == 'on' else '0'}")

    with closing(spot.database()) as database, database.writing() as connection:
        assert connection.exec_driver_sql(f"SHOW {setting}").scalar_one() == value


def why_not(url: str) -> str:
    with pytest.raises(CompanionError) as caught:
        open_ledger(url, FakeClock())
    assert "sesame" not in str(caught.value)
    assert caught.value.params.get("field", "ledger.url") == "ledger.url"
    return f"{caught.value.code} {caught.value.params.get('why') or caught.value.params.get('detail', '')}".strip()


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("desk@", "locked@", "E_CONFIG server_refuses"),
        ("desk@", "nobody@", "E_CONFIG server_refuses"),
        ("/test_", "/nowhere_", "E_CONFIG server_refuses"),
        ("/test_", "/test_?sslmode=never&x=", "E_CONFIG server_refuses"),
        ("127.0.0.1", "no.such.host.invalid", "E_CONFIG server_refuses"),
        ("127.0.0.1:", "127.0.0.1:1", "E_CONFIG server_refuses"),
        ("/test_", "/postgres?x=", "E_CONFIG server_refuses"),
    ],
)
def test_an_address_that_leads_nowhere_is_named(spot: ServerPlace, was: str, becomes: str, said: str) -> None:
    assert why_not(spot.url.replace(was, becomes)) == said


def test_nobody_at_the_address_is_a_reason_to_come_again(server: Server, spot: ServerPlace) -> None:
    assert why_not(spot.url.replace(str(server.port), "9")) == "E_BUSY server_away"


def test_a_password_is_taken_from_libpqs_own_places_and_never_told(
    server: Server, spot: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = spot.url.replace("desk@", "locked@")
    monkeypatch.setenv("PGPASSWORD", "open says me")
    assert why_not(url) == "E_CONFIG server_refuses"

    monkeypatch.setenv("PGPASSWORD", "open sesame")

    assert why_not(url).startswith("E_PERMISSION permission denied")
    server.told("GRANT USAGE ON SCHEMA companion TO locked", spot.name)
    assert why_not(url).startswith("E_PERMISSION permission denied")


def test_without_the_driver_the_words_say_how_to_get_it(spot: ServerPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    assert why_not(spot.url) == "E_CONFIG no_driver"


def test_an_empty_database_is_no_ledger_and_is_not_made_one(server: Server) -> None:
    url = server.new_database()

    assert why_not(url) == "E_LEDGER_MISSING"
    assert why_not(url) == "E_LEDGER_MISSING"


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("ENCODING LATIN1 LOCALE 'C' TEMPLATE template0", "E_CONFIG server_encoding"),
        ("ENCODING SQL_ASCII LOCALE 'C' TEMPLATE template0", "E_CONFIG server_encoding"),
    ],
)
def test_a_database_that_cannot_keep_every_script_is_refused(server: Server, made: str, said: str) -> None:
    name = server.new_database().rpartition("/")[2]
    server.told(f"CREATE DATABASE {name}_other {made}")

    assert why_not(server.url(f"{name}_other")) == said


def test_a_database_for_reading_is_refused(server: Server, spot: ServerPlace) -> None:
    server.told(f"ALTER DATABASE {spot.name} SET default_transaction_read_only = on")

    assert why_not(spot.url) == "E_CONFIG server_read_only"


def test_a_ledger_that_is_there_is_not_created_again(spot: ServerPlace) -> None:
    with pytest.raises(MendInput) as caught:
        spot.create()

    assert caught.value.params["why"] == "ledger_exists"


def test_nothing_of_somebody_elses_is_taken_for_a_ledger(server: Server, tmp_path: Path) -> None:
    spot = ServerPlace(tmp_path, server.new_database())
    theirs = "CREATE SCHEMA companion AUTHORIZATION desk; CREATE TABLE companion.theirs (x int)"
    server.told(theirs, spot.name)

    with pytest.raises(MendInput):
        spot.create()

    assert why_not(spot.url).startswith("E_LEDGER_CORRUPT")


def test_an_older_copy_in_the_ledgers_place_is_found_out(server: Server, spot: ServerPlace) -> None:
    before = server.new_database(spot.name)
    with closing(spot.open()) as book:
        book.claim(a_permit())

    with pytest.raises(RestoreState) as caught:
        open_ledger(before, FakeClock(), spot.mark)

    assert caught.value.code is Code.E_LEDGER_ROLLED_BACK


def test_a_newer_ledger_is_refused_and_left_as_it_is(server: Server, spot: ServerPlace) -> None:
    server.told("UPDATE companion.companion_schema SET version_num = '0099'", spot.name)

    assert why_not(spot.url).startswith("E_LEDGER_NEWER")


def test_an_older_ledger_is_upgraded_whole_or_not_at_all(spot: ServerPlace, tmp_path: Path) -> None:
    scripts = shutil.copytree(OURS.scripts, tmp_path / "migrations")
    steps = f"revision, down_revision = '{LATER}', '{OURS.version}'\ndef upgrade():\n    op.execute('{{}}')\n"
    step = f"from alembic import op\n{steps}"
    later, file = Release(LATER, scripts), scripts / "versions" / "later.py"
    file.write_text(step.format("DROP TABLE claim; nonsense"))
    with pytest.raises(CompanionError):
        spot.open(release=later)
    spot.open().close()

    file.write_text(step.format("CREATE TABLE more (x int)"))
    spot.open(release=later).close()

    assert why_not(spot.url).startswith("E_LEDGER_NEWER")


def test_the_steps_lead_to_exactly_the_tables_that_the_code_uses(spot: ServerPlace) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from agent.adapters.ledger_sql import schema

    with closing(spot.database()) as database, database.reading() as connection:
        options = {"version_table": schema.VERSION_TABLE, "compare_type": False}  # texts have no length on a server
        assert compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata) == []


def test_texts_are_sorted_as_in_a_file_whatever_the_databases_language(server: Server, spot: ServerPlace) -> None:
    sorted_by = "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_schema = 'companion'"

    told = server.told(f"{sorted_by} AND column_name IN ('at', 'shop', 'account', 'due_at')", spot.name)

    assert told == [("C",)]


def test_a_projection_that_is_not_what_the_events_say_is_told(server: Server, spot: ServerPlace) -> None:
    spot.filled_again(1)

    server.told("UPDATE companion.claim SET concluded = false", spot.name)

    with closing(spot.open()) as book:
        assert len(book.ledger.check()) == 1


def test_what_a_page_may_hold_is_kept_as_in_a_file(book: Book) -> None:
    note, handle = "店铺 \0 \ud800 ñ 😀", Handle("h" * 300)
    claim = book.claim(a_permit()).claim

    book.ask.record(a_run(handle=handle, note=note))
    book.ask.settle(claim, settled(ClaimState.UNKNOWN, invitation_id="9" * 300), note)

    (run,), (kept,) = book.ask.runs(), book.ask.claims()
    assert (run.handle, run.detail["note"]) == (handle, note)
    assert (kept.invitation_id, kept.note) == ("9" * 300, "店铺 \\x00 \\ud800 ñ 😀")


def test_copies_are_the_servers_own_business(book: Book, spot: ServerPlace, tmp_path: Path) -> None:
    with pytest.raises(MendInput) as backed_up:
        book.ledger.backup(tmp_path / "copy.db")
    with pytest.raises(MendInput) as restored:
        restore_ledger(spot.url, tmp_path / "copy.db", spot.mark)

    assert (backed_up.value.params["why"], restored.value.params["why"]) == ("pg_dump", "pg_restore")


@pytest.mark.heavy
def test_who_stands_still_in_the_middle_is_cut_off_and_others_go_on(spot: ServerPlace) -> None:
    with closing(spot.database()) as still, closing(spot.open(busy=timedelta(seconds=20))) as book:
        with pytest.raises(TryLater):
            standing_still(still, meanwhile=lambda: book.claim(a_permit()))

        assert not book.claim(a_permit()).first


def standing_still(database: Transactions, meanwhile: Callable[[], object]) -> None:
    with database.writing():
        meanwhile()
