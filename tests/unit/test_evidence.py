"""A run leaves one private folder that proves it, costs it nothing, and can be forgotten."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import ACCOUNT, START, FakeClock
from runs_to_show import END, ENGLISH, PNG, WHO, PicturedVisit, ToldTrail, done, hostile, refused

from agent.adapters import evidence as keeping
from agent.adapters.evidence import FolderEvidence, NullEvidence, forget, keep_batch, sweep
from agent.adapters.redact import register_secret
from agent.domain.identity import RunId
from agent.domain.record import Record
from agent.domain.roster import Stage
from agent.errors import Code, LookAgain
from agent.rulebook import Place, load_rules
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

FOLDERS, MX = (default_folder(),), Place("mock", "MX", Stage.STANDARD)
RULES = load_rules(FOLDERS, MX)
SENTINEL = "SENTINEL-evidence-0815"


def keep(runs: Path, record: Record, *labels: str, run: str = WHO.run, outline: str = "- text: hello") -> Path:
    evidence = FolderEvidence(runs, ENGLISH, FakeClock(END), RULES)
    for label in labels:
        asyncio.run(evidence.keep(label, PicturedVisit(outline)))
    return Path(evidence.close(record, replace(WHO, run=RunId(run)), ToldTrail()))


def told(folder: Path) -> dict[str, object]:
    document = json.loads((folder / "run.json").read_text("utf-8"))
    assert isinstance(document, dict)
    return document


def every_byte(runs: Path) -> bytes:
    return b"".join(path.read_bytes() for path in runs.rglob("*") if path.is_file())


def test_a_run_leaves_its_document_pictures_outlines_and_report(tmp_path: Path) -> None:
    folder = keep(tmp_path, done(), "before", "after")

    assert sorted(path.name for path in folder.iterdir()) == [
        *("1-before.png", "1-before.txt", "2-after.png", "2-after.txt", "report.html", "run.json"),
    ]
    assert (folder / "1-before.png").read_bytes() == PNG
    assert folder == tmp_path / WHO.run


def test_a_page_that_hangs_keeps_nobody_from_looking_the_press_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_PATIENCE_S", 0.05)
    visit = PicturedVisit("- text: hello")
    visit.picture = asyncio.Event().wait  # type: ignore[method-assign,assignment]  # nobody will ever set it

    kept = FolderEvidence(tmp_path, ENGLISH, FakeClock(END), RULES)
    asyncio.run(kept.keep("after", visit))

    assert (Path(kept.close(done(), WHO, ToldTrail())) / "1-after.txt").read_text("utf-8") == "- text: hello"


def test_the_document_says_what_was_asked_and_how_it_ended(tmp_path: Path) -> None:
    document = told(keep(tmp_path, refused(), "before"))

    assert (document["schema_version"], document["by"], document["outcome"], document["exit"]) == (
        1,
        "mei",
        "REFUSED",
        38,
    )
    assert document["account"] == {"handle": "alice.home", "id": ACCOUNT}
    assert document["not_before"] is None
    assert (document["rules_version"], document["pace"]) == (RULES.version, [])
    assert document["ended_at"] == END.isoformat()


def test_a_slower_pace_stands_in_the_document_and_the_report_with_its_reason(tmp_path: Path) -> None:
    slow = {"press_pause": timedelta(minutes=5), "presses_per_day": 20}
    rules = load_rules(FOLDERS, MX, pacing=slow, paced_by="settings [pacing]: a <new> shop")
    evidence = FolderEvidence(tmp_path, ENGLISH, FakeClock(END), rules)

    folder = Path(evidence.close(done(), WHO, ToldTrail()))

    assert told(folder)["pace"] == [{"rule": "press_pause", "value": "5m", "source": "settings [pacing]: a <new> shop"}]
    assert "5m (settings [pacing]: a &lt;new&gt; shop)" in (folder / "report.html").read_text("utf-8")


def test_the_loopback_pace_is_not_told_as_a_slower_one(tmp_path: Path) -> None:
    quick = {"press_pause": timedelta(), "presses_per_day": 10_000}
    rules = load_rules(FOLDERS, MX, pacing=quick, paced_by="settings [loopback_waits]")

    folder = Path(FolderEvidence(tmp_path, ENGLISH, FakeClock(END), rules).close(done(), WHO, ToldTrail()))

    assert told(folder)["pace"] == []


def test_the_document_holds_every_verdict_with_its_rule(tmp_path: Path) -> None:
    verdicts = told(keep(tmp_path, refused()))["verdicts"]

    assert isinstance(verdicts, list)
    assert verdicts[0]["rule"]["value"] == "24h"
    assert verdicts[0]["rule"]["trust"] == "article"
    assert [one["effect"] for one in verdicts].count("refuse") == 2


def test_everything_is_for_the_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)

    folder = keep(tmp_path / "runs", done(), "before")

    os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)} == {0o700}


def test_a_label_may_repeat(tmp_path: Path) -> None:
    folder = keep(tmp_path, done(), "after", "after", "../../x")

    assert {"1-after.png", "2-after.png", "3-------x.png"} <= {path.name for path in folder.iterdir()}


class BlindVisit(PicturedVisit):
    async def picture(self) -> bytes:
        raise LookAgain(Code.E_PORTAL_DOWN, detail="no tab")

    async def outline(self) -> str:
        raise OSError


def test_a_page_that_cannot_be_pictured_fails_nothing(tmp_path: Path) -> None:
    evidence = FolderEvidence(tmp_path, ENGLISH, FakeClock(END))

    asyncio.run(evidence.keep("before", BlindVisit()))

    folder = Path(evidence.close(done(), WHO, ToldTrail()))
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "run.json"]


def test_evidence_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file, not a folder")
    evidence = FolderEvidence(tmp_path / "runs", ENGLISH, FakeClock(END))

    assert evidence.close(done(), WHO, ToldTrail()) == ""


def test_no_evidence_keeps_nothing() -> None:
    evidence = NullEvidence()

    asyncio.run(evidence.keep("before", PicturedVisit()))

    assert evidence.close(done(), WHO, ToldTrail()) == ""


def test_requests_that_left_or_were_stopped_are_listed_once(tmp_path: Path) -> None:
    evidence, visit = FolderEvidence(tmp_path, ENGLISH, FakeClock(END)), PicturedVisit()
    visit.gate.sent, visit.gate.stopped = ("POST /api/invite",), ("POST https://seller.example /api/track",)
    for label in ("before", "after"):
        asyncio.run(evidence.keep(label, visit))

    document = told(Path(evidence.close(done(), WHO, ToldTrail())))

    assert document["sent"] == ["POST /api/invite"]
    assert document["stopped"] == ["POST https://seller.example /api/track"]


def test_no_secret_and_no_personal_data_is_written(tmp_path: Path) -> None:
    register_secret(SENTINEL)
    private = f"{SENTINEL} ana@example.mx +52 55 1234 5678 sessionid=abcdef123"

    keep(tmp_path, hostile(private), "before", outline=f'- textbox "Password": {private}')

    kept = every_byte(tmp_path)
    assert [bad for bad in (SENTINEL, "ana@", "1234 5678", "abcdef123") if bad.encode() in kept] == []
    assert WHO.run.encode() in kept


def test_half_a_character_from_the_portal_costs_no_evidence(tmp_path: Path) -> None:
    folder = keep(tmp_path, hostile("half \ud83d"), "before", outline="half \ud83d")

    assert (folder / "1-before.txt").read_text("utf-8") == "half \\ud83d"


def test_only_old_runs_are_swept(tmp_path: Path) -> None:
    keep(tmp_path, done(), run="old")

    assert sweep(tmp_path, 90, END + timedelta(days=90)) == 0
    assert sweep(tmp_path, 90, END + timedelta(days=90, seconds=1)) == 1
    assert not (tmp_path / "old").exists()


def test_a_run_without_a_readable_document_is_as_old_as_its_folder(tmp_path: Path) -> None:
    (tmp_path / "torn").mkdir()
    (tmp_path / "torn" / "run.json").write_text("{")
    os.utime(tmp_path / "torn", (START.timestamp(), START.timestamp()))

    assert sweep(tmp_path, 1, START + timedelta(hours=23)) == 0
    assert sweep(tmp_path, 1, START + timedelta(hours=25)) == 1


def test_sweeping_follows_no_link(tmp_path: Path) -> None:
    precious = keep(tmp_path / "elsewhere", done())
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "link").symlink_to(precious)

    assert sweep(runs, 0, END + timedelta(days=400)) == 0
    assert (precious / "run.json").exists()


def test_sweeping_nothing_is_no_error(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none", 90, END) == 0


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    own = replace(refused("@alice.home is bound, says alice.home."), note="Alice of alice.home")
    folder = keep(tmp_path, own, "before", run="hers", outline="- text: alice.home")
    keep(tmp_path, hostile("bob.home"), "before", run="his")
    keep_batch(tmp_path, "batch", [(own, str(folder)), (done(), "")], ENGLISH, END)
    return tmp_path


def test_a_forgotten_creator_is_in_no_file(runs: Path) -> None:
    changed = forget(runs, ACCOUNT, "alice.home", ENGLISH)

    assert changed == 2
    assert b"alice.home" not in every_byte(runs)
    assert b"Alice of" not in every_byte(runs)
    assert sorted(path.name for path in (runs / "hers").iterdir()) == ["report.html", "run.json"]


def test_forgetting_one_creator_leaves_the_others_and_the_verdicts(runs: Path) -> None:
    untouched = every_byte(runs / "his")

    forget(runs, ACCOUNT, "alice.home", ENGLISH)

    assert every_byte(runs / "his") == untouched
    assert told(runs / "hers")["outcome"] == "REFUSED"
    assert "Refused by a rule" in (runs / "hers" / "report.html").read_text("utf-8")


def test_what_is_forgotten_is_not_forgotten_again(runs: Path) -> None:
    forget(runs, ACCOUNT, "alice.home", ENGLISH)

    assert forget(runs, ACCOUNT, "alice.home", ENGLISH) == 0


def test_a_creator_who_changed_her_name_is_found_by_her_id(runs: Path) -> None:
    assert forget(runs, ACCOUNT, "alice.new", ENGLISH) == 2
    assert b"alice.home" not in every_byte(runs)


def test_somebody_elses_run_that_shows_the_creator_loses_its_pictures_only(tmp_path: Path) -> None:
    folder = keep(tmp_path, hostile("bob.home"), "before", outline="- cell @alice.home")

    assert forget(tmp_path, ACCOUNT, "alice.home", ENGLISH) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "run.json"]
    assert told(folder)["note"] == "bob.home"


def test_a_longer_handle_is_somebody_else(tmp_path: Path) -> None:
    keep(tmp_path, hostile("alice.home.mx"), "before", outline="- cell @alice.home.mx, malice.home")

    assert forget(tmp_path, ACCOUNT, "alice.home", ENGLISH) == 0


def test_forgetting_follows_no_link(tmp_path: Path) -> None:
    elsewhere = keep(tmp_path / "elsewhere", refused(), "before")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "link").symlink_to(elsewhere)

    assert forget(tmp_path / "runs", ACCOUNT, "alice.home", ENGLISH) == 0
    assert b"alice.home" in every_byte(elsewhere)


def test_a_batch_shows_the_pictures_of_its_runs_and_the_last_word(tmp_path: Path) -> None:
    first = keep(tmp_path, refused(), "before", run="one")

    report = keep_batch(tmp_path, "batch", [(done(), str(first))], ENGLISH, END)

    entries = told(report.parent)["entries"]
    assert isinstance(entries, list)
    assert (entries[0]["outcome"], entries[0]["run"]) == ("DONE", "one")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
