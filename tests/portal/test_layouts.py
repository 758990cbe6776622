"""The same site in other builds: account pages behind the picture in the header, and languages known only in part."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

LINKS = "/profile/linked-accounts?tab=marketing"


@pytest.fixture
def behind_the_picture(mock_world: World, tab_in: Tab, example_world: str) -> Tab:
    """Lucia's pages in the build that has no account group in its menu."""
    mock_world.reset(world=example_world.replace('kind = "local"', 'kind = "local"\nlayout = "avatar"', 1))
    tab_in.log_in(*LUCIA)
    tab_in.open("/homepage")
    return tab_in


def test_the_accounts_pages_stand_behind_the_picture(behind_the_picture: Tab) -> None:
    tab = behind_the_picture
    links = tab.named("link", "Linked Accounts", "绑定账号")
    expect(links).to_be_hidden()

    tab.page.locator('[data-tid="m4b_avatar"]').click()
    tab.page.keyboard.press("Escape")
    links.click()

    expect(tab.named("heading", "Linked TikTok accounts", "绑定TikTok账号")).to_be_visible()


def test_the_menu_at_the_left_then_lacks_them(behind_the_picture: Tab) -> None:
    menu = behind_the_picture.named("navigation", "Main menu", "主菜单")

    expect(menu.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("lang", "marketing", "english"),
    [("vi", "Tài khoản tiếp thị", "Log out"), ("th", "บัญชีการตลาด", "Log out")],
)
def test_a_language_known_in_part_says_the_rest_in_english(tab: Tab, lang: str, marketing: str, english: str) -> None:
    tab.log_in(*LUCIA)
    tab.lang = lang

    tab.open(LINKS)

    expect(tab.page.locator("html")).to_have_attribute("lang", lang)
    expect(tab.page.get_by_role("tab", name=marketing, exact=True)).to_be_visible()
    expect(tab.page.get_by_role("button", name=english, exact=True)).to_be_visible()
