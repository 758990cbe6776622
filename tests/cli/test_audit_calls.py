"""audit and watch as an operator calls for them: what is wrong is said at once, lists are files that harm nobody."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import ACCOUNT
from fakes import SHOP as CASA
from operators import SHOP, claims, kept

from agent.adapters.findings_list import as_page
from agent.cli.audit_telling import keep_list
from agent.cli.main import run
from agent.domain.content_audit import AuditEnd, Finding, Objection
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import Outcome
from agent.domain.record import Record
from agent.errors import EXIT, Code
from agent.words import LANGUAGES, Words

HOGAR, HOGAR_ID = "hogar_bonito.mx", AccountId("7100000000000000104")
FAITH = Finding("8510000000000000001", Objection.RELIGION, "https://www.tiktok.com/@a/video/1", "Religion", "=1+1")
EVIL = replace(FAITH, post_id="2", objection=Objection.OTHER, link="javascript:x()", reason="<b>Otro</b>")


@pytest.fixture
def captions(tmp_path: Path) -> Path:
    made = tmp_path / "captions.txt"
    made.write_text("El MEJOR sartén\n\nSopa\n加微信\n", "utf-8")
    return made


@pytest.mark.fast
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], Code.E_USAGE),
        ([SHOP], Code.E_USAGE),
        ([SHOP, HOGAR, "--market", "MX"], Code.E_USAGE),
        ([SHOP, HOGAR, "--wait", "soon"], Code.E_USAGE),
        ([SHOP, HOGAR, "--out", "list.doc"], Code.E_USAGE),
        ([SHOP, "not a handle!"], Code.E_INPUT),
        (["No Such Shop", HOGAR], Code.E_INPUT),
        (["--captions", "nowhere.txt"], Code.E_INPUT),
        (["--captions", "captions.txt", "--market", "Mexico"], Code.E_USAGE),
        (["--captions", "captions.txt", "--out", "captions.txt"], Code.E_USAGE),
        ([SHOP, HOGAR], Code.E_PORTAL_DOWN),
    ],
)
@pytest.mark.usefixtures("captions")
def test_a_bad_call_ends_with_its_code(place: list[str], words: list[str], code: Code) -> None:
    assert run([*place, "audit", *words]) == EXIT[code]
    assert claims(place) == []


@pytest.mark.fast
def test_captions_are_looked_through_without_a_portal_and_only_hint(
    place: list[str], captions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run([*place, "audit", "--captions", str(captions), "--out", str(tmp_path / "hints.csv")])

    told = capsys.readouterr().out
    assert (ended, "3 captions looked through, 2 hits." in told, "This is only a hint" in told) == (0, True, True)
    rows = list(csv.reader((tmp_path / "hints.csv").read_text("utf-8-sig").splitlines()))
    assert [(row[0], row[1], row[4]) for row in rows[1:]] == [
        ("1", "El MEJOR", "es/absolute"),
        ("4", "微信", "zh/off-platform"),
    ]


@pytest.mark.fast
def test_captions_of_a_table_stand_below_their_heading(
    place: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "posts.csv").write_text("id;文案\n1;最佳锅\n2;好锅\n", "utf-8")

    run([*place, "--json", "audit", "--captions", str(tmp_path / "posts.csv")])

    told = json.loads(capsys.readouterr().out)
    assert (told["only_a_hint"], told["captions"]) == (True, 2)
    assert [(one["place"], one["passage"], one["objection"]) for one in told["hits"]] == [
        ("B2", "最佳", "false_advertising")
    ]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"id,link\n1,x\n", "no column is called caption"),
        ("a.txt", b"gut\n\xff\xfe\n", "UTF-8"),
    ],
)
def test_a_file_that_holds_no_captions_is_refused(
    place: list[str], name: str, content: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(place[1]).parent / name
    file.write_bytes(content)

    assert run([*place, "audit", "--captions", str(file)]) == EXIT[Code.E_INPUT]
    assert said in capsys.readouterr().err


@pytest.mark.fast
def test_a_bad_list_of_words_is_refused_by_file_and_line(
    place: list[str], captions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Path(place[1]) / "words"
    own.mkdir(parents=True)
    (own / "es.toml").write_text('language = "es"\n[[list]]\nname = "x"\n', "utf-8")

    assert run([*place, "audit", "--captions", str(captions)]) == EXIT[Code.E_CONFIG]
    told = capsys.readouterr().err
    assert ("es.toml" in told, "line 2" in told) == (True, True)


def a_record(*findings: Finding) -> Record:
    end = AuditEnd(Handle("alice.home"), ACCOUNT, "1", unresolved=findings, fresh=frozenset({FAITH.post_id}))
    return Record(CASA, None, None, Outcome.DONE, audits=(end,))


@pytest.mark.fast
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_task_list_is_a_page_in_which_nothing_runs(language: str) -> None:
    say = Words.load((), language)
    rows = [("Shop", "@alice.home", "", one.reason, "", one.link, one.passage) for one in (FAITH, EVIL)]
    page = as_page(["head"] * 7, rows, say)

    assert say("audit.for_creators") in page.replace("&#39;", "'")
    assert ('href="https://www.tiktok.com/@a/video/1"' in page, 'href="javascript' in page, "<b>Otro" in page) == (
        True,
        False,
        False,
    )


@pytest.mark.fast
def test_the_task_list_as_a_table_is_no_formula(tmp_path: Path) -> None:
    keep_list([a_record(FAITH, EVIL)], tmp_path / "list.csv")

    rows = list(csv.reader((tmp_path / "list.csv").read_text("utf-8-sig").splitlines()))
    assert [row[-1] for row in rows[1:]] == ["'=1+1", "'=1+1"]
    assert [(row[2], row[3]) for row in rows[1:]] == [("new", "Religion"), ("open", "<b>Otro</b>")]


def test_an_account_is_audited_and_watched(
    logged_in: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    audited = run([*logged_in, "audit", SHOP, HOGAR, "--out", str(tmp_path / "l.html")])
    watched = run([*logged_in, "watch", SHOP])
    again = run([*logged_in, "watch", SHOP])

    told = capsys.readouterr().out
    assert (audited, watched, again) == (0, 0, 0)
    assert "2 open (2 new), 0 resolved" in told
    assert ("Looked after: Casa Aurora MX, linked accounts: 1" in told, "looked after today already" in told) == (
        True,
        True,
    )
    assert kept(logged_in, "audit", CASA.id, HOGAR_ID).open_count == 2
