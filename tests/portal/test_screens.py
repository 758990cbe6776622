"""The seller's and the creator's first screens in a real browser: what one does there, and what it says."""

from __future__ import annotations

from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import GB, GLOBAL, LUCIA, MX, account_id

from mock_portal.client import World

LUZ, KATE = account_id(3), account_id(8)


def test_the_page_of_an_unknown_path_says_so(tab: Tab) -> None:
    tab.open("/nowhere")

    expect(tab.page.get_by_role("heading", name="No matching route", exact=True)).to_be_visible()


def test_a_dead_session_shows_the_shop_window_at_the_same_address(mock_world: World, tab: Tab) -> None:
    tab.log_in(*LUCIA)
    mock_world.expire("7480000000000000001")

    tab.open("/homepage")

    expect(tab.page.get_by_role("heading", name="Sell on TikTok Shop", exact=True)).to_be_visible()
    expect(tab.page.get_by_role("link", name="Join now", exact=True)).to_be_visible()
    assert "/homepage" in tab.page.url


def test_a_session_that_dies_under_a_page_ends_at_the_shop_window(mock_world: World, tab: Tab) -> None:
    tab.log_in(*LUCIA)
    tab.open("/profile/linked-accounts")
    tab.page.locator("[data-row-key]").first.wait_for()
    mock_world.expire("7480000000000000001")

    tab.page.get_by_role("tab", name="Official account", exact=True).click()

    expect(tab.page.get_by_role("alert").first).to_have_text("You must log in to continue")
    expect(tab.page.get_by_role("link", name="Join now", exact=True)).to_be_visible()


def test_one_logs_in_by_email_after_flipping_the_form(tab_in: Tab) -> None:
    tab_in.open("/account/login")
    expect(tab_in.named("textbox", "Phone number", "手机号")).to_be_visible()
    tab_in.named("button", "Log in with email", "使用邮箱登录").click()

    tab_in.named("textbox", "Email", "邮箱").fill(LUCIA[0])
    tab_in.page.get_by_label(tab_in.say("Password", "密码"), exact=True).fill(LUCIA[1])
    tab_in.named("button", "Log in", "登录").click()

    tab_in.page.wait_for_url("**/homepage?shop_region=MX")
    expect(tab_in.named("group", "Compliance credit score", "合规信用分")).to_have_text("92")
    expect(tab_in.named("group", "Unlinks left", "剩余解绑次数")).to_have_text("3")
    expect(tab_in.named("group", "Links in the last 180 days", "近180天绑定次数")).to_have_text("1/10")


def test_a_wrong_password_is_said_in_an_alert(tab_in: Tab) -> None:
    tab_in.open("/account/login")

    tab_in.named("textbox", "Phone number", "手机号").fill("1")
    tab_in.page.locator("#TikTok_Ads_SSO_Login_Pwd_Input").fill("x")
    tab_in.page.locator("#TikTok_Ads_SSO_Login_Btn").click()

    wrong = tab_in.say("Incorrect account or password", "账号或密码错误")
    expect(tab_in.page.get_by_role("alert")).to_have_text(wrong)


