"""What an operator reads whose login works in his own browser: where, what is not promised there, and what he does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from his_browser import HisBrowser, his_browser
from operators import SHOP

from agent.cli.main import run


@pytest.fixture
def served(place: list[str], mock_world: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An operator whose portal answers."""
    for side in ("SELLER", "CREATOR"):
        monkeypatch.setenv(f"COMPANION_PORTALS__MOCK__{side}", mock_world.origin)
    return place


@pytest.fixture
def his(real_browser: str, agent_loop: Any, tmp_path: Path) -> Iterator[HisBrowser]:
    with his_browser(agent_loop, tmp_path / "his profile", executable=real_browser) as made:
        yield made


def attach(place: list[str], address: str) -> list[str]:
    roster = Path(place[1], "shops.toml")
    text = roster.read_text("utf-8").replace('kind = "local"', f'kind = "local"\nattach = "{address}"', 1)
    roster.write_text(text, "utf-8")
    return place


@pytest.mark.heavy
def test_a_run_says_once_whose_browser_it_is_and_starts_none(
    served: list[str], his: HisBrowser, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    his.signs_in(mock_world.origin)

    accounts = ["--account", "cocina.conluz", "--account", "hogar_bonito.mx"]

    run([*attach(served, his.address), "--json", "check", SHOP, *accounts])

    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert told.err.count(f"In your own browser at {his.address}") == 1
    assert len(his.tabs()) == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "在其中手动登录"),
        pytest.param("en", "sign in there by hand", marks=pytest.mark.heavy),
        pytest.param("es", "inicie sesión allí a mano", marks=pytest.mark.heavy),
    ],
)
def test_login_says_what_to_do_instead(
    served: list[str], capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    ended = run([*attach(served, "http://127.0.0.1:9"), "--lang", lang, "login", SHOP])

    assert (ended, words in capsys.readouterr().err) == (3, True)


@pytest.mark.parametrize("lang", ["zh", *(pytest.param(one, marks=pytest.mark.heavy) for one in ("en", "es"))])
def test_a_browser_that_is_not_there_is_told_with_how_to_start_it(
    served: list[str], capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    ended = run([*attach(served, "http://127.0.0.1:9"), "--lang", lang, "bind", SHOP, "cocina.conluz"])

    told = capsys.readouterr().err
    assert (ended, "http://127.0.0.1:9" in told, "docs/attach.md" in told) == (4, True, True)


@pytest.mark.heavy
def test_doctor_greets_his_browser_and_opens_nothing_in_it(
    place: list[str], his: HisBrowser, real_browser: str, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    before = his.tabs()

    run([*attach(place, his.address), "--json", "doctor"])

    found = json.loads(capsys.readouterr().out)["findings"]
    (own,) = [one for one in found if one["part"] == "own"]
    assert (own["state"], his.address in own["what"], "Chrome/" in own["what"]) == ("warn", True, True)
    assert len([one for one in found if one["part"] == "line"]) == 1
    assert his.tabs() == before


@pytest.mark.heavy
def test_doctor_tells_of_his_browser_that_is_not_there(
    place: list[str], real_browser: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)

    run([*attach(place, "http://127.0.0.1:9"), "--json", "doctor"])

    (own,) = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["part"] == "own"]
    assert (own["state"], own["code"]) == ("broken", "E_BROWSER_AWAY")
