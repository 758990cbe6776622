"""Where a setting's value comes from, and how far patience may be cut."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from told import told

from agent.domain.news import Occasion
from agent.errors import Code, MendInput
from agent.settings import effective_waits, load_settings, origins
from agent.settings.layout import Layout, OccasionWord
from agent.settings.sources import flat
from agent.tomlfile import default_folder, read

if TYPE_CHECKING:
    from agent.tomlfile import Document

pytestmark = pytest.mark.fast


def _file(folder: Path, text: str) -> Document:
    path = folder / "companion.toml"
    path.write_text(text, "utf-8")
    return read(path)


def test_a_flag_beats_the_environment_and_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _file(tmp_path, "[browser]\nslow_ms = 1\n")
    monkeypatch.setenv("COMPANION_BROWSER__SLOW_MS", "2")

    settings = load_settings(document, {"browser.slow_ms": 3})

    assert settings.browser.slow_ms == 3


def test_the_environment_beats_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _file(tmp_path, "[browser]\nslow_ms = 1\n")
    monkeypatch.setenv("COMPANION_BROWSER__SLOW_MS", "2")

    settings = load_settings(document, {"browser.slow_ms": None})

    assert settings.browser.slow_ms == 2


def test_the_file_beats_the_default_and_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    document = _file(tmp_path, "[waits]\nread_tries = 2\n")

    waits = load_settings(document).waits

    assert (waits.read_tries, waits.action_ms) == (2, 15_000)


def test_each_value_names_its_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _file(tmp_path, '[waits]\nread_tries = 2\n[logs]\nlevel = "DEBUG"\n')
    monkeypatch.setenv("COMPANION_LOGS__LEVEL", "ERROR")
    flags = {"browser.headless_default": False}

    told = origins(load_settings(document, flags), document, flags)

    assert told["browser.headless_default"] == ("false", "flag")
    assert told["logs.level"] == ("ERROR", "env COMPANION_LOGS__LEVEL")
    assert told["waits.read_tries"] == ("2", f"file {document.path}")
    assert told["pacing.presses_per_day"] == ("20", "default")


def test_a_group_given_as_json_in_the_environment_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_WAITS", '{"lease_s": 700}')

    told = origins(load_settings())

    assert told["waits.lease_s"] == ("700.0", "env COMPANION_WAITS")


def test_the_mock_portals_free_port_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_PORTALS__MOCK__SELLER", "http://127.0.0.1:4321")

    settings = load_settings()

    assert settings.portals["mock"].seller == "http://127.0.0.1:4321"


def test_an_empty_path_means_none() -> None:
    settings = load_settings(flags={"browser.executable": "", "vault.key_file": "keys/vault.key"})

    assert settings.browser.executable is None
    assert settings.vault.key_file == Path("keys/vault.key")


ENVIRONMENT = {
    "COMPANION_WAITS__ACTION_MS": ("soon", "COMPANION_WAITS__ACTION_MS", "whole number"),
    "COMPANION_WAITS__ACTIONMS": ("1", "COMPANION_WAITS__ACTIONMS", "unknown"),
    "COMPANION_WAIT__ACTION_MS": ("1", "COMPANION_WAIT__ACTION_MS", "no such setting"),
    "COMPANION_LANGUAGE": ("fr", "COMPANION_LANGUAGE", "'zh'"),
    "COMPANION_LEDGER__URL": ("postgresql://me:secret-sentinel@db/x", "COMPANION_LEDGER__URL", "no password"),
    "COMPANION_WAITS": ("{", "COMPANION_*", "not JSON"),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, (value, _, _) in ENVIRONMENT.items()])
def test_a_wrong_variable_is_named_without_its_value(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(MendInput) as caught:
        load_settings()

    _, field, why = ENVIRONMENT[name]
    assert (caught.value.code, caught.value.params["file"]) == (Code.E_CONFIG, "environment")
    assert caught.value.params["field"] == field
    assert why in told(caught.value)
    assert "secret-sentinel" not in str(caught.value)


def test_foreign_variables_with_our_prefix_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPANION_PASSWORD", "x")

    assert load_settings().language == ""


def test_loopback_uses_the_shorter_waits() -> None:
    waits = effective_waits(load_settings(), loopback=True)

    assert (waits.action_ms, waits.settle_window, waits.press_pause) == (5_000, timedelta(seconds=1.5), timedelta(0))
    assert (waits.lease, waits.read_tries) == (timedelta(seconds=60), 3)


def test_other_portals_use_the_patient_defaults() -> None:
    waits = effective_waits(load_settings(), loopback=False)

    assert (waits.action_ms, waits.settle_window) == (15_000, timedelta(seconds=120))
    assert (waits.press_pause, waits.presses_per_day) == (timedelta(seconds=90), 20)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("waits.action_ms", 14_999),
        ("waits.settle_window_s", 119.0),
        ("waits.settle_looks", 2),
        ("waits.press_word_ms", 1),
        ("waits.lease_s", 59.0),
        ("waits.follow_pause_s", 0.0),
        ("pacing.press_pause_s", 89.0),
        ("pacing.presses_per_day", 21),
    ],
)
def test_less_patience_than_the_default_is_refused_off_loopback_only(key: str, value: float) -> None:
    settings = load_settings(flags={key: value})
    effective_waits(settings, loopback=True)

    with pytest.raises(MendInput) as caught:
        effective_waits(settings, loopback=False)

    assert caught.value.params["field"] == key


@pytest.mark.parametrize(("line", "slower"), [("presses_per_day = 3", (90, 3)), ("press_pause_s = 300", (300, 20))])
def test_a_slower_pace_is_welcome_with_its_reason(tmp_path: Path, line: str, slower: tuple[int, int]) -> None:
    settings = load_settings(_file(tmp_path, f'[pacing]\n{line}\nreason = " a new shop "\n'))

    waits = effective_waits(settings, loopback=False)

    assert (waits.press_pause.total_seconds(), waits.presses_per_day) == slower
    assert waits.paced_by == "settings [pacing]: a new shop"


@pytest.mark.parametrize(
    ("text", "line", "field", "why"),
    [
        ("[pacing]\npresses_per_day = 3\n", "2", "pacing.presses_per_day", "pace_unexplained"),
        ('[pacing]\nreason = " "\npress_pause_s = 91\n', "3", "pacing.press_pause_s", "pace_unexplained"),
        ('[pacing]\nreason = "in a hurry"\npress_pause_s = 30\n', "3", "pacing.press_pause_s", "least_elsewhere"),
        ('[pacing]\n\npresses_per_day = 21\nreason = "x"\n', "3", "pacing.presses_per_day", "most_elsewhere"),
    ],
)
def test_another_pace_is_refused_by_file_line_and_field(
    tmp_path: Path, text: str, line: str, field: str, why: str
) -> None:
    document = _file(tmp_path, text)
    effective_waits(load_settings(document), document, loopback=True)

    with pytest.raises(MendInput) as caught:
        effective_waits(load_settings(document), document, loopback=False)

    told_of = [caught.value.params[name] for name in ("file", "line", "field", "why")]
    assert (caught.value.code, told_of) == (Code.E_CONFIG, [str(document.path), line, field, why])


def test_a_variable_that_beats_the_file_is_blamed_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = _file(tmp_path, "[pacing]\npress_pause_s = 100\n")
    monkeypatch.setenv("COMPANION_PACING__PRESS_PAUSE_S", "10")

    with pytest.raises(MendInput) as caught:
        effective_waits(load_settings(document), document, loopback=False)

    told_of = (caught.value.params["file"], caught.value.params["field"])
    assert told_of == ("environment", "COMPANION_PACING__PRESS_PAUSE_S")


def test_the_shipped_file_changes_nothing_and_shows_every_setting() -> None:
    text = (default_folder() / "companion.toml").read_text("utf-8")
    shown = text.replace("\n# ", "\n").partition("\n[browser]")

    values = tomllib.loads("[browser]" + shown[2].replace("[portals.mock]", "[portals_mock]"))

    assert load_settings(read(default_folder() / "companion.toml")).model_dump() == load_settings().model_dump()
    assert {key for key in flat(values) if not key.startswith(("portals", "notify"))} == {
        key for key in flat(Layout().model_dump()) if key not in {"language", "portals"}
    }


def test_a_channel_can_be_told_of_everything_that_is_ever_told() -> None:
    assert set(get_args(OccasionWord)) == set(Occasion) - {Occasion.TEST}
