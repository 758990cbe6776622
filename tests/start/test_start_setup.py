from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from pretend import Pretend

from start import LOCK, Place, SetupError, bring_fonts, install, is_installed, place_in, takes

pytestmark = pytest.mark.fast

VENV = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def test_what_an_earlier_start_finished_is_trusted(finished: Place) -> None:
    assert is_installed(finished)


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_another_lock_is_installed_again(finished: Place, name: str) -> None:
    (finished.root / name).write_text("two==2")

    assert not is_installed(finished)


@pytest.mark.parametrize("name", ["installed", "python"])
def test_a_broken_environment_is_not_trusted(finished: Place, name: str) -> None:
    getattr(finished, name).unlink()

    assert not is_installed(finished)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"home": "elsewhere"}', "\0"])
def test_a_damaged_stamp_counts_as_none(finished: Place, text: str) -> None:
    finished.installed.write_text(text)

    assert not is_installed(finished)


def test_a_package_that_went_missing_is_noticed(finished: Place, pretend: Pretend) -> None:
    rich = Path(sysconfig.get_path("purelib", "venv", {"base": str(finished.venv)}), "rich")
    rich.mkdir(parents=True)
    (finished.root / "requirements.lock").write_text("two==2")
    install(finished, pretend.machine)

    rich.rmdir()

    assert not is_installed(finished)


def test_a_moved_project_is_set_up_again(finished: Place) -> None:
    moved = finished.root.rename(finished.root.with_name("moved"))

    assert not is_installed(place_in(moved))


def test_set_up_installs_the_lock_by_its_hashes(place: Place, pretend: Pretend) -> None:
    install(place, pretend.machine)

    assert pretend.count("-m venv") == 1
    assert pretend.count(f"--require-hashes --only-binary :all: -r {place.root / 'requirements.lock'}") == 1
    assert pretend.count(f"--no-deps --no-build-isolation -e {place.root}") == 1
    assert pretend.count(f"-m compileall -q {place.root / 'agent'}") == 1
    assert place.installed.exists()


def test_a_new_lock_is_installed_into_the_environment_that_is_there(finished: Place, pretend: Pretend) -> None:
    (finished.root / "requirements.lock").write_text("two==2")

    install(finished, pretend.machine)

    assert pretend.count("-m venv") == 0
    assert is_installed(finished)


def test_a_new_lock_may_need_another_browser(finished: Place, pretend: Pretend) -> None:
    finished.browser.write_text("{}")
    (finished.root / "requirements.lock").write_text("two==2")

    install(finished, pretend.machine)

    assert not finished.browser.exists()


def test_an_unfinished_environment_is_built_anew(place: Place, pretend: Pretend) -> None:
    (place.venv / "lib").mkdir()
    (place.venv / LOCK).touch()

    install(place, pretend.machine)

    assert {entry.name for entry in place.venv.iterdir()} == {LOCK, "installed.json"}


def test_an_interrupted_installation_leaves_no_stamp(finished: Place, pretend: Pretend) -> None:
    pretend.fails |= {"--require-hashes"}

    with pytest.raises(SetupError):
        install(finished, pretend.machine)

    assert not finished.installed.exists()


def test_a_failed_installation_names_the_mirrors_but_not_their_values(place: Place, pretend: Pretend) -> None:
    pretend.fails |= {"--require-hashes"}
    pretend.environ["PIP_INDEX_URL"] = "https://me:secret@mirror.test"

    with pytest.raises(SetupError) as told:
        install(place, pretend.machine)

    assert "PIP_INDEX_URL (set), PIP_EXTRA_INDEX_URL (not set)" in str(told.value)
    assert "HTTPS_PROXY (not set)" in str(told.value)
    assert "secret" not in str(told.value)


def test_of_a_long_output_the_errors_are_told(pretend: Pretend) -> None:
    output = "ERROR: none found\nWARNING: retrying after NewConnectionError\nmore"

    told = pretend.machine.failure("This", subprocess.CompletedProcess([], 1, output), [])

    assert told.splitlines()[1:2] == ["    ERROR: none found"]
    assert "WARNING" not in told


def test_root_on_debian_gets_the_missing_part_of_python(place: Place) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"}, modules={"venv"})

    install(place, pretend.machine)

    assert pretend.ran[0].endswith(VENV)


def test_interrupted_packages_are_mended_and_old_lists_fetched_anew(place: Place) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"}, modules={"venv"}, fails={VENV})

    install(place, pretend.machine)

    assert pretend.ran[1:3] == ["dpkg --configure -a", "apt-get update -q"]
    assert pretend.ran[4].endswith(" python3-venv")


def test_others_are_told_how_to_get_virtual_environments(place: Place) -> None:
    pretend = Pretend(modules={"venv"})

    with pytest.raises(SetupError, match="python3-venv"):
        install(place, pretend.machine)


def test_two_starts_take_turns(place: Place) -> None:
    with (place.venv / LOCK).open("ab") as first, (place.venv / LOCK).open("ab") as second:
        taken = [takes(first, wait=False), takes(second, wait=False)]

    assert taken == [True, False]


def test_a_turn_ends_with_the_one_who_had_it(place: Place) -> None:
    with (place.venv / LOCK).open("ab") as first:
        takes(first, wait=False)

    with (place.venv / LOCK).open("ab") as second:
        assert takes(second, wait=False)


def test_a_missing_chinese_font_is_a_hint(pretend: Pretend) -> None:
    bring_fonts(pretend.machine)

    assert "fonts-noto-cjk" in pretend.said[0]


def test_root_on_debian_gets_a_chinese_font() -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"})

    bring_fonts(pretend.machine)

    assert [line.split()[-1] for line in pretend.ran] == ["fonts-noto-cjk"]
