"""Data Compass over HTTP: numbers that add up, a day that grows, and files as the site gives them."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from portal_visitor import LUCIA, Visitor

from mock_portal.areas.compass.metrics import Numbers
from mock_portal.areas.compass.reports import plain
from mock_portal.areas.compass.spans import NoSpanError, span
from mock_portal.client import World

pytestmark = pytest.mark.fast
CASA = "7495000000000000011"
STATS = "/api/v3/insights/seller/shop/overview/performance/stats"
CREATORS, LIVES = "/api/v1/insights/seller/creator/list", "/api/v1/insights/seller/live/diagnosis/creator/list"
EXPORT, HISTORY = "/api/v1/insights/seller/export/create", "/api/v1/insights/seller/export/list"


def seen(visitor: Visitor, stretch: str) -> Any:
    return visitor.get(f"{STATS}?time_range={stretch}").data


def file_of(visitor: Visitor, task: str) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    visitor.connection.request("GET", f"/compass/export/{task}", headers={"cookie": cookie})
    return visitor.connection.getresponse().read()


def sheets(file: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        pages = [archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(names) + 1)]
    rows = [re.findall(r"<row [^>]*>(.*?)</row>", page) for page in pages]
    cells = [[re.findall(r"(?:preserve\">|<v>)([^<]*)<", row) for row in page] for page in rows]
    return dict(zip(names, cells, strict=True))


def test_the_days_add_up_to_the_week(lucia: Visitor) -> None:
    week = seen(lucia, "last_7_days")

    assert len(week["days"]) == 7
    assert week["total"]["orders"] == sum(day["orders"] for day in week["days"])
    assert float(week["total"]["gmv"]) == pytest.approx(sum(float(day["gmv"]) for day in week["days"]))


def test_people_who_come_again_are_counted_once(lucia: Visitor) -> None:
    week = seen(lucia, "last_28_days")

    assert week["total"]["customers"] < sum(day["customers"] for day in week["days"])


def test_every_day_s_money_comes_from_live_video_and_cards(lucia: Visitor) -> None:
    days = seen(lucia, "last_28_days")["days"]

    split = [sum(float(day[name]) for name in ("live", "video", "card")) for day in days]
    assert split == pytest.approx([float(day["gmv"]) for day in days])


def test_today_grows_and_yesterday_does_not(mock_world: World, lucia: Visitor) -> None:
    mock_world.set_clock(mock_world.now().replace(hour=15, minute=0))
    before = seen(lucia, "today")["total"], seen(lucia, "yesterday")["total"]

    mock_world.advance(hours=6)

    after = seen(lucia, "today")["total"], seen(lucia, "yesterday")["total"]
    assert after[0]["visitors"] > before[0]["visitors"]
    assert after[1] == before[1]


def test_the_day_changes_at_midnight_of_the_shop(mock_world: World, lucia: Visitor) -> None:
    mock_world.set_clock(mock_world.now().replace(hour=5, minute=59))  # Mexico City is six hours behind
    before = seen(lucia, "today")["last"]

    mock_world.advance(minutes=2)

    assert seen(lucia, "today")["last"] > before


@pytest.mark.parametrize(
    "stretch", ["", "ever", "2026-01-01", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "2026-01-01..2026-11-01"]
)
def test_no_other_time_is_shown(lucia: Visitor, stretch: str) -> None:
    assert lucia.get(f"{STATS}?time_range={stretch}").json["code"] != 0


def test_days_to_come_are_no_span() -> None:
    with pytest.raises(NoSpanError):
        span("2026-11-24..2026-11-25", date(2026, 11, 24))


def test_accounts_are_sorted_and_found(lucia: Visitor) -> None:
    down = lucia.get(f"{CREATORS}?time_range=last_28_days&sort=gmv").data["list"]
    up = lucia.get(f"{CREATORS}?time_range=last_28_days&sort=gmv&order=ascending").data["list"]

    assert [row["handle"] for row in down] == [row["handle"] for row in reversed(up)]
    assert float(down[0]["gmv"]) > float(down[-1]["gmv"])
    assert [row["handle"] for row in lucia.get(f"{CREATORS}?keyword=@CASA.AURORA.L").data["list"]] == [
        "casa.aurora.live"
    ]


def test_the_lives_of_days_gone_by_are_over_and_told_newest_first(lucia: Visitor) -> None:
    lives = lucia.get(f"{LIVES}?time_range=last_28_days").data["list"]

    assert lives == sorted(lives, key=lambda live: live["starts_at"], reverse=True)
    assert not any(live["ongoing"] for live in lives)


def test_an_export_is_ready_a_little_later(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    task = lucia.post(EXPORT, module="overview", time_range="last_7_days").data["task_id"]
    before = lucia.get(HISTORY).data["list"]

    mock_world.advance(seconds=3)

    assert [(one["task_id"], one["ready"]) for one in before] == [(task, False)]
    assert lucia.get(HISTORY).data["list"][0]["ready"]


def test_the_file_says_what_the_page_says(mock_world: World, lucia: Visitor) -> None:
    task = lucia.post(EXPORT, module="overview", time_range="last_7_days").data["task_id"]
    mock_world.advance(seconds=3)

    file = sheets(file_of(lucia, task))

    week = seen(lucia, "last_7_days")
    assert list(file) == ["Total", "Daily data"]
    assert [row[0] for row in file["Daily data"][1:]] == [day["date"] for day in week["days"]]
    assert file["Total"][1][0] == week["total"]["gmv"]


def test_a_sheet_claims_to_hold_its_first_cell_only(mock_world: World, lucia: Visitor) -> None:
    task = lucia.post(EXPORT, module="creator", time_range="last_7_days").data["task_id"]
    mock_world.advance(seconds=3)

    with zipfile.ZipFile(BytesIO(file_of(lucia, task))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()

    assert '<dimension ref="A1"/>' in sheet
    assert sheet.count("<row ") == 3


def test_another_shop_sees_no_export_of_this_one(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    task = lucia.post(EXPORT, module="live", time_range="today").data["task_id"]
    mock_world.advance(seconds=3)

    assert mei.get(HISTORY).data["list"] == []
    assert mei.get(f"/compass/export/{task}").status == 404


def test_rates_follow_from_what_they_are_rates_of(lucia: Visitor) -> None:
    total = seen(lucia, "last_7_days")["total"]

    assert total["ctr"] == pytest.approx(total["clicks"] / total["impressions"], abs=0.0001)
    assert total["cvr"] == pytest.approx(total["orders"] / total["visitors"], abs=0.0001)
    assert float(total["gpm"]) == pytest.approx(1000 * float(total["gmv"]) / total["impressions"], abs=0.01)
    assert 12 <= total["dwell"] <= 140


def test_a_rate_of_nothing_is_none() -> None:
    told = plain(Numbers(gmv=0))

    assert [told[name] for name in ("ctr", "cvr", "dwell", "gpm")] == [None] * 4


def test_no_linked_account_s_orders_carry_a_commission(lucia: Visitor) -> None:
    rows = lucia.get(f"{CREATORS}?time_range=last_28_days").data["list"]

    assert {row["commission"] for row in rows} == {"0.00"}


def test_a_commission_that_is_booked_by_mistake_is_shown(mock_world: World, example_world: str, lucia: Visitor) -> None:
    mock_world.reset(world=example_world.replace("showcase_today = 6", "showcase_today = 6\ncommission = 2.5"))
    lucia.log_in(*LUCIA)

    rows = lucia.get(f"{CREATORS}?time_range=last_28_days").data["list"]

    (booked,) = [row for row in rows if row["commission"] != "0.00"]
    assert float(booked["commission"]) == pytest.approx(0.025 * float(booked["gmv"]), abs=0.01)


def test_the_control_port_knows_what_is_true(mock_world: World, lucia: Visitor) -> None:
    week = mock_world.figures(CASA, "last_7_days")

    assert week["overview"]["total"] == seen(lucia, "last_7_days")["total"]
    assert week["accounts"] == lucia.get(f"{CREATORS}?time_range=last_7_days").data["list"]
    on_the_page = lucia.get(f"{LIVES}?time_range=last_7_days").data["list"]
    assert week["lives"][: len(on_the_page)] == on_the_page


@pytest.mark.parametrize("part", ["cards", "rows", "window", "shop", "half"])
def test_an_answer_that_is_torn_says_something_else_under_the_same_days(
    lucia: Visitor, mock_world: World, part: str
) -> None:
    right = seen(lucia, "last_28_days")
    mock_world.fault("GET", STATS, do="torn_numbers", part=part)

    torn = seen(lucia, "last_28_days")

    assert (torn["first"], torn["last"], torn["currency"]) == (right["first"], right["last"], right["currency"])
    assert (torn["total"], torn["days"]) != (right["total"], right["days"])
    assert seen(lucia, "last_28_days") == right


def test_the_industry_s_mean_is_told_where_the_world_says_so(
    lucia: Visitor, mock_world: World, example_world: str
) -> None:
    told = lucia.get(f"{CREATORS}?time_range=last_7_days").data["industry"]
    truth = mock_world.figures(CASA, "last_7_days")

    assert (told, told["as_of"]) == (truth["industry"], truth["last"])
    mock_world.reset(world=f"{example_world}\n[site]\nindustry_gpm = false\n")
    assert mock_world.figures(CASA, "last_7_days")["industry"] is None
