"""The screens of Data Compass, in each language and on both widths, with the widgets that make them hard to read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LUCIA

from mock_portal.client import World

OVERVIEW, CREATORS, LIVES = "/compass/data-overview", "/compass/creator-analysis", "/compass/live-analysis"
SLOW = "/api/v1/insights/seller/creator/list"


@pytest.fixture
def in_order(tab_in: Tab) -> Tab:
    tab_in.log_in(*LUCIA)
    return tab_in


@pytest.mark.parametrize("path", [OVERVIEW, CREATORS, LIVES])
def test_its_screens_are_in_order(in_order: Tab, path: str) -> None:
    in_order.open(path)

    expect(in_order.named("heading", "Data Compass", "数据罗盘")).to_be_visible()
    expect(in_order.page.locator('[data-testid="time-selector-last-7-days"]')).to_have_attribute("aria-pressed", "true")
    in_order.settle()
    assert in_order.disorder() == []


def test_a_card_s_amount_stands_in_two_nodes(in_order: Tab) -> None:
    in_order.open(OVERVIEW)

    card = in_order.named("group", "GMV", "GMV")

    expect(card.locator(".pcm-smc-cents")).to_have_text(in_order.page.locator(".pcm-smc-cents").first.inner_text())
    assert len(card.locator("span").all()) == 2


def test_days_are_chosen_in_two_panels_and_then_applied(tab_in: Tab, mock_world: World) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open(OVERVIEW)
    day = (mock_world.now() - timedelta(days=1)).replace(day=1)  # today is not over
    first = tab_in.named("textbox", "Start date", "开始日期")
    expect(first).to_have_attribute("readonly", "")

    first.click()
    tab_in.page.get_by_role("button", name=f"{day:%Y/%m/%d}", exact=True).first.click()
    tab_in.named("button", "Apply", "确定").click()

    expect(first).to_have_value(f"{day:%Y/%m/%d}")
    expect(tab_in.named("textbox", "End date", "结束日期")).to_have_value(f"{day:%Y/%m/%d}")


def test_a_header_changes_before_its_rows(tab_in: Tab, mock_world: World) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open(CREATORS)
    expect(tab_in.page.locator(".zep-table-row")).to_have_count(2)
    before = tab_in.page.locator(".zep-table-row").all_inner_texts()
    mock_world.fault("GET", SLOW, do="delay_before_commit", seconds=0.5, times=None)

    tab_in.named("button", "Orders", "订单数").click()

    expect(tab_in.page.locator("th[aria-sort=descending]")).to_have_count(1)
    assert tab_in.page.locator(".zep-table-row").all_inner_texts() == before
    expect(tab_in.page.locator('[data-tid="m4b_loading"]')).to_be_hidden()


def test_an_export_is_found_in_the_history(tab_in: Tab, mock_world: World) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open(OVERVIEW)
    tab_in.page.get_by_test_id("export-button").click()
    expect(tab_in.page.get_by_role("status")).to_be_visible()
    mock_world.advance(seconds=3)

    tab_in.page.get_by_test_id("export-history-button").click()
    with tab_in.page.expect_download() as download:
        tab_in.named("link", "Download", "下载").click()

    assert download.value.suggested_filename.endswith(".xlsx")


def test_a_deep_link_with_its_time_lacks_the_export(tab: Tab) -> None:
    tab.log_in(*LUCIA)

    tab.open(f"{OVERVIEW}?timeRange=last_28_days")

    expect(tab.page.locator('[data-testid="time-selector-last-28-days"]')).to_have_attribute("aria-pressed", "true")
    expect(tab.page.get_by_test_id("export-button")).to_be_hidden()


def test_who_is_on_air_is_shown_under_the_pointer_only(tab_in: Tab) -> None:
    tab_in.log_in(*LUCIA)
    tab_in.open(LIVES)
    rooms = tab_in.page.locator(".compass-streams-list")
    expect(rooms).to_be_hidden()

    tab_in.page.locator(".compass-streams").hover()

    expect(rooms).to_be_visible()
