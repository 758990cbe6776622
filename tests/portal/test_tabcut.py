"""Tabcut: a site of its own, with rankings that strangers see the beginning of, and who sells what from both sides."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import Visitor

from mock_portal.areas.tabcut.calls import updated
from mock_portal.client import World

API = "/tabcut/api"
fast = pytest.mark.fast


def customer(visitor: Visitor, email: str = "insights@example.com") -> Visitor:
    visitor.post(f"{API}/login", email=email, password="demo-tabcut-pass")
    return visitor


def ranking(visitor: Visitor, **asked: object) -> dict[str, object]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    given: dict[str, object] = visitor.get(f"{API}/ranking?{query}").data
    return given


@fast
@pytest.mark.parametrize(("email", "shown"), [("", 3), ("curious@example.com", 12), ("insights@example.com", 12)])
def test_strangers_see_the_beginning(stranger: Visitor, email: str, shown: int) -> None:
    visitor = customer(stranger, email) if email else stranger

    seen = ranking(visitor, kind="goods", region="MX")

    assert (seen["shown"], seen["total"]) == (shown, 12)


@fast
@pytest.mark.parametrize(("hour", "since"), [(0, 0), (5, 0), (6, 6), (23, 18)])
def test_the_numbers_stand_since_the_last_quarter_of_a_day(hour: int, since: int) -> None:
    now = datetime(2026, 11, 30, hour, 59, 59, 7, tzinfo=UTC)

    assert updated(now) == datetime(2026, 11, 30, since, tzinfo=UTC)


@fast
def test_the_numbers_are_the_same_for_everybody(stranger: Visitor, mei: Visitor) -> None:
    asked = {"kind": "creators", "region": "GB", "days": 28}

    assert ranking(customer(stranger), **asked)["list"] == ranking(customer(mei), **asked)["list"]


@fast
def test_who_sells_what_is_the_same_from_both_sides(stranger: Visitor) -> None:
    visitor = customer(stranger)
    goods = [row["id"] for row in ranking(visitor, kind="goods", region="MX")["list"]]  # type: ignore[attr-defined]

    pairs = {(good, row["id"]) for good in goods for row in associated(visitor, "goods", good)}
    back = {(row["id"], one) for _, one in pairs for row in associated(visitor, "creators", one)}

    assert pairs
    assert back == pairs


def associated(visitor: Visitor, kind: str, number: str) -> list[dict[str, str]]:
    given: list[dict[str, str]] = visitor.get(f"{API}/association?kind={kind}&id={number}&region=MX").data["list"]
    return given


@fast
def test_a_sellers_session_opens_nothing_here(lucia: Visitor) -> None:
    assert lucia.get(f"{API}/association?kind=goods&id=1729400000000000001&region=MX").json["code"] != 0
    assert lucia.post(f"{API}/login", email="ops.latam@example.com", password="demo-lucia-pass").json["code"] != 0


def test_whoever_wants_more_is_asked_to_log_in(mock_world: World, tab_in: Tab) -> None:
    tab_in.open("/tabcut/ranking/goods")
    tab_in.named("button", "Next page", "下一页").click()
    form = tab_in.named("dialog", "Log in", "登录")

    form.get_by_label(tab_in.say("E-mail", "邮箱"), exact=True).last.fill("insights@example.com")
    form.get_by_label(tab_in.say("Password", "密码"), exact=True).last.fill("demo-tabcut-pass")
    form.get_by_role("button").last.click()

    expect(tab_in.page.locator("#who")).to_have_text("insights@example.com")
    assert mock_world.effects("tabcut_login") == 1
