"""What the shipped profile of the mock says, and what an override may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.domain.ledger import InvitationState
from agent.domain.permit import Kind
from agent.domain.portal import Origin, Request, Surface
from agent.domain.seen import CheckName
from agent.errors import Code, CompanionError, MendInput
from agent.profile import REQUIRED, load_portal
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

FOLDERS = [default_folder()]


def test_the_mock_is_known_in_three_languages() -> None:
    portal = load_portal(FOLDERS, "mock")

    assert portal.languages == {"en", "zh", "es"}
    names = portal.elements["dialog.send"].names
    assert names == {"en": "Send invitation", "zh": "发送邀请", "es": "Enviar invitación"}


def test_every_element_that_pages_ask_for_is_there() -> None:
    portal = load_portal(FOLDERS, "mock")

    wanted = {f"{group}.{name}" for group, names in REQUIRED.items() for name in names.split()}
    assert wanted <= portal.elements.keys()


def test_what_an_older_profile_names_and_nobody_asks_for_any_more_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    names = 'obstacles = { role = "list", en = "A", zh = "B", es = "C" }'
    older = f'base = "mock"\nname = "older"\n[elements.unlink]\n{names}\n'
    (tmp_path / "portals" / "older.toml").write_text(older, "utf-8")

    assert load_portal((tmp_path, default_folder()), "older").elements.keys() >= {"unlink.sure"}


def test_every_check_and_every_state_has_words_in_each_language() -> None:
    portal = load_portal(FOLDERS, "mock")

    told = [*portal.checks.values(), *portal.obstacles.values()]
    assert {one: told.count(one) % 3 for one in CheckName} == dict.fromkeys(CheckName, 0)
    assert set(told) == set(CheckName)
    assert set(portal.words.values()) == set(InvitationState)
    assert portal.words["已绑定"] is InvitationState.ACCEPTED


def test_an_override_moves_both_sides_and_the_echoes_to_the_free_port() -> None:
    portal = load_portal(FOLDERS, "mock", {"seller": "http://127.0.0.1:4321"})

    here = Origin("http", "127.0.0.1", 4321)
    assert (portal.seller, portal.creator, portal.allowed) == (here, here, frozenset({here}))
    assert portal.echoes == ("http://127.0.0.1:4321/egress/echo", "http://127.0.0.1:4321/egress/trace")


def test_creators_may_have_an_address_of_their_own() -> None:
    override = {"seller": "http://127.0.0.1:4321", "creator": "http://localhost:5432"}

    portal = load_portal(FOLDERS, "mock", override)

    assert str(portal.creator) == "http://localhost:5432"
    assert portal.allowed == {portal.seller, portal.creator}


@pytest.mark.parametrize("url", ["https://seller.example.com", "http://me@127.0.0.1:1", "127.0.0.1:1"])
def test_an_override_away_from_this_machine_is_refused(url: str) -> None:
    with pytest.raises(MendInput) as caught:
        load_portal(FOLDERS, "mock", {"seller": url})

    assert caught.value.params["field"] == "portals.mock.seller"


def test_one_request_commits_a_bind_and_it_is_sent_once() -> None:
    commit = load_portal(FOLDERS, "mock").traffic.commit(Kind.BIND)

    assert commit is not None
    assert commit.request == Request("POST", "/api/v1/seller/creator/invitation/send")
    assert commit.single_shot


def test_a_commit_is_never_among_the_reads() -> None:
    traffic = load_portal(FOLDERS, "mock").traffic

    assert not {one.request for one in traffic.commits} & (traffic.reads | traffic.logins)


def test_the_mock_offers_the_creators_side_and_the_seller_app_as_mobile_web() -> None:
    portal = load_portal(FOLDERS, "mock")

    assert portal.surfaces == {"seller": Surface.WEB, "creator": Surface.MOBILE_WEB, "app": Surface.MOBILE_WEB}
    assert (portal.verified, portal.follows_portal_clock, portal.loopback) == (True, True, True)


def test_an_unknown_portal_is_refused_with_where_was_looked() -> None:
    with pytest.raises(MendInput) as caught:
        load_portal(FOLDERS, "nowhere")

    assert caught.value.params["file"].endswith("nowhere.toml")


@pytest.mark.parametrize(
    ("name", "url", "regions"),
    [
        ("mock", "http://127.0.0.1:8780/homepage?shop_region=TH", {"TH"}),
        ("mock", "http://127.0.0.1:8780/homepage?shop_region=TH&shop_region=GB", {"TH", "GB"}),
        ("mock", "http://127.0.0.1:8780/homepage", set()),
        ("local-us", "https://seller-us.tiktok.com/homepage", {"US"}),
        ("local-us", "https://seller-us.tiktok.com/homepage?shop_region=MX", {"US", "MX"}),
        ("global-selling", "https://seller.tiktokshopglobalselling.com/homepage?shop_region=GB", {"GB"}),
    ],
)
def test_an_address_may_name_the_region_of_the_shop(name: str, url: str, regions: set[str]) -> None:
    assert load_portal(FOLDERS, name).regions.of(url) == regions


def test_a_page_whose_address_a_draft_does_not_tell_is_a_persons_to_name() -> None:
    with pytest.raises(CompanionError) as told:
        load_portal([default_folder()], "tabcut").address("seller", "tabcut_creators")

    assert (told.value.code, told.value.params["element"]) == (Code.E_PORTAL_CHANGED, "tabcut_creators")


def test_markets_are_profile_data_each_name_for_one_of_them(tmp_path: Path) -> None:
    (tmp_path / "portals").mkdir()
    text = 'name = "mine"\nbase = "tabcut"\n[markets]\nMX = ["Mexico"]\nUS = ["Mexico"]\n'
    (tmp_path / "portals" / "mine.toml").write_text(text, "utf-8")

    with pytest.raises(CompanionError) as told:
        load_portal([tmp_path, default_folder()], "mine")

    assert told.value.params["why"] == "twice"
