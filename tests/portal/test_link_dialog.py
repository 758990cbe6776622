"""The dialog that links a new account, in a real browser and in both languages."""

from __future__ import annotations

from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import GB, GLOBAL, LUCIA, MX, account_id

from mock_portal.client import World

LUZ, KATE = account_id(3), account_id(8)


def test_an_invitation_is_sent_through_the_dialog(mock_world: World, tab_in: Tab) -> None:
    tab_in.log_in(*GLOBAL)
    tab_in.open("/profile/linked-accounts?tab=marketing")
    dialog = tab_in.check("kitchen.with", KATE)
    assert (tab_in.nameless(), dialog.get_by_role("listitem").count()) == ([], 13)

    tab_in.named("button", "Send invitation", "发送邀请", dialog).click()

    expect(tab_in.page.get_by_role("status")).to_have_text(tab_in.say("Invitation sent", "邀请已发送"))
    expect(dialog).to_be_hidden()
    assert [(effect["shop"], effect["account"]) for effect in mock_world.effect_log()] == [(GB, KATE)]
    assert tab_in.noise == []


def test_the_dialog_shows_the_account_that_it_will_invite(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/profile/linked-accounts")

    dialog = tab_in.check("cocina.conluz", LUZ)

    card = dialog.locator('[data-tid="account.card"]')
    expect(card).to_have_attribute("data-account-id", LUZ)
    expect(card).to_contain_text("@cocina.conluz")
    expect(dialog.locator('[data-tid="account.category"]')).to_have_text("Home & Kitchen")


def test_what_failed_is_marked_and_nothing_can_be_sent(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/profile/linked-accounts")

    dialog = tab_in.check("bogota.home", account_id(7))

    failed = dialog.get_by_role("listitem").filter(
        has=tab_in.page.get_by_role("img", name=tab_in.say("Failed", "未通过"))
    )
    expect(failed).to_have_text(f"{tab_in.say('Account region matches the shop', '账号所在地与店铺一致')}CO")
    expect(tab_in.named("button", "Send invitation", "发送邀请", dialog)).to_be_disabled()


def test_a_refusal_is_said_inside_the_dialog(mock_world: World, tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/profile/linked-accounts")
    dialog = tab_in.check("cocina.conluz", LUZ)
    mock_world.seller(MX).invite("cocina.conluz")

    tab_in.named("button", "Send invitation", "发送邀请", dialog).click()

    said = tab_in.say("There is already an open invitation for this account.", "该账号已有待处理的邀请。")
    expect(dialog.get_by_role("alert")).to_have_text(said)


def test_a_search_has_pages_and_next_ends_at_the_last(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open("/profile/linked-accounts")
    dialog = tab_in.search("cocina")
    expect(dialog.locator('[data-tid="m4b_pagination_total"]')).to_have_text(tab_in.say("Total 13", "共 13 条"))
    turn = tab_in.named("button", "Next page", "下一页", dialog)
    expect(turn).to_have_attribute("aria-disabled", "false")

    turn.click()

    expect(turn).to_have_attribute("aria-disabled", "true")
    expect(dialog.locator("[data-row-key]")).to_have_count(3)


def test_times_are_exact_for_programs_and_names_are_only_text(mock_world: World, tab: Tab) -> None:
    mock_world.fault(
        "POST", "*/info/get", do="lookalikes", set=[{"handle": "x", "nickname": "<img src=x onerror=alert(1)>"}]
    )
    tab.log_in(*LUCIA)
    tab.open("/profile/linked-accounts")

    dialog = tab.search("nobody")

    expect(dialog.get_by_role("cell", name="<img src=x onerror=alert(1)>")).to_be_visible()
    assert str(tab.page.locator("time").first.get_attribute("datetime")).endswith("+00:00")
    assert tab.noise == []
