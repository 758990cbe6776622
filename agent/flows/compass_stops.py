"""The stops of the walk in Data Compass: each report with its days, a portrait, and the files' buttons; only read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from agent.domain.drift import Skipped
from agent.domain.insight import Page, Span
from agent.flows.stopping import Shown, Stop, at
from agent.ports import Compass, LinkedAccounts, ReportExports, Walked

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.flows.stopping import Come
    from agent.ports import Visit


def _report(page: Page) -> Come:
    """One report over the last seven days; what stands in it is counted, not read."""

    async def come(visit: Visit, shop: Shop) -> Shown:
        _ = shop
        compass = await visit.open(Compass)
        await compass.show(page, Span.LAST_7)
        return Shown(cast("Walked", compass))

    return come


async def _portrait(visit: Visit, shop: Shop) -> Shown | Skipped:
    """Who follows the first linked account."""
    _ = shop
    rows = (await (await visit.open(LinkedAccounts)).read()).links.rows
    if not rows:
        return Skipped.NO_LINK
    compass = await visit.open(Compass)
    await compass.show_fans(rows[0].account_id)
    return Shown(cast("Walked", compass))


_DAYS: Final = ("compass.heading", "compass.first_day", "compass.last_day")
COMPASS: Final = (
    Stop(
        "compass_overview",
        _report(Page.OVERVIEW),
        (
            *("compass.days_table", *_DAYS, "compass.day_column"),
            *("measure.gmv", "measure.live_gmv", "measure.video_gmv", "measure.card_gmv", "measure.items"),
            *("measure.sku_orders", "measure.orders", "measure.customers", "measure.visitors"),
            *("measure.impressions", "measure.unique_impressions", "measure.ctr", "measure.cvr", "measure.dwell"),
            "measure.gpm",
        ),
        page="compass_overview",
    ),
    Stop(
        "compass_creators",
        _report(Page.CREATORS),
        ("compass.accounts_table", *_DAYS, "compass.account_column", "measure.lives", "measure.commission"),
        page="compass_creators",
    ),
    Stop(
        "compass_lives",
        _report(Page.LIVES),
        (
            *("compass.lives_table", *_DAYS, "compass.account_column", "compass.began_column"),
            *("measure.minutes", "measure.viewers", "measure.click_rate"),
        ),
        page="compass_lives",
    ),
    Stop(
        "compass_fans",
        _portrait,
        (
            *("compass.fans_heading", "fans.by_gender", "fans.by_age", "fans.by_place", "fans.by_category"),
            "fans.by_price",
        ),
        page="compass_fans",
    ),
    Stop(
        "exports",
        at(ReportExports),
        ("export.ask", "export.history", "export.yesterday", "export.last_7_days", "export.last_28_days"),
        page="export_creators",
    ),
)
