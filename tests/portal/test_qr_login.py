"""Logging in by a picture: a desk shows a code for a minute, a phone scans it and answers, the desk is let in once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import segno
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import LOGIN_GLOBAL, LOGIN_MX, LUCIA, Visitor

from mock_portal.client import ControlRefusedError, World
from mock_portal.texts import texts

SHOW, CHECK = "/passport/open/get_qrcode", "/passport/open/check_qrcode"
SCAN, CONFIRM, CANCEL = (f"/api/v1/seller_app/qr/{deed}" for deed in ("scan", "confirm", "cancel"))
GONE = "The code is no longer valid. Refresh it and scan again."


def shown(desk: Visitor) -> str:
    """Let a desk show a code; gives what a phone reads in it."""
    return str(desk.post(SHOW).data["qrcode_index_url"]).partition("token=")[2]


def state(desk: Visitor) -> str:
    return str(desk.get(CHECK).data["status"])


@pytest.fixture
def desk(tab_in: Tab) -> Tab:
    """The login page with its code."""
    tab_in.open("/account/login")
    tab_in.named("tab", "Log in with QR code", "扫码登录").click()
    tab_in.named("img", "QR code for logging in", "登录二维码").wait_for()
    return tab_in


@pytest.fixture
def computer(mock_world: World) -> Iterator[Visitor]:
    """A desk without a browser, beside those who are logged in."""
    visitor = Visitor(mock_world.origin)
    yield visitor
    visitor.close()


def said(desk: Tab) -> Locator:
    return desk.page.locator("#qr-state")


def test_the_picture_is_the_code_of_an_address_of_this_site(mock_world: World, stranger: Visitor) -> None:
    seen = stranger.post(SHOW).data

    assert seen["qrcode_index_url"].startswith(f"{mock_world.origin}/app/qr?token=")
    drawn = segno.make(seen["qrcode_index_url"], micro=False, error="m").png_data_uri(scale=5, border=4)
    assert seen["qrcode"] == drawn


def test_the_desk_is_let_in_by_the_login_of_the_phone(mock_world: World, desk: Tab) -> None:
    mock_world.phone(LOGIN_MX).scan()
    expect(said(desk)).to_have_text(texts(desk.lang)("login.qr.scanned"))

    mock_world.phone(LOGIN_MX).confirm()

    desk.page.wait_for_url("**/homepage?shop_region=MX")
    expect(desk.page.locator('[data-tid="shop.context"]')).to_have_attribute("data-login-id", LOGIN_MX)


def test_an_old_code_is_covered_until_it_is_refreshed(mock_world: World, desk: Tab) -> None:
    mock_world.advance(seconds=60)
    expect(said(desk)).to_have_text(desk.say("The code has expired.", "二维码已过期"))

    desk.named("button", "Refresh code", "刷新二维码").click()

    new = desk.say("Scan the code with the TikTok Shop Seller app.", "请使用 TikTok Shop 卖家版 App 扫码登录")
    expect(said(desk)).to_have_text(new)
    assert mock_world.phone(LOGIN_MX).scan() == "scanned"


def test_a_phone_that_says_no_covers_the_code(mock_world: World, desk: Tab) -> None:
    mock_world.phone(LOGIN_MX).scan()

    mock_world.phone(LOGIN_MX).cancel()

    expect(said(desk)).to_have_text(desk.say("The login was cancelled in the app.", "已在 App 中取消登录"))
    expect(desk.named("button", "Refresh code", "刷新二维码")).to_be_visible()
    assert desk.disorder() == []


def test_whoever_goes_back_to_the_password_is_asked_no_more(mock_world: World, tab: Tab) -> None:
    tab.open("/account/login")
    tab.named("tab", "Log in with QR code", "").click()
    tab.named("img", "QR code for logging in", "").wait_for()

    tab.named("tab", "Log in with password", "").click()
    mock_world.phone(LOGIN_MX).scan()

    expect(tab.named("textbox", "Phone number", "")).to_be_visible()
    assert "confirmed" in mock_world.phone(LOGIN_MX).confirm()
    expect(tab.page).to_have_url(f"{mock_world.origin}/account/login?lang=en")


def test_the_phone_is_asked_and_confirms(stranger: Visitor, tab_in: Tab) -> None:
    token = shown(stranger)
    tab_in.log_in(*LUCIA)

    tab_in.open(f"/app/qr?token={token}")
    tab_in.named("button", "Confirm login", "确认登录").wait_for()
    assert (state(stranger), tab_in.disorder()) == ("scanned", [])
    tab_in.named("button", "Confirm login", "确认登录").click()

    expect(tab_in.page.get_by_role("status")).to_have_text(tab_in.say("Logged in on the computer.", "电脑端已登录"))
    assert (stranger.get(CHECK).data, tab_in.noise) == ({"status": "confirmed", "shop_region": "MX"}, [])


def test_a_phone_that_comes_too_late_is_told_so(mock_world: World, stranger: Visitor, tab: Tab) -> None:
    token = shown(stranger)
    mock_world.advance(seconds=60)
    tab.log_in(*LUCIA)

    tab.open(f"/app/qr?token={token}")

    expect(tab.page.get_by_role("alert")).to_have_text(GONE)
    assert state(stranger) == "expired"


@pytest.mark.fast
def test_a_code_lets_its_desk_in_once(lucia: Visitor, mei: Visitor, computer: Visitor) -> None:
    token = shown(computer)
    for deed in (SCAN, CONFIRM):
        lucia.post(deed, token=token)

    assert (state(mei), state(computer), state(computer)) == ("expired", "confirmed", "used")
    assert computer.get("/homepage").status == 200


@pytest.mark.fast
def test_nobody_confirms_what_another_phone_has_scanned(lucia: Visitor, mei: Visitor, computer: Visitor) -> None:
    token = shown(computer)
    lucia.post(SCAN, token=token)

    said_no = [mei.post(deed, token=token).json["message"] for deed in (SCAN, CONFIRM, CANCEL)]

    assert said_no == [texts("zh")("refused.qr_gone")] * 3
    assert state(computer) == "scanned"


@pytest.mark.fast
def test_a_phone_without_a_session_scans_nothing(stranger: Visitor) -> None:
    token = shown(stranger)

    assert stranger.post(SCAN, token=token).json["code"] == 98001002
    assert state(stranger) == "new"


@pytest.mark.fast
@pytest.mark.parametrize("deed", ["scan", "confirm", "cancel"])
def test_where_no_code_was_shown_there_is_none_to_scan(mock_world: World, deed: str) -> None:
    with pytest.raises(ControlRefusedError, match="no code was shown"):
        mock_world.person({"who": "qr", "login": LOGIN_GLOBAL, "do": deed})
