"""The risks of a real portal are accepted by a named person, while they mean the same, until somebody withdraws."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from agent import words as said
from agent.cli.main import run
from agent.errors import EXIT, Code
from agent.tomlfile import default_folder
from agent.words import LANGUAGES, risks

pytestmark = pytest.mark.fast
SHOP = "Casa Aurora MX"
# Who changes a text decides: the same meaning keeps the version and pins the new words here; another one gets the next.
PINNED = {
    "1": {
        "zh": "523ad624a716c036",
        "en": "8f7bbe367fac3a50",
        "es": "6ae209306d9e578d",
    },
}


def asked(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run([*argv, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_are_one_version_and_a_change_of_words_is_a_decision(language: str) -> None:
    text = risks(language)

    assert text.version == risks("en").version == max(PINNED)
    assert text.text_hash[:16] == PINNED[text.version][language]


def test_an_acceptance_is_kept_with_name_date_language_and_hash(
    far: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked(capsys, *far, "--lang", "zh", "accept-risks", "--by", " 李伟 ")

    kept = asked(capsys, *far, "--lang", "en", "accept-risks", "--show")

    assert (kept["accepted"]["by"], kept["accepted"]["language"], kept["in_force"]) == ("李伟", "zh", True)
    assert kept["accepted"]["text_hash"] == sha256(risks("zh").text.encode()).hexdigest()
    assert kept["risks"] == risks("en").text


def test_another_meaning_is_asked_for_again_and_says_who_had_accepted(
    accepted: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later" / "messages"
    later.mkdir(parents=True)
    for path in (default_folder() / "messages").iterdir():
        text = path.read_text("utf-8").replace('[risks]\nversion = "1"', '[risks]\nversion = "2"')
        (later / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(said, "default_folder", lambda: later.parent)

    assert run([*accepted, "--lang", "en", "check", SHOP]) == EXIT[Code.G_RISKS_NOT_ACCEPTED]

    assert "since Ana accepted it" in capsys.readouterr().err
    assert asked(capsys, *accepted, "accept-risks", "--show")["in_force"] is False


def test_an_operators_own_words_do_not_change_what_is_accepted(
    far: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(far[1], "messages")
    own.mkdir()
    (own / "en.toml").write_text('[risks]\ntext = "none at all"\nversion = "9"\n', "utf-8")

    kept = asked(capsys, *far, "--lang", "en", "accept-risks", "--by", "Ana")

    assert (kept["risks"], kept["accepted"]["version"]) == (risks("en").text, risks("en").version)


def test_what_was_accepted_is_taken_back_with_a_reason(accepted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(capsys, *accepted, "accept-risks", "--withdraw", "--by", "Mei", "--reason", "a new owner")

    assert (told["outcome"], told["withdrawn_by"]) == ("DONE", "Mei")
    assert run([*accepted, "check", SHOP]) == EXIT[Code.G_RISKS_NOT_ACCEPTED]
    again = asked(capsys, *accepted, "accept-risks", "--withdraw", "--by", "Mei", "--reason", "x")
    assert again["outcome"] == "NOTHING_TO_DO"


@pytest.mark.parametrize("missing", [["--withdraw"], ["--withdraw", "--by", "Mei"], ["--show", "--withdraw"]])
def test_nobody_takes_back_without_a_name_and_a_reason(accepted: list[str], missing: list[str]) -> None:
    assert run([*accepted, "accept-risks", *missing]) == EXIT[Code.E_USAGE]
