"""A machine that refuses: no rights, no room, no terminal, no UTF-8; exit 4 and three lines, or no harm at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from limits import NO_OVERRULING, companion, on_a_disk_for_reading, on_a_full_disk, within

from agent.errors import EXIT, Code

SHOP = "Casa Aurora MX"
WRITES = (
    ["accept-risks", "--by", "Ana"],
    ["rules", "choose", SHOP, "channel_slots", "3", "--by", "Ana", "--reason", "careful"],
    ["vault", "rotate"],
    ["status"],
)
each_write = pytest.mark.parametrize("words", WRITES, ids=lambda words: str(words[0]))


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def shut(path: Path) -> None:
    path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


@pytest.fixture
def read_only(place: list[str]) -> Iterator[Path]:
    """The operator's state, in which nobody may write until the test is over."""
    state = Path(place[3])
    paths = [state, *state.rglob("*")]
    for path in paths:
        shut(path)
    yield state
    for path in paths:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


@pytest.mark.sample(1)
@each_write
def test_a_state_that_may_not_be_written_is_told_and_stays_as_it_is(
    place: list[str], read_only: Path, words: list[str]
) -> None:
    before = content(read_only)

    ended = companion([*place, *words, "--json"], NO_OVERRULING)

    told = json.loads(ended.stderr)
    assert (told["code"], told["submitted"], ended.returncode) == (Code.E_PERMISSION, "no", EXIT[Code.E_PERMISSION])
    assert content(read_only) == before


def test_init_on_a_disk_for_reading_makes_nothing(place: list[str], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    ended = on_a_disk_for_reading([*place[:2], "--state", str(disk / "state"), "init"], disk)

    assert (ended.returncode, "may not be written" in ended.stderr, ended.stdout) == (4, True, "")
    assert len(ended.stderr.splitlines()) <= 3


def test_init_on_a_full_disk_is_told(place: list[str], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    ended = on_a_full_disk([*place[:2], "--state", str(disk / "state"), "init"], disk)

    assert (ended.returncode, ended.stderr.partition(":")[0], ended.stdout) == (4, "The disk is full", "")
    assert len(ended.stderr.splitlines()) <= 3


@pytest.mark.sample(1)
@pytest.mark.parametrize("room", [1, 20_000, 60_000])
def test_init_without_room_leaves_no_half_a_ledger(place: list[str], tmp_path: Path, room: int) -> None:
    state = tmp_path / "new"

    ended = within([*place[:2], "--state", str(state), "init"], file_bytes=room)

    assert (ended.returncode, content(state)) == (4, {})
    assert companion([*place[:2], "--state", str(state), "init"]).returncode == 0


def test_init_without_room_for_the_examples_leaves_no_half_of_one(place: list[str]) -> None:
    shutil.rmtree(place[1])

    ended = within([*place, "init"], file_bytes=3_000)

    assert ended.returncode == 4
    assert not (Path(place[1]) / "shops.toml").exists()
    assert companion([*place, "init"]).returncode == companion([*place, "status"]).returncode == 0


@pytest.mark.sample(1)
@each_write
def test_a_ledger_without_room_is_told_and_stays_whole(place: list[str], words: list[str]) -> None:
    ended = within([*place, *words], file_bytes=10)

    assert (ended.returncode, "Traceback" in ended.stderr) == (4, False)
    assert companion([*place, "ledger", "check"]).returncode == 0


@pytest.mark.sample(1)
@pytest.mark.parametrize("words", [["status"], ["config", "show"], ["--help"]])
def test_an_answer_that_finds_no_room_is_not_passed_over(place: list[str], words: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = companion([*place, *words], stdout=full)

    assert (ended.returncode, ended.stderr.partition(":")[0]) == (4, "The disk is full")
    assert len(ended.stderr.splitlines()) <= 3


@pytest.mark.sample(4)
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("words", "exit_"), [(["status"], 0), (["status", "No Such Shop"], 3), (["accept-risks"], 35)])
def test_without_a_terminal_or_any_stream_the_exit_code_is_the_same(
    place: list[str], closed: str, words: list[str], exit_: int
) -> None:
    ended = companion([*place, *words], ["sh", "-c", f'exec "$0" "$@" {closed}'])

    assert (ended.returncode, "Traceback" in ended.stderr) == (exit_, False)


def test_a_state_folder_that_is_not_there_is_not_made(place: list[str], tmp_path: Path) -> None:
    ended = companion([*place[:2], "--state", str(tmp_path / "nowhere"), "status"])

    assert (ended.returncode, len(ended.stderr.splitlines()) <= 3) == (5, True)
    assert not (tmp_path / "nowhere").exists()


PLAIN = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.sample(1)
@pytest.mark.parametrize("words", [["status"], ["rules", "list", SHOP], ["ledger", "check"]])
def test_chinese_is_told_in_utf8_where_the_system_knows_only_ascii(place: list[str], words: list[str]) -> None:
    plain, usual = (companion([*place, "--lang", "zh", *words], env=os.environ | more) for more in (PLAIN, {}))

    assert (plain.returncode, plain.stdout) == (0, usual.stdout)
    assert any(ord(letter) > 0x4E00 for letter in plain.stdout)


def test_a_backup_goes_to_a_place_with_chinese_and_spaces(place: list[str], tmp_path: Path) -> None:
    copy = tmp_path / "备份 of today" / "账本.db"
    copy.parent.mkdir()

    ended = companion([*place, "ledger", "backup", str(copy)], env=os.environ | PLAIN)

    assert (ended.returncode, copy.stat().st_size > 0) == (0, True), ended.stderr
