"""The faults that a page plays, seen in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA, SEND, account_id, eventually

from mock_portal.client import World

PAGE = "/profile/linked-accounts"
LUZ = account_id(3)
SEND_BUTTON = ".link-dialog .theme-arco-btn-primary"


@pytest.fixture
def at_the_list(tab: Tab) -> Tab:
    """A logged in tab that has not opened the page yet: faults are set first."""
    tab.log_in(*LUCIA)
    return tab


def test_a_puzzle_lies_over_the_page(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("GET", PAGE, do="captcha")

    at_the_list.open(PAGE)

    expect(at_the_list.page.locator(".captcha-verify-container")).to_be_visible()


def test_a_challenged_call_brings_up_the_puzzle_and_never_ends(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="captcha")
    at_the_list.open(PAGE)

    at_the_list.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    expect(at_the_list.page.locator(".captcha-verify-container")).to_be_visible()
    expect(at_the_list.page.get_by_role("dialog")).to_be_visible()
    assert mock_world.effects("invite") == 0


def test_a_renamed_label_is_renamed_in_shell_and_script(mock_world: World, at_the_list: Tab) -> None:
    names = {"Link new marketing account": "Add creator", "Invitations": "Requests"}
    mock_world.fault("GET", PAGE, do="relabel", map=names)

    at_the_list.open(PAGE)

    expect(at_the_list.page.get_by_role("button", name="Add creator", exact=True)).to_be_visible()
    expect(at_the_list.page.get_by_role("link", name="Requests", exact=True)).to_be_visible()


def test_a_covered_button_cannot_be_clicked(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("GET", PAGE, do="cover", selector=".theme-arco-modal-footer .theme-arco-btn-secondary")
    at_the_list.open(PAGE)
    dialog = at_the_list.search("cocina.conluz")

    with pytest.raises(PlaywrightTimeout, match="promo-layer"):
        dialog.get_by_role("button", name="Cancel", exact=True).click(timeout=400)


def test_a_button_comes_alive_late(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("GET", PAGE, do="disabled_for", selector=".panel-head .theme-arco-btn", seconds=60)
    at_the_list.page.clock.install()
    at_the_list.open(PAGE)
    button = at_the_list.page.get_by_role("button", name="Link new marketing account", exact=True)

    expect(button).to_be_disabled()
    at_the_list.page.clock.fast_forward("01:00")
    expect(button).to_be_enabled()


def test_a_button_that_was_held_back_is_then_what_it_would_have_been(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("GET", PAGE, do="disabled_for", selector=SEND_BUTTON, seconds=60)
    mock_world.seller("7495000000000000011").invite("cocina.conluz")
    at_the_list.page.clock.install()
    at_the_list.open(PAGE)
    dialog = at_the_list.search("cocina.conluz")
    dialog.locator(f'[data-row-key="{LUZ}"] label').click()
    at_the_list.page.clock.fast_forward("01:00")
    dialog.get_by_role("button", name="Next", exact=True).click()

    send = dialog.get_by_role("button", name="Send invitation")
    expect(send).to_have_attribute("data-disabled", "")
    at_the_list.page.clock.fast_forward("01:00")
    expect(send).not_to_have_attribute("data-disabled", "")
    expect(send).to_be_disabled()


def test_a_success_can_be_taken_back(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="optimistic_then_revert", seconds=0.5)
    at_the_list.open(PAGE)

    at_the_list.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    expect(at_the_list.page.get_by_role("status")).to_have_text("Invitation sent")
    expect(at_the_list.page.get_by_role("alert")).to_have_text("The invitation could not be sent")
    assert mock_world.effects("invite") == 0


def test_an_error_can_be_shown_for_what_was_done(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="error_toast_after_commit")
    at_the_list.open(PAGE)
    dialog = at_the_list.check("cocina.conluz", LUZ)

    dialog.get_by_role("button", name="Send invitation").click()

    expect(dialog.get_by_role("alert")).to_have_text("System error, please try again")
    assert mock_world.effects("invite") == 1


def test_one_click_can_send_two_requests(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="double_handler")
    at_the_list.open(PAGE)

    at_the_list.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    assert eventually(lambda: len(mock_world.requests("POST", SEND)) == 2)


def test_an_answer_that_is_no_json_is_an_error_in_the_dialog(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="status_before_commit", code=502)
    at_the_list.open(PAGE)
    dialog = at_the_list.check("cocina.conluz", LUZ)

    dialog.get_by_role("button", name="Send invitation").click()

    expect(dialog.get_by_role("alert")).to_have_text("Something went wrong. Please try again later.")


def test_a_page_can_be_the_login_although_the_session_lives(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("GET", PAGE, do="login")

    at_the_list.open(PAGE)

    expect(at_the_list.page.get_by_role("heading", name="Log in", exact=True)).to_be_visible()
    assert PAGE in at_the_list.page.url


def test_a_browser_sends_again_when_a_warm_connection_is_cut(mock_world: World, at_the_list: Tab) -> None:
    mock_world.fault("POST", SEND, do="close_after_commit")
    at_the_list.open(PAGE)

    at_the_list.check("cocina.conluz", LUZ).get_by_role("button", name="Send invitation").click()

    assert eventually(lambda: len(mock_world.requests("POST", SEND)) == 2)
    assert mock_world.effects("invite") == 1
