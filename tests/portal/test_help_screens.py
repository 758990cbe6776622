"""Help center and notification center in a browser, in each language and on both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect
from portal_tab import Tab
from portal_visitor import LUCIA, MX

from mock_portal.client import World
from mock_portal.texts import texts

HELP, CENTER = "/help-center", "/message-center"
ANSWERED, DONE = "8310000000000000001", "8310000000000000002"


@pytest.fixture
def seller(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    return tab_in


@pytest.fixture
def desk(seller: Tab) -> Tab:
    seller.open(HELP)
    expect(seller.page.locator(".help-card")).to_have_count(6)
    return seller


@pytest.fixture
def tickets(seller: Tab) -> Tab:
    seller.open(f"{HELP}/tickets")
    seller.page.locator("[data-row-key]").first.wait_for()
    seller.settle()
    return seller


@pytest.fixture
def news(seller: Tab) -> Tab:
    seller.open(CENTER)
    seller.page.locator("[data-message-id]").first.wait_for()
    return seller


@pytest.fixture
def chat(desk: Tab) -> Tab:
    desk.named("button", "Chat with us", "联系在线客服").click()
    expect(desk.page.locator('[data-author="bot"]')).to_have_count(1)
    return desk


def drawer(tab: Tab) -> Locator:
    return tab.named("dialog", "Chat", "在线客服")


def tell(tab: Tab, text: str) -> None:
    tab.named("textbox", "Message", "消息", drawer(tab)).fill(text)
    tab.named("button", "Send", "发送", drawer(tab)).click()


def test_the_help_center_is_in_order(desk: Tab) -> None:
    expect(desk.named("group", "Unread messages", "未读消息")).to_have_text("1")
    assert desk.disorder() == []


def test_an_article_is_found_and_read(desk: Tab) -> None:
    desk.named("textbox", "Search articles", "搜索文章").fill("50")
    desk.named("button", "Search", "搜索").click()
    expect(desk.page.locator(".help-card")).to_have_count(1)

    desk.page.locator(".help-card").click()

    heading = desk.say("How products get into the showcase", "如何添加橱窗商品")
    expect(desk.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert desk.disorder() == []


def test_where_no_article_fits_the_page_says_so(desk: Tab) -> None:
    desk.named("textbox", "Search articles", "搜索文章").fill("zebra")

    desk.page.keyboard.press("Enter")

    expect(desk.page.get_by_text(texts(desk.lang)("help.articles.none"), exact=True)).to_be_visible()


def test_the_tickets_are_in_order(tickets: Tab) -> None:
    table = tickets.named("table", "My tickets", "我的工单")

    expect(table.locator('[data-state="answered"]')).to_have_text(tickets.say("Answered", "已回复"))
    expect(tickets.named("group", "Unread messages", "未读消息", table)).to_have_text("1")
    assert tickets.disorder() == []


def test_a_ticket_is_created_in_a_category(tickets: Tab, mock_world: World) -> None:
    tickets.named("button", "Create ticket", "创建工单").click()
    dialog = tickets.named("dialog", "Create ticket", "创建工单")
    tickets.named("combobox", "Category", "类别", dialog).click()
    tickets.named("option", "Payments", "资金结算").click()
    tickets.named("textbox", "Describe your question", "问题描述", dialog).fill("¿Cuándo?")
    assert tickets.disorder() == []

    tickets.named("button", "Submit", "提交", dialog).click()

    expect(tickets.page.locator("[data-row-key]").first).to_contain_text(tickets.say("Payments", "资金结算"))
    (made,) = (one for one in mock_world.state()["ticket"] if one["text"] == "¿Cuándo?")
    assert (made["category"], made["state"]) == ("payment", "open")


def test_a_ticket_is_read_and_replied_to(seller: Tab, mock_world: World) -> None:
    seller.open(f"{HELP}/ticket?ticket_id={ANSWERED}")
    expect(seller.page.locator("[data-post-id]")).to_have_count(2)
    seller.named("textbox", "Your reply", "您的回复").fill("Gracias <b>")

    seller.named("button", "Send", "发送").click()

    expect(seller.page.locator("[data-post-id]").last).to_contain_text("Gracias <b>")
    expect(seller.page.locator("#state")).to_have_text(seller.say("Open", "处理中"))
    assert (mock_world.effects("posts_read"), seller.disorder()) == (1, [])


def test_a_resolved_ticket_has_no_box_for_replies(seller: Tab) -> None:
    seller.open(f"{HELP}/ticket?ticket_id={DONE}")

    expect(seller.page.locator("#state")).to_have_text(seller.say("Resolved", "已解决"))
    expect(seller.named("textbox", "Your reply", "您的回复")).to_have_count(0)


def test_the_chat_is_in_order_and_its_bot_answers(chat: Tab) -> None:
    tell(chat, chat.say("How to unlink an account", "如何解绑账号"))

    link = drawer(chat).get_by_role("link", name=chat.say("How to unlink an account", "如何解绑账号"), exact=True)
    expect(link).to_be_visible()
    assert chat.disorder() == []


def test_a_person_takes_over(chat: Tab, mock_world: World) -> None:
    state = drawer(chat).get_by_role("status")
    chat.named("button", "Talk to a person", "转人工客服").click()
    expect(state).to_have_text(chat.say("Waiting for a person", "等待人工客服"))

    mock_world.support().join(MX)
    mock_world.support().say(MX, "Aquí estoy.")

    expect(drawer(chat).locator('[data-author="support"]')).to_contain_text("Aquí estoy.")
    expect(state).to_have_text(chat.say("With customer service", "人工客服为您服务"))
    expect(chat.named("button", "Talk to a person", "转人工客服")).to_be_hidden()


def test_a_chat_ends_and_another_begins(chat: Tab, mock_world: World) -> None:
    chat.named("button", "End chat", "结束对话").click()

    chat.named("button", "Start a new chat", "开始新对话").click()

    expect(chat.named("button", "Talk to a person", "转人工客服")).to_be_visible()
    assert (mock_world.effects("chat_begin"), mock_world.effects("chat_end")) == (2, 1)


def test_the_notification_center_is_in_order(news: Tab) -> None:
    for said in (
        ("Your priority", "优先事项"),
        ("Violations", "违规"),
        ("Policies", "政策"),
        ("Account updates", "账号动态"),
    ):
        expect(news.named("tab", *said)).to_be_visible()
    expect(news.named("tab", "Violations", "违规")).to_have_attribute("data-unread", "1")
    assert news.disorder() == []


def test_a_category_shows_only_its_own(news: Tab) -> None:
    news.named("tab", "Policies", "政策").click()

    expect(news.page.locator("[data-message-id]")).to_have_count(1)
    expect(news.page.locator("[data-topic]")).to_have_attribute("data-topic", "policy_claims")
    assert news.disorder() == []


def test_a_message_is_marked_as_read(news: Tab) -> None:
    item = news.page.locator('[data-topic="violation"]')

    item.get_by_role("button").click()

    expect(item).to_have_attribute("data-read", "true")
    expect(news.named("tab", "Violations", "违规")).to_have_attribute("data-unread", "0")


def test_all_messages_are_marked_as_read(news: Tab) -> None:
    news.named("button", "Mark all as read", "全部标为已读").click()

    expect(news.page.locator('[data-read="false"]')).to_have_count(0)
    expect(news.named("button", "Mark all as read", "全部标为已读")).to_be_disabled()


def test_a_creator_s_answer_is_news_in_the_reader_s_language(mock_world: World, seller: Tab) -> None:
    mock_world.seller(MX).invite("cocina.conluz")
    mock_world.creator("cocina.conluz").decline()

    seller.open(f"{CENTER}?category=account_updates")

    title = seller.say("{account} declined your invitation", "{account} 拒绝了您的邀请")
    expect(seller.page.get_by_role("article")).to_contain_text(title.format(account="@cocina.conluz"))
