"""Each market has its own figure of standing: what moves it, what its marks bar, and what time does to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from health_visitor import OVERVIEW, appeal
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import GB, GLOBAL, LUCIA, MX, SWITCH, TH, Visitor, account_id

from mock_portal.client import World

API = "/api/v1/promotion"
CREATOR = "/api/m/account/standing/get"
OFFICIAL = ["live_code", "live_flash", "flash_sale", "product_discount"]


@pytest.fixture
def measured(mock_world: World, example_world: str, stranger: Visitor) -> Callable[..., Visitor]:
    """Lucía's shop, measured as another market's, in good standing; other words of her shop may be given."""

    def made(figure: str, more: str = "") -> Visitor:
        shop = f'score = 100\nmeasured_by = "{figure}"\n{more}'
        mock_world.reset(world=example_world.replace("score = 92", shop, 1))
        mock_world.freeze()
        mock_world.advance(hours=24 * 200)
        return stranger.log_in(*LUCIA)

    return made


def standing(visitor: Visitor) -> Any:
    return visitor.get(OVERVIEW).data["standing"]


def status(world: World) -> str:
    """Of the account that is linked to the shop."""
    (one,) = (one for one in world.state("accounts")["accounts"] if one["id"] == account_id(2))
    return str(one["status"])


def refused(visitor: Visitor, world: World) -> list[str]:
    """The promotion tools that standing closes."""
    begins = world.now() + timedelta(hours=1)
    wish = {"percent": 20, "product_ids": [], "code": "LUZ15", "quota": 2, "per_customer": 1}
    wish |= {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(minutes=15)).isoformat()}
    told = {tool: visitor.post(f"{API}/create", **wish, tool=tool, name=tool).json["message"] for tool in OFFICIAL}
    return [tool for tool, said in told.items() if "shop" in said and "products" not in said]


@pytest.mark.fast
@pytest.mark.parametrize(
    ("figure", "value", "marks"),
    [
        ("credit_score", 100, [80]),
        ("health_rating", 200, [150, 100, 50, 0]),
        ("violation_points", 0, [36, 48]),
    ],
)
def test_each_figure_has_its_beginning_and_its_marks(measured: Any, figure: str, value: int, marks: list[int]) -> None:
    seen = standing(measured(figure))

    assert (seen["system"], seen["value"], seen["marks"], seen["in_order"]) == (figure, value, marks, True)


@pytest.mark.fast
def test_a_market_has_its_own_figure_where_the_world_names_none(mock_world: World) -> None:
    shops = {one["id"]: one["measured_by"] for one in mock_world.state()["shops"]}

    assert (shops[MX], shops[GB], shops[TH]) == ("credit_score", "health_rating", "violation_points")


@pytest.mark.fast
@pytest.mark.parametrize(
    ("points", "crossed", "days"),
    [(49, None, None), (50, 150, 7), (99, 150, 7), (100, 100, 14), (150, 50, 28), (200, 0, None), (900, 0, None)],
)
def test_a_rating_that_falls_to_a_milestone_bars_for_its_days(
    mock_world: World, measured: Any, points: int, crossed: int | None, days: int | None
) -> None:
    visitor = measured("health_rating")
    mock_world.compliance().issue(MX, "prohibited", points)

    seen = standing(visitor)

    until = days and (mock_world.now() + timedelta(days=days)).isoformat()
    assert (seen["value"], seen["crossed"], seen["until"]) == (max(0, 200 - points), crossed, until)


@pytest.mark.fast
def test_what_a_milestone_barred_is_free_again_though_the_rating_stays(mock_world: World, measured: Any) -> None:
    visitor = measured("health_rating")
    mock_world.compliance().issue(MX, "prohibited", 50)
    barred = refused(visitor, mock_world)

    mock_world.advance(hours=24 * 7)

    assert (barred, refused(visitor, mock_world)) == (OFFICIAL[:3], [])
    assert (standing(visitor)["value"], standing(visitor)["in_order"]) == (150, True)


@pytest.mark.fast
@pytest.mark.parametrize(("points", "near"), [(39, None), (40, 150), (49, 150), (50, None), (90, 100)])
def test_ten_points_above_a_milestone_the_site_warns(
    mock_world: World, measured: Any, points: int, near: int | None
) -> None:
    visitor = measured("health_rating")

    mock_world.compliance().issue(MX, "prohibited", points)

    assert standing(visitor)["near"] == near


@pytest.mark.fast
@pytest.mark.parametrize(("figure", "days"), [("health_rating", 180), ("violation_points", 90)])
def test_a_violation_counts_for_its_days_and_no_longer(
    mock_world: World, measured: Any, figure: str, days: int
) -> None:
    visitor = measured(figure)
    before = standing(visitor)["value"]
    mock_world.compliance().issue(MX, "prohibited", 20)

    mock_world.advance(hours=24 * days, seconds=-1)
    counted = standing(visitor)["value"]
    mock_world.advance(seconds=1)

    assert (abs(counted - before), standing(visitor)["value"]) == (20, before)


@pytest.mark.fast
@pytest.mark.parametrize(
    ("points", "closed"), [(35, []), (36, ["live_flash", "flash_sale"]), (47, OFFICIAL[1:3]), (48, OFFICIAL[:3])]
)
def test_violation_points_close_flash_sales_and_then_every_official_tool(
    mock_world: World, measured: Any, points: int, closed: list[str]
) -> None:
    visitor = measured("violation_points")

    mock_world.compliance().issue(MX, "prohibited", points)

    assert refused(visitor, mock_world) == closed


@pytest.mark.fast
@pytest.mark.parametrize(("stars", "closed"), [(30, []), (29, ["live_flash", "flash_sale"])])
def test_few_stars_close_flash_sales_where_points_are_counted(
    mock_world: World, measured: Any, stars: int, closed: list[str]
) -> None:
    assert refused(measured("violation_points", f"stars = {stars}"), mock_world) == closed
    assert refused(measured("health_rating", f"stars = {stars}"), mock_world) == []


@pytest.mark.fast
@pytest.mark.parametrize(("figure", "points"), [("health_rating", 200), ("violation_points", 48)])
def test_beyond_the_last_mark_the_account_is_frozen_until_an_appeal_succeeds(
    mock_world: World, measured: Any, figure: str, points: int
) -> None:
    visitor = measured(figure)
    made = mock_world.compliance().issue(MX, "prohibited", points, handle="casa.aurora.live")
    frozen = status(mock_world)
    appeal(visitor, made)

    mock_world.compliance().accept_appeal(made)

    assert (frozen, status(mock_world), standing(visitor)["in_order"]) == ("restricted", "normal", True)


@pytest.mark.fast
@pytest.mark.parametrize(
    ("region", "figure"),
    [("US", ("health_rating", 180)), ("VN", ("health_rating", 180)), ("TH", ("violation_points", 20)), ("MX", None)],
)
def test_a_creator_has_the_figure_of_the_creators_own_market(
    mock_world: World, example_world: str, stranger: Visitor, region: str, figure: tuple[str, int] | None
) -> None:
    own = 'handle = "casa.aurora.live"\nnickname = "Casa Aurora en Vivo 🏡"\nregion = "{}"'
    mock_world.reset(world=example_world.replace(own.format("MX"), own.format(region), 1))
    mock_world.compliance().issue(MX, "false_promotion", 20, handle="casa.aurora.live")

    stranger.post("/passport/m/login", handle="casa.aurora.live", password="demo-creator-pass")
    seen = stranger.get(CREATOR).data["standing"]

    assert (seen and (seen["system"], seen["value"])) == figure


@pytest.mark.parametrize(
    ("shop", "name", "shown"),
    [
        (GB, ("Account Health Rating", "店铺健康分"), ("150", "150")),
        (TH, ("Violation points", "违规积分"), ("41", "36")),
    ],
)
def test_the_page_shows_the_market_s_figure_and_what_it_bars(
    mock_world: World, tab_in: Tab, shop: str, name: tuple[str, str], shown: tuple[str, str]
) -> None:
    mock_world.compliance().issue(TH, "false_promotion", 36)
    tab_in.log_in(*GLOBAL)
    tab_in.page.context.request.post(f"{tab_in.origin}{SWITCH}", data={"shop_id": shop})

    tab_in.open("/account-health")

    expect(tab_in.named("group", *name)).to_have_text(shown[0])
    expect(tab_in.page.get_by_role("alert")).to_contain_text(shown[1])
    assert tab_in.disorder() == []
