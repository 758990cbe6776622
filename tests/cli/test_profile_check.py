"""`companion profile check FILE`: a profile's writer learns what is wrong and what is missing, without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.cli.main import run
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast
DRAFT = 'name = "north"\nbase = "mock"\nverified = false\n[elements.dialog]\nsend = { th = "ส่งคำเชิญ" }\n'
SHIPPED = sorted((default_folder() / "portals").glob("*.toml"))


def checked(place: list[str], file: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*place, "--json", "profile", "check", str(file)]) == 0
    return json.loads(capsys.readouterr().out)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "north.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_draft_is_told_with_its_base_and_its_gaps(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = checked(place, written(tmp_path, DRAFT), capsys)

    assert (told["profile"], told["verified"], told["languages"]) == ("north", False, ["en", "es", "th", "zh"])
    assert [Path(one).name for one in told["layers"]] == ["north.toml", "mock.toml"]
    assert {"field": "elements.dialog.next", "why": "no_name", "value": "th"} in told["gaps"]


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_a_person_reads_each_gap_in_words(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    assert run([*place, "--lang", lang, "profile", "check", str(written(tmp_path, DRAFT))]) == 0

    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("north")
    assert lines[1].endswith("mock.toml")
    assert any("elements.dialog.next" in line and "th" in line for line in lines)


def test_what_is_wrong_ends_with_the_code_of_a_configuration(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, DRAFT + '[paths]\nhome = "homepage"\n')

    assert run([*place, "profile", "check", str(path)]) == 3

    assert f"{path}, line 7, paths.home" in capsys.readouterr().err


@pytest.mark.parametrize(
    "file", [one for one in SHIPPED if "origins" in one.read_text("utf-8")], ids=lambda one: one.stem
)
def test_every_shipped_profile_can_be_read(place: list[str], file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = checked(place, file, capsys)

    assert told["verified"] == (file.stem == "mock")
    assert bool(told["gaps"]) != told["verified"]
