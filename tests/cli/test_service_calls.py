"""Appeals and tickets as an operator calls for them: what is wrong is said at once, and nobody's data is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from files import BAD, a_png
from operators import SHOP, claims

from agent.cli.main import run
from agent.cli.ticket_text import Evidence, prepared
from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ticket import TicketMatter
from agent.errors import EXIT, Code
from agent.words import LANGUAGES, Words

OPEN, LIVE, LIVE_ID = "8210000000000000001", "casa.aurora.live", "7100000000000000102"
SECRETS = ("+52 55 1234 5678", "ana.perez@example.com", "GODE561231HDFRRN09", "carnet-ana-perez")
SENT = ["--reason-file", "reason.txt", "--file", "proof.png"]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "proof.png").write_bytes(a_png(40, 30))
    (tmp_path / "reason.txt").write_text("The video quotes a study.", "utf-8")
    return tmp_path


@pytest.mark.fast
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["appeal", SHOP, "no-number", *SENT], Code.E_INPUT),
        (["appeal", SHOP, OPEN], Code.E_USAGE),
        (["appeal", SHOP, OPEN, *SENT], Code.G_NOT_CONFIRMED),
        (["appeal", SHOP, OPEN, *SENT, "--confirm", "8210000000000000002"], Code.G_NOT_CONFIRMED),
        (["appeal", "No Such Shop", OPEN, *SENT, "--confirm", OPEN], Code.E_INPUT),
        (["appeal", SHOP, OPEN, *SENT[:2], "--file", "gone.png", "--confirm", OPEN], Code.E_INPUT),
        (["appeal", SHOP, OPEN, "--status"], Code.E_PORTAL_DOWN),
        (["ticket", SHOP], Code.E_USAGE),
        (["ticket", SHOP, "--about", "weather", "--account", LIVE], Code.E_USAGE),
        (["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE], Code.G_NOT_CONFIRMED),
        (["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE, "--in", "fr", "--dry-run"], Code.E_USAGE),
        (["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE, "--dry-run"], Code.E_PORTAL_DOWN),
        (["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE, "--dry-run", "--picture"], Code.E_INPUT),
        (["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE, "--run", "01zz", "--dry-run"], Code.E_INPUT),
        (["ticket", SHOP, "--status"], Code.E_PORTAL_DOWN),
    ],
)
@pytest.mark.usefixtures("files")
def test_a_bad_call_ends_with_its_code(place: list[str], words: list[str], code: Code) -> None:
    assert run([*place, *words]) == EXIT[code]
    assert claims(place) == []


CALLS = {
    "appeal": ["appeal", SHOP, OPEN, "--reason-file", "reason.txt", "--confirm", OPEN, "--file"],
    "ticket": ["ticket", SHOP, "--about", "unlink-stuck", "--account", LIVE, "--confirm", LIVE, "--file"],
}


@pytest.mark.fast
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_bad_file_opens_a_browser_and_each_is_told(
    place: list[str], files: Path, capsys: pytest.CaptureFixture[str], call: list[str]
) -> None:
    words = [*place, "--json", *call]
    for number, (name, content, _) in enumerate(BAD.values()):
        (files / str(number)).mkdir()
        (files / str(number) / name).write_bytes(content)

    exits = {run([*words, str(files / str(number) / name)]) for number, (name, _, _) in enumerate(BAD.values())}

    told = [json.loads(line)["details"]["why"] for line in capsys.readouterr().err.splitlines() if '"why"' in line]
    assert (exits, told) == ({EXIT[Code.E_INPUT]}, [why for _, _, why in BAD.values()])
    assert claims(place) == []


def test_the_run_of_another_account_gives_no_evidence(logged_in: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run([*logged_in, "--json", "bind", SHOP, "alice.home"])  # refused: nobody has asked her
    number = json.loads(capsys.readouterr().out)["run"]
    about = ["--about", "unlink-stuck", "--account", LIVE, "--confirm", LIVE, "--run", number]

    ended = run([*logged_in, "ticket", SHOP, *about])

    assert (ended, claims(logged_in)) == (EXIT[Code.E_INPUT], [])
    assert f"{number} is no run about this account, but about @alice.home" in capsys.readouterr().err


def test_nobodys_data_is_kept_of_an_appeal_and_a_ticket(
    logged_in: list[str], real_browser: str, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    (files / "reason.txt").write_text(f"Ask Ana: {', '.join(SECRETS[:3])}.", "utf-8")
    (files / f"{SECRETS[3]}.png").write_bytes(a_png(40, 30))
    sent = ["--reason-file", "reason.txt", "--file", f"{SECRETS[3]}.png", "--confirm", OPEN]
    asked = ["--about", "status-abnormal", "--account", LIVE, "--confirm", LIVE, "--file", f"{SECRETS[3]}.png"]

    exits = run([*logged_in, "appeal", SHOP, OPEN, *sent]), run([*logged_in, "ticket", SHOP, *asked])

    kept = [path for path in Path(logged_in[3]).rglob("*") if path.is_file() and path.suffix not in {".jpg", ".png"}]
    found = {(path.name, secret) for path in kept for secret in SECRETS[:3] if secret.encode() in path.read_bytes()}
    assert (exits, len(claims(logged_in)), found) == ((0, 0), 2, set())
    named = {path.name for path in kept if SECRETS[3].encode() in path.read_bytes()}
    assert named <= {"1-before.txt", "2-after.txt", "report.html"}  # of the page, on which the person has put it


@pytest.mark.fast
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("matter", TicketMatter)
def test_a_ticket_fits_the_field_with_its_mark_however_long_the_portals_words_are(
    logged_in: list[str], matter: TicketMatter, language: str
) -> None:
    from agent.wiring import House

    shop, target = House(config=Path(logged_in[1])).shop(SHOP), Target(Handle("a" * 24), AccountId("7" * 19))
    found = Evidence("2026-11-29 21:18", "B_REJECTED", "No. " * 150)

    text = prepared(matter, target, shop, found, Words.load((), language), 500)

    assert 480 < len(text) + len("\nCC-0123456789") <= 500
    assert "…" in text
    assert target.handle in text
