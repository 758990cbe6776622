"""A ledger moves from a file to a server whole, compared and once, and the file stays as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fakes import START
from ledger_bench import HOUR, LOGIN, Place, ServerPlace, a_link, a_permit, a_run
from postgres import Server

from agent.adapters.ledger_sql import copy_ledger
from agent.cli.main import run
from agent.domain.identity import AccountId
from agent.domain.ledger import ClaimState
from agent.errors import Code, CompanionError, RestoreState, TryLater
from agent.wiring import House

OPS, SESSION = "login:7480000000000000001", b'{"cookies": ["SECRET"]}'
LATER = START + 2000 * HOUR


class Desk:
    """An operator whose ledger is a file with something of everything in it, and a database on a server."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.here, self.there = folder, Place(folder), ServerPlace(folder, url)
        self.house = House(config=folder, chosen_state=folder / "state")
        self.house.create_state()
        self.house.vault().save(OPS, SESSION)
        with closing(self.here.open()) as book:
            book.pressed(ClaimState.DONE, invitation_id="9001")
            book.claim(a_permit(account=AccountId("7100000000000000202")))
            book.ask.see_links(a_link().shop, [a_link()], complete=True)
            book.ask.record(a_run(note="店铺 \0 \ud800"))
            book.ask.give_back(book.lease)

    def copy(self, *options: str) -> int:
        return run(["--config", str(self.folder), "--state", str(self.folder / "state"), "ledger", "copy", *options])

    def refusal(self, envelopes: dict[str, bytes] | None = None) -> CompanionError:
        with pytest.raises(CompanionError) as caught:
            copy_ledger(self.here.url, self.there.url, LATER, self.here.mark, envelopes or {})
        return caught.value


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Desk:
    return Desk(tmp_path, server.new_database())


def told(place: Place) -> dict[str, Any]:
    """What a ledger answers to its most important questions."""
    with closing(place.open()) as book:
        book.ask.give_back(book.lease)
        claims, events, runs = book.ask.claims(), book.ask.events(), book.ask.runs()
        return {"claims": claims, "events": events, "runs": runs, "links": book.ask.links(a_link().shop)}


def test_everything_is_there_afterwards_and_the_file_is_as_it_was(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.here.path.read_bytes()

    assert desk.copy("--to", desk.there.url, "--json") == 0

    answer = json.loads(capsys.readouterr().out)
    assert (answer["events"], answer["sessions"], answer["before"]) == (5, 1, False)
    assert desk.here.path.read_bytes() == before
    assert told(desk.there) == told(desk.here)
    assert House(config=desk.folder, flags={"ledger.url": desk.there.url}).vault().load(OPS) == SESSION


def test_work_goes_on_where_it_was(desk: Desk) -> None:
    desk.copy("--to", desk.there.url)

    with closing(desk.there.open()) as book:
        assert book.lease.token == 2
        assert not book.claim(a_permit()).first
        assert book.claim(a_permit(account=AccountId("7100000000000000303"))).first
        assert book.ask.events(limit=1)[0].seq == 6
        assert book.ledger.check() == []


def test_who_went_on_in_the_file_afterwards_is_stopped_at_the_server(desk: Desk) -> None:
    desk.copy("--to", desk.there.url)
    with closing(desk.here.open()) as book:
        book.claim(a_permit(account=AccountId("7100000000000000303")))

    with pytest.raises(RestoreState) as caught:
        desk.there.open()

    assert caught.value.code is Code.E_LEDGER_ROLLED_BACK


def test_copied_twice_it_is_there_once(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.copy("--to", desk.there.url)
    capsys.readouterr()

    (desk.folder / "companion.toml").write_text(f'[ledger]\nurl = "{desk.there.url}"\n')
    assert desk.copy("--json") == 0

    assert json.loads(capsys.readouterr().out)["before"] is True


def test_the_person_reads_what_to_do_next(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.copy("--to", desk.there.url) == 0

    read = " ".join(capsys.readouterr().out.split())
    assert f'url = "{desk.there.url}"' in read
    assert "vault.key" in read
    assert "put it away" in read


def test_while_somebody_works_nothing_is_copied(desk: Desk) -> None:
    with closing(desk.here.open()), pytest.raises(TryLater) as caught:
        copy_ledger(desk.here.url, desk.there.url, START, desk.here.mark, {})

    assert (caught.value.params["detail"], caught.value.params["login"]) == ("held_until", LOGIN)
    with pytest.raises(RestoreState):
        desk.there.open()


class Cutting(dict[str, bytes]):
    """Envelopes whose reading breaks the line, when all else is written."""

    def __init__(self, server: Server) -> None:
        super().__init__(one=b"x")
        self._server = server

    def items(self) -> Any:
        self._server.cut_off()
        return super().items()


def test_a_copy_that_is_cut_off_left_nothing_and_begins_anew(server: Server, desk: Desk) -> None:
    assert desk.refusal(Cutting(server)).code is Code.E_BUSY
    with pytest.raises(RestoreState) as caught:
        desk.there.open()

    assert caught.value.code is Code.E_LEDGER_MISSING
    assert desk.copy("--to", desk.there.url) == 0
    assert told(desk.there) == told(desk.here)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE companion.event SET at = replace(at, '2026', '2027') WHERE seq = 2",
        *(
            pytest.param(deed, marks=pytest.mark.heavy)
            for deed in (
                "DELETE FROM companion.event WHERE seq = 5",
                "UPDATE companion.claim SET concluded = NOT concluded",
                "UPDATE companion.lease SET token = 7",
                "DELETE FROM companion.sealed",
            )
        ),
    ],
)
def test_what_is_not_the_same_is_never_called_copied(server: Server, desk: Desk, deed: str) -> None:
    desk.copy("--to", desk.there.url)
    server.told(deed, desk.there.name)

    assert desk.copy("--to", desk.there.url) == 3


def test_a_ledger_that_is_not_right_is_not_copied(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.here.path)) as connection, connection:
        connection.execute("UPDATE claim SET concluded = 1")

    assert desk.refusal().code is Code.E_LEDGER_CORRUPT


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("sqlite:////tmp/other.db", "no other way"),
        ("", "where to?"),
        ("postgresql://desk:open-sesame@127.0.0.1/x", "must hold no password"),
        ("mysql://desk@127.0.0.1/x", "begin with one of"),
    ],
)
def test_other_ways_are_refused(desk: Desk, to: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.copy("--to", to, "--lang", "en") == 2

    read = capsys.readouterr()
    assert said in " ".join(read.err.split())
    assert "sesame" not in read.out + read.err


def test_from_one_server_to_another_it_is_not_our_business(server: Server, desk: Desk) -> None:
    (desk.folder / "companion.toml").write_text(f'[ledger]\nurl = "{desk.there.url}"\n')

    assert desk.copy("--to", server.new_database()) == 2
