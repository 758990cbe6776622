"""`companion roster`: a template to fill in, a table taken into shops.toml after a yes, and all of it written out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from agent.cli.main import run
from agent.errors import Code, MendInput
from agent.roster import load_roster
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast
EXAMPLE = (default_folder() / "shops.toml").read_bytes()
NEW = "店铺,用户名,账号定位,自有账号\nCasa Aurora MX,new.one,家居好物,是\nCasa Aurora MX,@tech.rafa,gadgets,\n"
WRONG = "Shop,Handle\n" + "Casa,x y\n" * 30


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table of accounts, from a Chinese spreadsheet."""
    path = tmp_path / "账号.csv"
    path.write_bytes(NEW.encode("gb18030"))
    return path


def own(place: list[str]) -> Path:
    return Path(place[1]) / "shops.toml"


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """A person is there and will type these lines."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(("lang", "sheets"), [("zh", "账号"), ("en", "Accounts"), ("es", "Cuentas")])
def test_a_template_is_text_with_drop_downs_in_the_language_of_the_call(
    place: list[str], tmp_path: Path, lang: str, sheets: str
) -> None:
    assert run([*place, "--lang", lang, "roster", "template", str(tmp_path / "t.xlsx")]) == 0

    book = load_workbook(tmp_path / "t.xlsx")
    page = book[sheets]
    assert (len(book.worksheets), page.max_row) == (4, 1)
    assert {one.number_format for name, one in page.column_dimensions.items() if name != "L"} == {"@"}
    assert sorted(str(one.sqref)[0] for one in page.data_validations.dataValidation) == ["G", "H", "K"]


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
@pytest.mark.parametrize("words", [["t.xlsx"], ["t.csv"], ["t.csv", "--table", "logins"]])
def test_an_empty_template_changes_nothing(
    place: list[str], capsys: pytest.CaptureFixture[str], lang: str, words: list[str]
) -> None:
    assert run([*place, "--lang", lang, "roster", "template", *words]) == 0
    capsys.readouterr()

    assert run([*place, "--json", "roster", "import", words[0]]) == 0

    answer = told(capsys)
    assert (answer["outcome"], answer["unread"], answer["changes"]) == ("NOTHING_TO_DO", [], [])


@pytest.mark.parametrize("words", [["all.xlsx"], ["a.csv"], ["a.csv", "--table", "shops"]])
def test_what_is_exported_changes_nothing_when_it_is_imported(
    place: list[str], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run([*place, "--lang", "es", "roster", "export", *words]) == 0
    capsys.readouterr()

    assert run([*place, "--lang", "zh", "--json", "roster", "import", words[0]]) == 0

    answer = told(capsys)
    assert (answer["outcome"], answer["left"]) == ("NOTHING_TO_DO", [])
    assert own(place).read_bytes() == EXAMPLE


def test_a_file_that_is_there_is_never_replaced_by_an_export(
    place: list[str], table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "--lang", "en", "roster", "export", str(table)]) == 3

    assert "it exists already" in capsys.readouterr().err
    assert table.read_bytes() == NEW.encode("gb18030")


def test_a_table_that_is_neither_is_refused(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "--lang", "en", "roster", "export", "all.ods"]) == 2

    assert ".xlsx or .csv" in capsys.readouterr().err


def test_a_rehearsal_shows_the_difference_in_words_and_writes_nothing(
    place: list[str], table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "--lang", "en", "roster", "import", str(table), "--dry-run"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["new: Casa Aurora MX · @new.one", "  Position: 家居好物", "  Consent: Owned yes"]
    assert "@tech.rafa: Position: gadgets; tried out for kitchen electronics → gadgets" in lines[3]
    assert lines[4].startswith("Not in the file, left as they are (12): Casa Aurora MX · @cocina.conluz, ")
    assert (own(place).read_bytes(), len(list(Path(place[1]).glob("shops*")))) == (EXAMPLE, 1)


def test_where_nobody_can_be_asked_it_needs_a_word(
    place: list[str], table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch, "y")

    assert run([*place, "--lang", "en", "--no-input", "roster", "import", str(table)]) == 35

    assert "--yes" in capsys.readouterr().err
    assert own(place).read_bytes() == EXAMPLE


@pytest.mark.parametrize("answer", ["", "n", "yess"])
def test_without_a_yes_nothing_is_written(
    place: list[str],
    table: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    at_a_terminal(monkeypatch, answer)

    assert run([*place, "--lang", "en", "roster", "import", str(table)]) == 0

    assert capsys.readouterr().out == "Nothing was written.\n"
    assert own(place).read_bytes() == EXAMPLE


def test_after_a_yes_it_is_written_and_the_file_as_it_was_is_kept(
    place: list[str], table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_a_terminal(monkeypatch, "y")

    assert run([*place, "--lang", "en", "roster", "import", str(table)]) == 0

    said, (kept,) = capsys.readouterr(), Path(place[1]).glob("shops.toml.before-*")
    assert "new: Casa Aurora MX · @new.one" in said.err
    assert said.out == f"Written: {own(place)}. The file as it was: {kept}\n"
    assert (kept.read_bytes(), own(place).stat().st_mode & 0o777) == (EXAMPLE, 0o600)
    assert [one.handle for one in load_roster(own(place)).shops[0].accounts][-1] == "new.one"


def test_an_object_tells_what_was_changed(place: list[str], table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "--json", "roster", "import", str(table), "--yes"]) == 0

    answer = told(capsys)
    assert (answer["outcome"], answer["written"]) == ("DONE", str(own(place)))
    assert answer["changes"][1] == {
        "table": "accounts",
        "name": "Casa Aurora MX",
        "handle": "tech.rafa",
        "field": "position",
        "before": "gadgets; tried out for kitchen electronics",
        "after": "gadgets",
    }


def test_a_link_to_the_file_stays_one(place: list[str], table: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    own(place).rename(real)
    own(place).symlink_to(real)

    assert run([*place, "roster", "import", str(table), "--yes"]) == 0

    assert own(place).is_symlink()
    assert b"new.one" in real.read_bytes()


def test_somebody_elses_change_meanwhile_is_not_overwritten(
    place: list[str], table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Slow(io.StringIO):
        def isatty(self) -> bool:
            return True

        def readline(self, *_: Any) -> str:
            own(place).write_bytes(EXAMPLE + b"# theirs\n")
            return "y\n"

    monkeypatch.setattr(sys, "stdin", Slow())
    assert run([*place, "--lang", "en", "roster", "import", str(table)]) == 3

    assert "somebody changed it meanwhile" in capsys.readouterr().err
    assert own(place).read_bytes().endswith(b"# theirs\n")


@pytest.mark.parametrize("lang", ["zh", "en", "es"])
def test_twenty_wrong_cells_are_shown_and_the_rest_is_counted(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    (tmp_path / "wrong.csv").write_text(WRONG, "utf-8")

    assert run([*place, "--lang", lang, "roster", "import", "wrong.csv", "--yes"]) == 3

    lines = capsys.readouterr().err.splitlines()
    assert (len(lines), lines[0][:3], "10" in lines[20], "30" in lines[21]) == (24, "B2:", True, True)
    assert own(place).read_bytes() == EXAMPLE


def test_a_program_is_told_every_wrong_cell(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.csv").write_text(WRONG, "utf-8")

    assert run([*place, "--json", "roster", "import", "wrong.csv"]) == 3

    said = capsys.readouterr()
    assert (len(json.loads(said.out)["troubles"]), json.loads(said.err)["code"]) == (30, Code.E_INPUT)


def test_without_the_extra_for_workbooks_only_they_are_refused(
    place: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    assert run([*place, "--lang", "en", "roster", "template", "t.xlsx"]) == 3
    assert run([*place, "--lang", "en", "roster", "template", "t.csv"]) == 0

    assert "needs the extra `tables`" in capsys.readouterr().err
    assert not Path("t.xlsx").exists()


def test_a_roster_that_is_wrong_already_is_mended_first(
    place: list[str], table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(place).write_bytes(EXAMPLE.replace(b'"MX"', b'"XX"'))

    assert run([*place, "--lang", "en", "roster", "import", str(table), "--yes"]) == 3

    assert "not a TikTok Shop market" in capsys.readouterr().err
    with pytest.raises(MendInput):
        load_roster(own(place))
