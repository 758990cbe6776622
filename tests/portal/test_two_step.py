"""The second step of signing in: a code on the phone, asked for in several forms, refused in the portal's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect
from portal_tab import Tab
from portal_visitor import LUCIA, Visitor

from mock_portal.client import World

LOGIN = "7480000000000000001"
CONFIRM, AGAIN = "/passport/web/two-step/confirm", "/passport/web/two-step/send"
FORMS = ["one", "six", "frame"]
Enter = Callable[..., Tab]


@pytest.fixture
def guarded(mock_world: World, example_world: str) -> Callable[[str], None]:
    """Let Lucia's login ask for a code, in one of the forms."""

    def ask_in(form: str) -> None:
        asked = f'kind = "local"\ntwo_step = true\ncode_form = "{form}"'
        mock_world.reset(world=example_world.replace('kind = "local"', asked, 1))

    return ask_in


@pytest.fixture
def half_in(stranger: Visitor, guarded: Callable[[str], None]) -> Visitor:
    """Lucia, who has given her password."""
    guarded("one")
    stranger.post("/passport/web/user/login", account=LUCIA[0], password=LUCIA[1])
    return stranger


def asking(tab: Tab) -> Page | FrameLocator:
    """Where the code is asked for: on the page, or in its frame."""
    frame = tab.page.frame_locator(".two-step-frame")
    return frame if tab.page.locator(".two-step-frame").count() else tab.page


def boxes(tab: Tab) -> Locator:
    return asking(tab).get_by_role("textbox")


@pytest.fixture
def to_the_code(tab_in: Tab, guarded: Callable[[str], None]) -> Callable[[str], Tab]:
    def go(form: str) -> Tab:
        guarded(form)
        tab_in.log_in(*LUCIA)
        tab_in.open("/account/two-step")
        return tab_in

    return go


@pytest.mark.parametrize("form", FORMS)
def test_the_code_from_the_phone_opens_the_door(
    mock_world: World, to_the_code: Callable[[str], Tab], form: str
) -> None:
    tab = to_the_code(form)
    boxes(tab).first.click()

    tab.page.keyboard.type(mock_world.code(LOGIN))
    asking(tab).get_by_role("button", name=tab.say("Confirm", "确认"), exact=True).click()

    tab.page.wait_for_url("**/homepage?shop_region=MX")
    assert tab.disorder() == []


@pytest.mark.parametrize("form", FORMS)
def test_its_screens_are_in_order(to_the_code: Callable[[str], Tab], form: str) -> None:
    tab = to_the_code(form)

    expect(tab.named("heading", "Two-step verification", "双重验证")).to_be_visible()
    expect(boxes(tab)).to_have_count(6 if form == "six" else 1)
    assert tab.disorder() == []


@pytest.mark.parametrize("code", ["1", "abcdef", "12345\uff16"])
def test_a_code_that_is_none_is_refused_at_once(to_the_code: Callable[[str], Tab], code: str) -> None:
    tab = to_the_code("one")

    boxes(tab).fill(code)
    asking(tab).get_by_role("button", name=tab.say("Confirm", "确认"), exact=True).click()

    expect(tab.page.get_by_role("alert")).to_have_text(tab.say("Please enter a 6-digit code", "请输入6位数字验证码"))


def test_three_wrong_codes_close_the_door_for_half_an_hour(mock_world: World, half_in: Visitor) -> None:
    right = mock_world.code(LOGIN)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"

    said = [half_in.post(CONFIRM, code=code).json["message"] for code in (wrong, wrong, wrong, right)]
    mock_world.advance(minutes=31)
    half_in.post(AGAIN)

    closed = "Maximum number of attempts reached. Try again in 30 minutes."
    assert said == ["The code is incorrect", "The code is incorrect", closed, closed]
    assert half_in.post(CONFIRM, code=mock_world.code(LOGIN)).json["code"] == 0


def test_an_old_code_is_worth_nothing(mock_world: World, half_in: Visitor) -> None:
    mock_world.advance(minutes=11)

    assert half_in.post(CONFIRM, code=mock_world.code(LOGIN)).json["message"] == "The code has expired"


def test_a_code_is_used_once(mock_world: World, half_in: Visitor) -> None:
    code = mock_world.code(LOGIN)
    half_in.post(CONFIRM, code=code)

    assert half_in.post(CONFIRM, code=code).json["message"] == "Please log in again"


def test_a_trusted_device_is_not_asked_again(mock_world: World, half_in: Visitor) -> None:
    half_in.post(CONFIRM, code=mock_world.code(LOGIN), trust=True)

    again = half_in.post("/passport/web/user/login", account=LUCIA[0], password=LUCIA[1])

    assert again.data == {"shop_region": "MX"}