def test_the_menu_group_opens_and_leads_to_the_linked_accounts(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/homepage")
    group = tab_in.named("button", "My account", "我的账号")
    expect(group).to_have_attribute("aria-expanded", "false")
    expect(tab_in.named("link", "Linked TikTok accounts", "绑定TikTok账号")).to_be_hidden()

    group.click()
    tab_in.named("link", "Linked TikTok accounts", "绑定TikTok账号").click()

    expect(tab_in.named("table", "Marketing accounts", "渠道经营账号")).to_contain_text("@casa.aurora.live")


def test_the_shop_is_switched_in_the_header(tab_in: Tab) -> None:
    tab_in.log_in(*GLOBAL)
    tab_in.open("/profile/linked-accounts")
    tab_in.named("button", "Switch shop", "切换店铺").click()
    shops = tab_in.named("listbox", "Switch shop", "切换店铺")

    shops.get_by_role("option").filter(has_text="Siam Glow TH").click()

    tab_in.page.wait_for_url("**/homepage?shop_region=TH")
    context = tab_in.page.locator('[data-tid="shop.context"]')
    expect(context).to_have_attribute("data-shop-stage", "probation")
    expect(context).to_contain_text(tab_in.say("Thailand", "泰国"))


def test_a_table_that_loads_says_no_data_under_its_mask(mock_world: World, tab_in: Tab) -> None:
    mock_world.fault("GET", "/api/v1/seller/creator/agg/get", do="delay_before_commit", seconds=2)
    tab_in.log_in(*LUCIA)

    tab_in.open("/profile/linked-accounts")

    expect(tab_in.page.locator('[data-tid="m4b_loading"]')).to_be_visible()
    expect(tab_in.page.get_by_role("cell", name=tab_in.say("No data", "暂无数据"))).to_be_visible()
    expect(tab_in.page.get_by_role("cell", name="@casa.aurora.live", exact=True)).to_be_visible()


def test_an_announcement_must_be_put_away(mock_world: World, tab_in: Tab, example_world: str) -> None:
    mock_world.reset(world=example_world.replace("score = 92", 'score = 92\nannouncement = "Double days start soon"'))
    tab_in.log_in(*LUCIA)
    tab_in.open("/homepage")
    expect(tab_in.named("dialog", "Announcement", "公告")).to_contain_text("Double days start soon")

    tab_in.named("button", "Got it", "知道了").click()

    expect(tab_in.page.get_by_role("dialog")).to_be_hidden()


def test_a_login_with_a_second_step_ends_there(mock_world: World, tab_in: Tab, example_world: str) -> None:
    mock_world.reset(world=example_world.replace('password = "demo-lucia-pass"', 'password = "p"\ntwo_step = true'))
    tab_in.open("/account/login")

    tab_in.named("textbox", "Phone number", "手机号").fill("525555550101")
    tab_in.page.locator("#TikTok_Ads_SSO_Login_Pwd_Input").fill("p")
    tab_in.named("button", "Log in", "登录").click()

    tab_in.named("heading", "Two-step verification", "双重验证").wait_for()
    expect(tab_in.page.locator("#TT4B_TSV_Verify_Code_Input")).to_be_visible()


def test_a_creator_accepts_and_proves_who_they_are(mock_world: World, tab_in: Tab) -> None:
    mock_world.seller(GB).invite("kitchen.with.kate")
    tab_in.open("/m/login")
    tab_in.named("textbox", "Username", "用户名").fill("kitchen.with.kate")
    tab_in.page.get_by_label(tab_in.say("Password", "密码"), exact=True).fill("demo-creator-pass")
    tab_in.named("button", "Log in", "登录").click()

    tab_in.named("button", "Accept", "接受", tab_in.page.get_by_role("article", name="Harbour Home UK")).click()
    tab_in.named("textbox", "Full name", "姓名").fill("Kate")
    tab_in.named("button", "Submit", "提交").click()

    expect(tab_in.page.get_by_role("article")).to_contain_text(tab_in.say("In review", "审核中"))
    assert [effect["kind"] for effect in mock_world.effect_log()] == ["invite", "accept", "verify_identity"]


def test_a_creator_declines(mock_world: World, tab_in: Tab) -> None:
    mock_world.seller(MX).invite("cocina.conluz")
    tab_in.enter_as_creator("cocina.conluz")
    tab_in.open("/m/inbox")
    context = tab_in.page.locator('[data-tid="creator.context"]')
    expect(context).to_have_attribute("data-handle", "cocina.conluz")

    tab_in.named("button", "Decline", "拒绝").click()

    expect(tab_in.page.get_by_role("article")).to_contain_text(tab_in.say("Declined", "已拒绝"))
