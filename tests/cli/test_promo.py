"""Promotions as an operator calls for them: what is wrong is said at once, prices are shown, somebody says yes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import pytest
from operators import SHOP, claims, typed

from agent.cli.main import run
from agent.errors import EXIT, Code

STARTS = (datetime.now(UTC) + timedelta(days=2)).astimezone(ZoneInfo("America/Mexico_City")).replace(second=0)
CODE = f"""[[promotion]]
tool = "live_code"
name = "Jueves"
percent = 10
starts = {STARTS:%Y-%m-%dT%H:%M:%S}
ends = {STARTS + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}
code = "JUEVES10"
quota = 100
per_customer = 1
"""
SALE = f"""[[promotion]]
tool = "product_discount"
name = "Ollas"
percent = 25
starts = {STARTS:%Y-%m-%dT%H:%M:%S}
ends = {STARTS + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}
products = ["1729400000000000003"]
"""
CREATOR = SALE.replace("product_discount", "creator_live_flash").replace("Ollas", "Creador")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "promotions.toml"
    made.write_text(CREATOR + SALE + CODE, "utf-8")
    return made


@pytest.fixture
def ready(logged_in: list[str], real_browser: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator with a session, whose browser may be started."""
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    return logged_in


@pytest.mark.fast
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["create", SHOP], Code.E_USAGE),
        (["create", SHOP, "--file", "nowhere.toml"], Code.E_CONFIG),
        (["create", "No Such Shop", "--file", "promotions.toml"], Code.E_INPUT),
        (["create", SHOP, "--file", "promotions.toml", "--confirm", "Olla"], Code.E_INPUT),
        (["stop", SHOP, "8310000000000000001"], Code.G_NOT_CONFIRMED),
        (["stop", SHOP, "Ollas", "--confirm", "Ollas"], Code.E_INPUT),
        (["list", SHOP], Code.E_PORTAL_DOWN),
    ],
)
@pytest.mark.usefixtures("file")
def test_a_bad_call_ends_with_its_code(place: list[str], words: list[str], code: Code) -> None:
    assert run([*place, "promo", *words]) == EXIT[code]
    assert claims(place) == []


@pytest.mark.fast
def test_where_nobody_can_be_asked_each_one_has_to_be_named(
    far: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run([*far, "promo", "create", SHOP, "--file", str(file), "--json", "--no-input"])

    told = capsys.readouterr()
    assert ended == EXIT[Code.G_NOT_CONFIRMED]
    assert [json.loads(line)["about"] for line in told.out.splitlines()] == ["Creador", "Ollas", "Jueves"]
    assert '--confirm \\"Ollas\\"' in told.err


@pytest.mark.heavy
def test_a_rehearsal_shows_the_final_prices_and_refuses_what_cannot_be(
    ready: list[str], file: Path, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run([*ready, "promo", "create", SHOP, "--file", str(file), "--dry-run"])

    told = capsys.readouterr().out
    assert ended == EXIT[Code.G_NOT_ELIGIBLE]
    assert "Use the Seller LIVE flash deal instead" in told
    assert ("261.75 MXN" in told, "JUEVES10 · all linked accounts · 100 in all" in told) == (True, True)
    assert mock_world.effects("promotion_create") == 0


@pytest.mark.heavy
def test_at_a_terminal_somebody_says_yes_to_each(
    ready: list[str], file: Path, mock_world: Any, terminal: TextIO, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(terminal, "n", "y")

    run([*ready, "promo", "create", SHOP, "--file", str(file)])

    asked = capsys.readouterr().err
    assert (asked.count("Publish “Ollas”"), asked.count("Publish “Jueves”")) == (1, 1)
    assert (mock_world.effects("promotion_create"), [one.handle for one in claims(ready)]) == (1, ["Jueves"])


def test_who_is_named_is_published_and_ended_without_a_question(
    ready: list[str], file: Path, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(SALE, "utf-8")
    published = run([*ready, "promo", "create", SHOP, "--file", str(file), "--confirm", "Ollas", "--json"])
    told = json.loads(capsys.readouterr().out)

    ended = run([*ready, "promo", "stop", SHOP, "8310000000000000001", "--confirm", "Sartenes de otoño"])

    assert (published, ended, told["quotes"][0]["final"]) == (0, 0, "261.75 MXN")
    assert (mock_world.effects("promotion_create"), mock_world.effects("promotion_deactivate")) == (1, 1)
