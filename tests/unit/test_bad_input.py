"""Whatever stands in a file, the answer is one error that names file, line, key and reason, and nothing is started."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from told import told

from agent.domain.roster import Stage
from agent.errors import Code, MendInput
from agent.profile import load_portal
from agent.roster import load_roster
from agent.rulebook import Place, load_rules
from agent.settings import load_settings
from agent.tomlfile import MOST_BYTES, default_folder, find, need, read, search_path
from agent.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.fast

CORPUS = Path(__file__).parent / "corpus"
PLACE = Place("mock", "MX", Stage.STANDARD)


def _rules(path: Path) -> None:
    """Read a rule file that stands in for the shipped one of its name."""
    load_rules((path.parent.parent, default_folder()), PLACE)


READERS: dict[str, Callable[[Path], object]] = {
    "shops": load_roster,
    "companion": lambda path: load_settings(read(path)),
}


def _stored(folder: str) -> list[object]:
    return [pytest.param(path, id=path.stem) for path in sorted((CORPUS / folder).glob("*.toml"))]


def _expected(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()[0].removeprefix("# ").split(" | ")


def _refused(reader: Callable[[Path], object], path: Path) -> MendInput:
    with pytest.raises(MendInput) as caught:
        reader(path)
    return caught.value


@pytest.mark.parametrize("path", _stored("shops"))
def test_a_wrong_roster_is_refused_with_line_key_and_reason(path: Path) -> None:
    line, field, why = _expected(path)

    error = _refused(load_roster, path)

    assert (error.code, error.params["file"]) == (Code.E_CONFIG, str(path))
    assert (error.params["line"], error.params["field"]) == (line, field)
    assert why in told(error)
    assert "secret-sentinel" not in str(error)


@pytest.mark.parametrize("path", _stored("companion"))
def test_wrong_settings_are_refused_with_line_key_and_reason(path: Path) -> None:
    line, field, why = _expected(path)

    error = _refused(READERS["companion"], path)

    assert (error.code, error.params["file"]) == (Code.E_CONFIG, str(path))
    assert (error.params["line"], error.params["field"]) == (line, field)
    assert why in told(error)
    assert "secret-sentinel" not in str(error)


@pytest.mark.parametrize("path", _stored("rules"))
def test_a_wrong_rule_file_is_refused_with_line_key_and_reason(path: Path, tmp_path: Path) -> None:
    line, field, why = _expected(path)
    placed = tmp_path / "rules" / "showcase.toml"
    placed.parent.mkdir()
    placed.write_bytes(path.read_bytes())

    error = _refused(_rules, placed)

    assert (error.params["file"], error.params["line"], error.params["field"]) == (str(placed), line, field)
    assert why in told(error)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*_stored("shops"), *_stored("companion")])
def test_every_reason_is_told_in_every_language(path: Path, language: str) -> None:
    texts = Words.load((), language).texts

    error = _refused(READERS[path.parent.name], path)

    reasons = [why for name, why in error.params.items() if name.startswith("why")]
    assert [one for one in reasons if f"why.{one}" not in texts] == []


def test_a_machine_is_told_each_problem_in_fields_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "companion.toml"
    path.write_text('[waits]\naction_ms = "soon"\nread_tries = 9\n', "utf-8")

    told_apart = _refused(READERS["companion"], path).params

    assert (told_apart["line"], told_apart["field"], told_apart["why"]) == ("2", "waits.action_ms", "int_type")
    assert (told_apart["line_2"], told_apart["field_2"], told_apart["why_2"]) == (
        "3",
        "waits.read_tries",
        "less_than_equal",
    )
    assert told_apart["le_2"] == "3"


PORTALS = {
    "unknown_key": ('name = "mock"', 'name = "mock"\ncolour = "red"', "colour", "unknown"),
    "another_name": ('name = "mock"', 'name = "real"', "name", "file's own name, mock"),
    "verified_in_quotes": ("verified = true", 'verified = "yes"', "verified", "true or false"),
    "prefix_origin": (
        'creator = "http://127.0.0.1:8780"',
        'creator = "http://127.0.0.1:8780/"',
        "origins.creator",
        "exact",
    ),
    "origin_with_user": ("http://127.0.0.1:8780", "http://me@127.0.0.1:8780", "origins.seller", "exact"),
    "plain_http_elsewhere": ("http://127.0.0.1:8780", "http://seller.example.com", "origins.seller", "exact"),
    "upper_case_origin": ("http://127.0.0.1:8780", "https://Seller.example.com", "origins.seller", "exact"),
    "clock_off_loopback": ("others = []", 'others = ["https://x.example.com"]', "clock", "this machine only"),
    "unknown_surface": ('creator = "mobile-web"', 'creator = "fax"', "surfaces.creator", "mobile-web"),
    "surface_of_nobody": ('seller = "web"', 'buyer = "web"', "surfaces.buyer", "unknown"),
    "path_without_slash": ('home = "/homepage"', 'home = "homepage"', "paths.home", "starts with one /"),
    "path_to_another_host": ('home = "/homepage"', 'home = "//evil.example/"', "paths.home", "starts with one /"),
    "path_missing": ('home = "/homepage"', "", "paths.home", "missing"),
    "get_is_no_read": ('"POST /api/v1/seller/shop/switch"', '"GET /x"', "traffic.reads[1]", "not a GET"),
    "unknown_act": ('kind = "bind"', 'kind = "rebind"', "traffic.commits[1].kind", "bind"),
    "unknown_state": ('expired = ["Expired"', 'gone = ["Expired"', "words.gone.[key]", "pending"),
    "word_twice": ('declined = ["Declined"', 'declined = ["Pending"', "words.declined", "second time"),
    "check_twice": ('"Account status is normal"', '"No violation on record"', "checks.no_violation", "second time"),
    "no_challenges": ('  "#TT4B_TSV_Verify_Code_Input",\n', "  3,\n", "challenges[5]", "text in quotes"),
    "role_that_is_none": (
        'role = "heading", en = "Home"',
        'role = "title", en = "Home"',
        "elements.home.heading",
        "title is not an ARIA role",
    ),
    "element_without_place": ("card = { css = ", "card = { en = ", "elements.dialog.card", "needs a role or a css"),
    "element_missing": (
        'send = { role = "button", en = "Send inv',
        '# { role = "button", en = "Send inv',
        "elements.dialog.send",
        "missing",
    ),
    "jump_untold": ("[jump] ", "[speaks2]", "speaks2", "unknown"),
    "jump_without_end": ("lasts_s = 60", "lasts_s = 0", "jump.lasts_s", "greater than 0"),
    "answer_missing": ("timed_out = [", "#", "answers.timed_out", "missing"),
    "answer_twice": ('"{handle} has declined."', '"{handle} has authorized."', "answers.declined", "second time"),
    "leave_untold": ('via = "app"\n', 'via = "web"\n', "traffic.commits", "missing"),
    "app_page_missing": ('app_bind = "/app/settings/bind"', "", "paths.app_bind", "missing"),
    "app_element_missing": ("state = { css = ", "# { css = ", "elements.app_bind.state", "missing"),
    "element_misspelt": ('send = { role = "button"', 'sendit = { role = "button"', "elements.dialog.sendit", "unknown"),
    "way_to_nowhere": (
        "[traffic]",
        '[ways]\nattic = ["shell.menu"]\n[traffic]',
        "ways.attic",
        "no page is called attic",
    ),
    "way_and_address": ("[traffic]", '[ways]\nlinks = ["shell.menu"]\n[traffic]', "ways.links", "an address already"),
    "way_over_nothing": ("[traffic]", '[ways]\nlinks = ["shell.door"]\n[traffic]', "ways.links", "unknown"),
    "base_that_is_none": ('name = "mock"', 'name = "mock"\nbase = "Mock"', "base", "small letters"),
    "base_of_itself": ('name = "mock"', 'name = "mock"\nbase = "mock"', "base", "mock → mock"),
    "base_that_is_nowhere": ('name = "mock"', 'name = "mock"\nbase = "attic"', "base", "no such profile"),
    "element_unknown": (
        "[elements.two_step]",
        '[elements.col2]\nx = { css = "a" }\n[elements.two_step]',
        "elements.col2.x",
        "unknown",
    ),
    "name_in_one_language": (
        'en = "Log in", zh = "登录", es = "Iniciar sesión" }\nuse_email',
        'en = "Log in", es = "Iniciar sesión" }\nuse_email',
        "elements.login.heading",
        "no name in zh",
    ),
    "unknown_part": (
        'error = { role = "alert" }',
        'error = { role = "alert", xpath = "//a" }',
        "elements.login.error",
        "unknown: xpath",
    ),
}


@pytest.mark.parametrize(("old", "new", "field", "why"), PORTALS.values(), ids=PORTALS)
def test_a_wrong_portal_profile_is_refused_with_key_and_reason(
    old: str, new: str, field: str, why: str, tmp_path: Path
) -> None:
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    path = tmp_path / "portals" / "mock.toml"
    path.parent.mkdir()
    path.write_text(text.replace(old, new, 1), "utf-8")

    error = _refused(lambda _: load_portal([tmp_path], "mock"), path)

    assert (error.code, error.params["file"], error.params["field"]) == (Code.E_CONFIG, str(path), field)
    assert why in told(error)


BYTES = {
    "empty": (b"", "empty"),
    "only_a_mark": (b"\xef\xbb\xbf\r\n", "empty"),
    "only_spaces": (b" \t\r\n", "empty"),
    "nul": (b'name = "a\0b"', "NUL"),
    "utf16_little": ('language = "zh"'.encode("utf-16-le").join([b"\xff\xfe", b""]), "UTF-16"),
    "utf16_big": (b"\xfe\xff" + 'language = "zh"'.encode("utf-16-be"), "UTF-16"),
    "utf16_unmarked": ('language = "zh"'.encode("utf-16-le"), "NUL"),
    "utf32": ('language = "zh"'.encode("utf-32"), "UTF-16"),
    "latin1": (b'# caf\xe9\nlanguage = ""', "not UTF-8"),
    "gbk": ("# 店铺".encode("gbk"), "not UTF-8"),
    "surrogate": (b"# \xed\xa0\x80", "not UTF-8"),
    "binary": (bytes(range(1, 256)), "not UTF-8"),
    "lone_returns": (b'language = ""\rlogs = 1\r', "not valid TOML"),
    "deep": (b"a = " + b"[" * 2_000 + b"]" * 2_000, "nested too deeply"),
    "endless_dots": (b"a" + b".a" * 20_000 + b" = 1", "longer than"),
    "endless_number": (b"a = " + b"9" * 6_000, "not valid TOML"),
    "huge": (b"#" * (MOST_BYTES + 1), "over 20 MB"),
    "too_many_lines": (b"#\n" * 300_000, "300000 lines"),
    "long_line": (b"#" * 10_001, "longer than"),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00", "NUL"),
}


@pytest.mark.parametrize(("content", "why"), BYTES.values(), ids=BYTES)
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_bytes_that_are_no_text_are_refused_in_words(
    reader: Callable[[Path], object], content: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "店铺 file.toml"
    path.write_bytes(content)

    error = _refused(reader, path)

    assert (error.code, error.params["file"]) == (Code.E_CONFIG, str(path))
    assert why in told(error)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "shops.toml"
    text = (default_folder() / "shops.toml").read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text)

    roster = load_roster(path)

    assert [shop.region for shop in roster.shops] == ["MX", "GB", "TH"]


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    error = _refused(read, tmp_path)

    assert "it is a folder" in told(error)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    error = _refused(read, tmp_path / "shops.toml")

    assert error.params["why"] == "file_missing"


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    error = _refused(read, tmp_path / ("x" * 5_000))

    assert "it cannot be read" in told(error)


def test_a_chosen_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    error = _refused(search_path, tmp_path / "nowhere")

    assert (error.code, error.params["why"]) == (Code.E_CONFIG, "no_such_folder")


def test_a_file_that_no_folder_has_is_refused_with_where_was_looked(tmp_path: Path) -> None:
    error = _refused(lambda path: need("shops.toml", [path]), tmp_path)

    assert str(tmp_path) in told(error)


def test_files_are_looked_up_one_by_one_in_the_order_of_the_folders(tmp_path: Path) -> None:
    (tmp_path / "companion.toml").write_text("", "utf-8")
    folders = [tmp_path, default_folder()]

    found = [find(name, folders) for name in ("companion.toml", "shops.toml", "other.toml")]

    assert found == [tmp_path / "companion.toml", default_folder() / "shops.toml", None]


def test_a_broken_message_file_of_the_operator_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "messages" / "en.toml"
    path.parent.mkdir()
    path.write_text("[ui]\nshop = 3\n", "utf-8")

    error = _refused(lambda _: Words.load([tmp_path], "en"), path)

    assert (error.params["field"], error.params["why"]) == ("ui.shop", "string_type")
