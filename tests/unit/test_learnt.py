"""What was learnt, as an operator's profile: a small file over the packaged one, or his own with its comments kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import MendInput
from agent.profile import load_portal
from agent.profile.learnt import Draft, draft
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast
OPEN = {"links.open_dialog": {"role": "button", "en": "Add an account"}}
OWN = """# mine
name = "mock"      # as in shops.toml
base = "mock"
verified = true    # compared on Monday

[elements.links]   # the list
open_dialog = { en = "Link one" } # newer builds
"""


def drafted(folder: Path, learnt: dict[str, dict[str, str]] = OPEN) -> Draft:
    return draft("mock", learnt, [folder], folder, default_folder())


def own(folder: Path, text: str = OWN) -> Path:
    path = folder / "portals" / "mock.toml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    return path


def test_who_has_no_file_of_his_own_gets_a_small_one_over_the_packaged(tmp_path: Path) -> None:
    made = drafted(tmp_path)

    lines = [line for line in made.after.splitlines() if line and not line.startswith("#")]
    assert (made.path, made.before) == (tmp_path / "portals" / "mock.toml", "")
    assert lines == [
        'name = "mock"',
        'base = "mock"',
        "verified = false",
        "[elements.links]",
        'open_dialog = {role = "button", en = "Add an account"}',
    ]


def test_in_a_file_of_his_own_only_what_was_learnt_changes(tmp_path: Path) -> None:
    own(tmp_path)

    changed = [line for line in drafted(tmp_path).diff[2:] if line[0] in "+-"]

    assert changed == [
        "-verified = true    # compared on Monday",
        "+verified = false    # compared on Monday",
        '-open_dialog = { en = "Link one" } # newer builds',
        '+open_dialog = { en = "Add an account", role = "button"} # newer builds',
    ]


def test_nothing_is_written_before_somebody_says_so(tmp_path: Path) -> None:
    path = own(tmp_path)

    drafted(tmp_path)

    assert path.read_text("utf-8") == OWN


@pytest.mark.parametrize("name", ['Say "yes" \\ no', "أرسل \u200f الآن", "x = 1 # [not] a table", "a\u202eb"])
def test_whatever_a_name_holds_it_is_read_again_as_it_was(tmp_path: Path, name: str) -> None:
    made = drafted(tmp_path, {"links.open_dialog": {"en": name}})
    own(tmp_path, made.after)

    assert load_portal([tmp_path, default_folder()], "mock").elements["links.open_dialog"].names["en"] == name
    assert not {"\u200f", "\u202e"} & set(made.after)


def test_what_is_no_profile_is_never_offered(tmp_path: Path) -> None:
    with pytest.raises(MendInput) as told:
        drafted(tmp_path, {"links.open_dialog": {"role": "knob"}})

    assert (told.value.params["field"], told.value.params["why"]) == ("elements.links.open_dialog", "not_a_role")
