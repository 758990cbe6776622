"""Captions are compared with lists of words as a person reads them, whatever signs they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agent.domain.content_audit import Objection
from agent.domain.screening import WordList, folded, found
from agent.errors import Code, MendInput
from agent.tomlfile import default_folder
from agent.wordlists import load_words

pytestmark = pytest.mark.fast
RULE = {"en": "No claims", "zh": "禁止宣称", "es": "Sin promesas"}


def a_list(*words: str, markets: frozenset[str] = frozenset()) -> WordList:
    return WordList("en/test", "en", Objection.FALSE_ADVERTISING, RULE, markets, words)


@pytest.mark.parametrize(
    ("word", "text", "passage"),
    [
        ("the best", "It is THE  BEST pan", "THE  BEST"),
        ("the best", "#thebest", "thebest"),
        ("miracle cure", "a mi\u200brac\u00adle-cure", "mi\u200brac\u00adle-cure"),
        ("miracle", "ＭＩＲＡＣＬＥ!", "ＭＩＲＡＣＬＥ"),  # noqa: RUF001 - full width is what it is about
        ("miracle", "\u2133iracle", "\u2133iracle"),
        ("straße", "STRASSE", "STRASSE"),
        ("réplica", "re\u0301plica", "re\u0301plica"),
        ("whatsapp", "加WhatsApp吧", "WhatsApp"),
        ("第一品牌", "全球第一品牌锅", "第一品牌"),
        ("加V", "加ｖ领券", "加ｖ"),
        ("ดีที่สุด", "กระทะดีที่สุดในโลก", "ดีที่สุด"),
        ("tốt nhất", "chảo tốt nhất", "tốt nhất"),
        ("100%", "ได้ผล１００％", "１００％"),  # noqa: RUF001 - as above
    ],
)
def test_a_word_is_found_however_it_is_written(word: str, text: str, passage: str) -> None:
    assert [hit.passage for hit in found(text, [a_list(word)])] == [passage]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("cures", "manicures"),
        ("cura", "curandero"),
        ("the best", "bathe bestow"),
        ("tốt nhất", "tốt nhấtx"),
        ("replica", "réplica"),
        ("heals", "heals2"),
    ],
)
def test_a_word_of_a_script_with_spaces_is_found_whole_only(word: str, text: str) -> None:
    assert found(text, [a_list(word)]) == []


def test_of_two_words_the_longer_one_is_told() -> None:
    hits = found("the best pan ever", [a_list("the best", "the best pan")])

    assert [hit.passage for hit in hits] == ["the best pan"]


def test_a_list_holds_in_its_markets() -> None:
    one = a_list("x", markets=frozenset({"MX"}))

    assert (one.holds("MX"), one.holds("GB"), one.holds("")) == (True, False, True)


@given(some.text(), some.text())
def test_what_is_told_stands_there(before: str, after: str) -> None:
    text = f"{before} 第一品牌 {after}"

    hits = found(text, [a_list("第一品牌", "the best")])

    assert hits
    assert all(text[hit.start : hit.end] == hit.passage for hit in hits)


@given(some.text())
def test_every_folded_letter_has_its_place(text: str) -> None:
    own = folded(text)

    assert len(own.text) == len(own.places)
    assert list(own.places) == sorted(own.places)


def test_the_lists_that_come_with_it_can_be_read_and_find_their_own_words() -> None:
    lists = load_words((default_folder(),))

    assert {one.language for one in lists} == {"en", "zh", "es", "pt", "th", "vi"}
    assert [(one.name, word) for one in lists for word in one.words if not found(word, [one])] == []
    assert {one.objection for one in lists} == set(Objection)


def test_a_file_of_the_operators_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text(_file('"mine"'), encoding="utf-8")

    own = [one for one in load_words((tmp_path, default_folder())) if one.language == "en"]

    assert [one.words for one in own] == [("mine",)]


def _file(words: str, head: str = 'language = "en"') -> str:
    rule = 'rule = { en = "r", zh = "r", es = "r" }'
    return f'{head}\n[[list]]\nname = "one"\nobjection = "other"\n{rule}\nwords = [\n{words},\n]\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (_file('"good",\n"\u200b"'), 6),
        (_file('"good",\n"Good"'), 6),
        (_file('"good",\n7'), 6),
        (_file('"good"').replace("other", "heresy"), 4),
        (_file('"good"', "language = 5"), 1),
        (_file('"good"') + "rules = 1\n", 9),
        (_file('"good'), 7),
    ],
)
def test_a_bad_list_is_refused_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text(text, encoding="utf-8")

    with pytest.raises(MendInput) as refused:
        load_words((tmp_path,))

    assert refused.value.code is Code.E_CONFIG
    assert str(refused.value.params["line"]) == str(line)
