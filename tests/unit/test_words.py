"""Every word is there in three languages, asks for the same values, and never fails to be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.domain.ledger import ClaimState, InvitationState, LinkState, Outcome
from agent.domain.reason import Reason
from agent.domain.roster import Stage
from agent.domain.rules import Trust
from agent.domain.verdict import Effect
from agent.errors import EXIT, Code, Submitted
from agent.guards import judge
from agent.rulebook import Place, all_rules, load_rules
from agent.tomlfile import default_folder
from agent.words import LANGUAGES, Words, placeholders

pytestmark = pytest.mark.fast

ALL = {language: Words.load((), language) for language in LANGUAGES}
RULES = all_rules(load_rules([default_folder()], Place("mock", "MX", Stage.STANDARD)))
GUARDS = {guard.__name__ for guard in (*judge.BIND, *judge.UNLINK, *judge.SHOWCASE)}
REPOSITORY = Path(__file__).parents[2]

WANTED = {
    *(f"error.{code}.{part}" for code in Code for part in ("what", "state", "next")),
    *(f"reason.{reason}.{part}" for reason in Reason for part in ("name", "why", "next")),
    *(f"outcome.{outcome}" for outcome in Outcome),
    *(f"rule.{rule.name}.name" for rule in RULES),
    *(f"guard.{name}" for name in GUARDS),
    *(f"link.{state}" for state in LinkState),
    *(f"invitation.{state}" for state in InvitationState),
    *(f"claim.{state}" for state in ClaimState),
    *(f"trust.{trust}" for trust in Trust),
    *(f"stage.{stage}" for stage in Stage),
    *(f"submitted.{one}" for one in Submitted),
    *(f"ui.{effect}" for effect in Effect),
    *(f"risks.{part}" for part in ("title", "text", "ask", "accepted")),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words(language: str) -> None:
    missing = sorted(key for key in WANTED if not ALL[language].texts.get(key))

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_code_names_has_words(language: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in (REPOSITORY / "agent").rglob("*.py"))

    named = set(re.findall(r"""["']((?:ui|risks|step)\.[a-z_]+)["']""", code))
    heads = re.findall(r"ui\.\{key\}.*? for key in \((.*)", code)
    columns = {f"ui.{name}" for line in heads for name in re.findall(r'"([a-z_]+)"', line)}
    assert sorted((named | columns) - ALL[language].texts.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_languages_say_the_same_things(language: str) -> None:
    asked = {key: placeholders(text) for key, text in ALL[language].texts.items()}

    assert asked == {key: placeholders(text) for key, text in ALL["en"].texts.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_error_is_longer_than_three_lines(language: str) -> None:
    errors = [text for key, text in ALL[language].texts.items() if key.startswith(("error.", "reason."))]

    assert [text for text in errors if "\n" in text or len(text) > 300] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_are_asides_or_names_of_settings(language: str) -> None:
    told = [ALL[language](key) for key in sorted(ALL[language].texts)]

    assert [text for text in told if re.search(r"\[(?!browser\])|\{|(?<!browser)\]", text)] == []


def test_chinese_uses_the_words_of_its_operators() -> None:
    text = "".join(ALL["zh"].texts.values())

    assert all(word in text for word in ("渠道账号", "橱窗", "解绑", "合规信用分", "卖家中心", "达人"))


def test_values_are_filled_in() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="shops.toml", line=7, field="shop[1].id", why="is missing")

    assert told == "The configuration is wrong: shops.toml, line 7, shop[1].id: is missing."


def test_an_aside_without_its_value_vanishes() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="shops.toml", line="?", why="the file is empty")

    assert told == "The configuration is wrong: shops.toml: the file is empty."


def test_a_value_with_braces_and_brackets_is_only_data() -> None:
    told = ALL["en"]("error.E_USAGE.what", detail="[{path}] {0} {why.__class__}")

    assert told == "The command line is not understood: [{path}] {0} {why.__class__}."


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert ALL["en"]("ui.nowhere") == "ui.nowhere"


def test_an_operators_own_file_replaces_single_texts(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "es.toml").write_text('[ui]\nshop = "Local"\n', "utf-8")

    words = Words.load([tmp_path], "es")

    assert (words("ui.shop"), words("ui.account")) == ("Local", "Cuenta")


def test_every_code_has_its_entry_and_its_anchor_in_the_errors_page() -> None:
    rows = (REPOSITORY / "docs" / "errors.md").read_text("utf-8").splitlines()

    for code in Code:
        row = next(row for row in rows if f'<a id="{code.lower()}"></a>`{code}`' in row)
        assert row.startswith(f"| {EXIT[code]} | ")


def test_the_errors_page_orders_batches_as_the_code_does() -> None:
    text = " ".join((REPOSITORY / "docs" / "errors.md").read_text("utf-8").split())

    order = "5, 1, 21, 20, 26, 22, 23, 25, 24, 4, 3, 2, 34, 30, 36, 32, 33, 31, 35, 37, 38, 39"
    assert order in text
