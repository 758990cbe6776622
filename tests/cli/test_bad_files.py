"""Files as editors, spreadsheets and accidents leave them: exit 3 and three lines that name the file, or no harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from limits import within

from agent.cli.main import run
from agent.errors import Code
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

ROSTER = (default_folder() / "shops.toml").read_text("utf-8")
SETTINGS = "language = 'en'\n"


def swap(old: str, new: str) -> bytes:
    assert old in ROSTER
    return ROSTER.replace(old, new, 1).encode()


ROSTERS = {
    "unknown key": swap('region = "MX"', 'region = "MX"\ncolour = "red"'),
    "unknown table": f"{ROSTER}\n[warehouse]\nid = 1\n".encode(),
    "number for an id": swap('id = "7495000000000000011"', "id = 7495000000000000011"),
    "text for a list": swap('countries = ["HK", "CN"]', 'countries = "HK"'),
    "key missing": swap('zone = "America/Mexico_City"\n', ""),
    "shop id twice": swap("7495000000000000022", "7495000000000000011"),
    "login of nobody": swap('login = "7480000000000000001"', 'login = "7480000000000000009"'),
    "unknown region": swap('region = "MX"', 'region = "XX"'),
    "unknown zone": swap("America/Mexico_City", "America/Aurora"),
    "handle with a space": swap('"cocina.conluz"', '"cocina conluz"'),
    "handle in another script": swap('"cocina.conluz"', '"cocina.conl\u0446z"'),
    "handle with an unseen sign": swap('"cocina.conluz"', '"cocina\u200b.conluz"'),
    "handle twice": swap('"hogar_bonito.mx"', '"cocina.conluz"'),
    "no portal of that name": swap('portal = "mock"', 'portal = "../mock"'),
    "quote left open": swap('"Casa Aurora MX"', '"Casa Aurora MX'),
    "merge conflict": f"<<<<<<< ours\n{ROSTER}".encode(),
    "NUL": swap("Casa Aurora MX", "Casa\0Aurora"),
    "UTF-16": ROSTER.encode("utf-16"),
    "GBK": f"# 店铺\n{ROSTER}".encode("gb18030"),
    "empty": b"",
    "mark alone": b"\xef\xbb\xbf\r\n",
    "a spreadsheet": b"PK\x03\x04\x14\x00\x06\x00",
    "comma-separated": b"handle,shop\nalice.home,Casa Aurora MX\n",
}
SETTINGS_FILES = {
    "unknown key": b"colour = 'red'\n",
    "wrong type": b"[evidence]\nretention_days = 'ninety'\n",
    "not to be had": b"[waits]\nread_tries = 100\n",
    "UTF-16": SETTINGS.encode("utf-16"),
    "empty": b"",
    "a password in the address": b"[ledger]\nurl = 'postgresql://me:secret-sentinel@host/db'\n",
}
COMMANDS = (["status"], ["bind", "Casa Aurora MX", "cocina.conluz"], ["check", "Casa Aurora MX"])
Ends = Callable[[str, bytes, list[str]], str]


@pytest.fixture
def ends(place: list[str], capsys: pytest.CaptureFixture[str]) -> Ends:
    """Put a file in place, run a command that must end with exit 3, and answer the few lines that it said."""

    def work(name: str, content: bytes, words: list[str]) -> str:
        Path(place[1], name).write_bytes(content)
        assert run([*place, "--lang", "en", *words]) == 3
        told = capsys.readouterr()
        assert (told.out, len(told.err.splitlines()) <= 3) == ("", True)
        return told.err

    return work


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: str(words[0]))
@pytest.mark.parametrize("content", ROSTERS.values(), ids=ROSTERS)
def test_a_wrong_roster_stops_every_command(ends: Ends, content: bytes, words: list[str]) -> None:
    told = ends("shops.toml", content, words)

    assert "shops.toml" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("content", SETTINGS_FILES.values(), ids=SETTINGS_FILES)
def test_wrong_settings_stop_a_command(ends: Ends, content: bytes) -> None:
    told = ends("companion.toml", content, ["status"])

    assert "companion.toml" in told
    assert "Traceback" not in told
    assert "secret-sentinel" not in told


def test_a_missing_roster_names_where_it_was_looked_for(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(place[1], "shops.toml").unlink()

    assert run([*place, "status"]) == 3
    assert place[1] in capsys.readouterr().err


def test_a_machine_is_told_file_line_and_field(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(place[1], "shops.toml").write_bytes(ROSTERS["unknown region"])

    run([*place, "status", "--json"])

    told = json.loads(capsys.readouterr().err)
    assert told["code"] == Code.E_CONFIG
    assert (told["submitted"], told["details"]["field"]) == ("no", "shop[1].region")
    assert ROSTER.splitlines()[int(told["details"]["line"]) - 1] == 'region = "MX"'


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_an_editor_of_another_system_does_no_harm(place: list[str], mark: bytes) -> None:
    Path(place[1], "shops.toml").write_bytes(mark + ROSTER.replace("\n", "\r\n").encode())

    assert run([*place, "status"]) == 0


ONE_MORE = ROSTER[ROSTER.index("[[shop]]") : ROSTER.index("[[shop.account]]")]
ONE_MORE = ONE_MORE.replace("7495000000000000011", "7495000000000000044").replace("Casa Aurora MX", "Casa Luna MX")


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("head", "row", "exit_"),
    [
        ("many = [", "%d,\n", 3),
        ("", "# %d\n", 0),
        (f"{ONE_MORE}account = [", '{ handle = "maker.%d" },\n', 0),
        (f"{ONE_MORE}account = [", '{ handle = "maker %d" },\n', 3),
        ("", '[[shop.account]]\nhandle = "maker.%d"\n', 3),
    ],
    ids=["numbers", "comments", "accounts", "wrong accounts", "more lines than are read"],
)
def test_a_hundred_thousand_rows_are_answered_within_bounds(place: list[str], head: str, row: str, exit_: int) -> None:
    rows = "".join(row % number for number in range(99_000))
    Path(place[1], "shops.toml").write_text(ROSTER + head + rows + "]" * bool(head), "utf-8")

    ended = within([*place, "status"], seconds=60, megabytes=1024)

    assert ended.returncode == exit_, ended.stderr
    assert (len(ended.stderr.splitlines()) <= 3, "Traceback" in ended.stderr) == (True, False)
