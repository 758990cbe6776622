"""Profiles in layers: a small file over a base, each fault told where it stands, and drafts that may leave gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.domain.portal import Portal
from agent.errors import AskPerson, Code, MendInput
from agent.profile import load_portal
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A folder of profiles in which `north` lies over the mock."""
    (tmp_path / "portals").mkdir()
    (tmp_path / "portals" / "north.toml").write_text('name = "north"\nbase = "mock"\n', "utf-8")
    return tmp_path


def write(folder: Path, text: str, name: str = "north") -> Path:
    path = folder / "portals" / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def north(folder: Path) -> Portal:
    return load_portal([folder, default_folder()], "north")


def refused(folder: Path) -> MendInput:
    with pytest.raises(MendInput) as caught:
        north(folder)
    return caught.value


def test_a_small_file_says_only_what_is_other(layer: Path) -> None:
    write(
        layer,
        'name = "north"\nbase = "mock"\noverlays = []\n[paths]\nhome = "/start"\n'
        '[elements.dialog]\nsend = { en = "Invite now" }\n',
    )

    portal, mock = (load_portal([layer, default_folder()], name) for name in ("north", "mock"))

    assert (portal.paths["home"], portal.paths["links"]) == ("/start", mock.paths["links"])
    assert portal.elements["dialog.send"].names == {"en": "Invite now", "zh": "发送邀请", "es": "Enviar invitación"}
    assert (portal.elements["dialog.send"].role, portal.overlays) == ("button", ())


def test_a_file_is_known_by_its_text_and_not_by_its_name(layer: Path) -> None:
    seen = [north(layer), north(layer)]

    write(layer, 'name = "north"\nbase = "mock"\n[paths]\nhome = "/start"\n')
    seen += [north(layer), north(layer)]

    assert [one.paths["home"] for one in seen] == ["/homepage", "/homepage", "/start", "/start"]


def test_what_is_wrong_in_the_small_file_is_told_there(layer: Path) -> None:
    path = write(layer, 'name = "north"\nbase = "mock"\n\n[elements.dialog]\nsend = { role = "knob" }\n')

    told = refused(layer).params

    assert (told["file"], told["line"], told["field"]) == (str(path), "5", "elements.dialog.send")


def test_what_is_wrong_in_the_base_is_told_there(layer: Path) -> None:
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    base = write(layer, text.replace('home = "/homepage"', 'home = "homepage"'), "mock")

    told = refused(layer).params

    line = text[: text.index('home = "/homepage"')].count("\n") + 1
    assert (told["file"], told["line"], told["field"]) == (str(base), str(line), "paths.home")


def test_a_circle_of_bases_is_told_with_its_way(layer: Path) -> None:
    write(layer, 'name = "north"\nbase = "south"\n')
    south = write(layer, 'name = "south"\nbase = "north"\n', "south")

    told = refused(layer).params

    assert (told["file"], told["why"], told["value"]) == (str(south), "below_itself", "north → south → north")


def test_a_change_in_the_base_is_a_change_of_the_profile(layer: Path) -> None:
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    before = load_portal([layer, default_folder()], "north").fingerprint
    write(layer, f"{text}\n# mended\n", "mock")

    assert load_portal([layer, default_folder()], "north").fingerprint != before


def test_a_draft_may_leave_gaps_and_stops_where_they_are(layer: Path) -> None:
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    draft = text.replace("verified = true", "verified = false").replace("send = {", "#", 1).replace('home = "/', '# "/')
    write(layer, draft, "mock")

    portal = load_portal([layer, default_folder()], "north")

    with pytest.raises(AskPerson) as unnamed:
        _ = portal.elements["dialog.send"]
    assert (unnamed.value.code, unnamed.value.params["why"]) == (Code.E_PORTAL_CHANGED, "not_named")


def test_a_verified_profile_leaves_none(layer: Path) -> None:
    text = (default_folder() / "portals" / "mock.toml").read_text("utf-8")
    write(layer, text.replace('home = "/homepage"\n', ""), "mock")

    assert (refused(layer).params["field"], refused(layer).params["why"]) == ("paths.home", "missing")


def test_a_name_that_a_draft_lacks_in_a_language_is_asked_for(layer: Path) -> None:
    write(layer, 'name = "north"\nbase = "mock"\nverified = false\n[elements.dialog]\nsend = { th = "ส่งคำเชิญ" }\n')

    portal = load_portal([layer, default_folder()], "north")

    assert (portal.elements["dialog.send"].named("th"), "th" in portal.languages) == ("ส่งคำเชิญ", True)
    with pytest.raises(AskPerson) as unnamed:
        portal.elements["dialog.next"].named("th")
    assert (unnamed.value.params["why"], unnamed.value.params["value"]) == ("not_named_in", "th")


def test_a_file_may_lie_over_the_packaged_one_of_its_own_name(layer: Path) -> None:
    write(layer, 'name = "mock"\nbase = "mock"\nverified = false\n[paths]\nhome = "/start"\n', "mock")

    portal, packaged = load_portal([layer, default_folder()], "mock"), load_portal([default_folder()], "mock")

    assert (portal.paths["home"], portal.paths["links"]) == ("/start", packaged.paths["links"])
    assert (portal.verified, packaged.verified) == (False, True)


def test_a_file_that_nothing_of_its_name_is_below_is_told(layer: Path) -> None:
    write(layer, 'name = "north"\nbase = "north"\n')

    assert refused(layer).params["why"] == "below_itself"


def test_an_empty_text_takes_back_what_the_base_says(layer: Path) -> None:
    write(
        layer,
        'name = "north"\nbase = "mock"\n[elements.dialog]\n'
        'send = { role = "", en = "", zh = "", es = "", css = "#send" }\n',
    )

    send = load_portal([layer, default_folder()], "north").elements["dialog.send"]

    assert (send.role, send.names, send.css) == ("", {}, "#send")


def test_an_element_of_which_everything_is_taken_back_has_no_place(layer: Path) -> None:
    write(layer, 'name = "north"\nbase = "mock"\n[elements.dialog]\nsend = { role = "" }\n')

    assert (refused(layer).params["field"], refused(layer).params["why"]) == ("elements.dialog.send", "no_place")
