"""Where the walk over a portal's pages stops: what each page or dialog must show once, and how one comes to it.

Nothing here is pressed but what shows more of a page: a menu, a dialog, a search, the next step before the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from agent.domain.drift import Skipped
from agent.domain.unlinking import RequestState
from agent.flows.compass_stops import COMPASS
from agent.flows.service_stops import SERVICE
from agent.flows.stopping import Come, Shown, Stop, at
from agent.ports import (
    AppBind,
    AppBound,
    AppSettings,
    CreatorLink,
    CreatorShowcase,
    CreatorSignIn,
    Home,
    Invitations,
    LinkedAccounts,
    Promotions,
    SellerSignIn,
    SignIn,
    Walked,
)

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.domain.seen import Hit
    from agent.ports import Visit


async def _row(visit: Visit, shop: Shop) -> Shown | Skipped:
    """The first linked account's row: its button's name holds the handle."""
    _ = shop
    page = await visit.open(LinkedAccounts)
    rows = (await page.read()).links.rows
    return Shown(cast("Walked", page), {"handle": rows[0].handle}) if rows else Skipped.NO_LINK


async def _unlinking(visit: Visit, shop: Shop) -> Shown | Skipped:
    shown = await _row(visit, shop)
    if isinstance(shown, Shown):
        await shown.page.unfold("unlink.open", **shown.filled)
    return shown


async def _search(visit: Visit, shop: Shop) -> tuple[LinkedAccounts, Hit] | Skipped:
    """Search for an account that the roster wants and the shop has not."""
    page = await visit.open(LinkedAccounts)
    linked = {row.handle for row in (await page.read()).links.rows}
    sought = next((one.handle for one in shop.accounts if one.handle not in linked), None)
    hits = (await page.search(sought)).rows if sought else ()
    return (page, hits[0]) if hits else Skipped.NO_ACCOUNT


async def _found(visit: Visit, shop: Shop) -> Shown | Skipped:
    found = await _search(visit, shop)
    return found if isinstance(found, Skipped) else Shown(cast("Walked", found[0]))


async def _chosen(visit: Visit, shop: Shop) -> Shown | Skipped:
    """Go on to the portal's own list of criteria, where the button that sends stands."""
    found = await _search(visit, shop)
    if isinstance(found, Skipped):
        return found
    page, hit = found
    await page.choose(hit)
    return Shown(cast("Walked", page))


async def _approving(visit: Visit, shop: Shop) -> Shown | Skipped:
    """The dialog that agrees to a creator's request, where one is open."""
    _ = shop
    page = await visit.open(LinkedAccounts)
    asked = await page.applications()
    if not asked:
        return Skipped.NO_REQUEST
    await page.open_approval(asked[0])
    return Shown(cast("Walked", page))


async def _own_link(visit: Visit, shop: Shop) -> Shown | Skipped:
    """The creator's own view of the link, while nothing was asked for there."""
    _ = shop
    page = await visit.open(CreatorLink)
    asked = (await page.read()).state is not RequestState.NONE
    return Skipped.REQUEST_OPEN if asked else Shown(cast("Walked", page))


def _sign_in(page: type[SignIn]) -> Come:
    """A login page with its form brought up; nothing is typed into it."""

    async def come(visit: Visit, shop: Shop) -> Shown:
        _ = shop
        door = await visit.open(page)
        await door.show_form()
        return Shown(cast("Walked", door))

    return come


_DIALOG: Final = "dialog.itself"
SELLER: Final = (
    Stop(
        "home",
        at(Home),
        (
            *("shell.shop_context", "shell.switch_shop", "shell.menu", "shell.my_account"),
            *("home.heading", "home.unlinks_left", "home.links_in_window"),
        ),
    ),
    Stop("menu", at(Home, "shell.my_account"), ("shell.linked_accounts",)),
    Stop("switcher", at(Home, "shell.switch_shop"), ("shell.shop_list",)),
    Stop(
        "links",
        at(LinkedAccounts),
        (
            *("links.heading", "links.tab_marketing", "links.slots", "links.table", "links.total", "links.next_page"),
            *("links.open_dialog", "col.username", "col.nickname", "col.linked_since"),
        ),
    ),
    Stop("row", _row, ("unlink.open",)),
    Stop(
        "dialog",
        at(LinkedAccounts, "links.open_dialog"),
        (_DIALOG, "dialog.keyword", "dialog.search", "dialog.cancel"),
    ),
    Stop("results", _found, ("dialog.results", "dialog.total", "dialog.next"), within=_DIALOG),
    Stop(
        "eligibility",
        _chosen,
        ("dialog.card", "dialog.category", "dialog.checks", "dialog.back", "dialog.send"),
        within=_DIALOG,
    ),
    Stop("unlink", _unlinking, ("unlink.card", "unlink.left", "unlink.sure"), within="unlink.itself"),
    Stop(
        "approval",
        _approving,
        ("unlink.card", "approval.sure"),
        within="approval.itself",
        passes=("approval.section", "approval.requests", "approval.open"),
    ),
    Stop(
        "invitations",
        at(Invitations),
        (
            *("invitations.heading", "invitations.table", "invitations.total", "invitations.next_page"),
            *("col.account_id", "col.status", "col.sent", "col.expires", "col.invitation_no", "col.note"),
        ),
    ),
    Stop(
        "promotions",
        at(Promotions),
        (
            *("promotions.heading", "promotions.table", "promotions.total", "promotions.next_page"),
            *("col.promotion", "col.discount", "col.starts", "col.ends", "col.applies", "col.state"),
            *("tool.product_discount", "tool.flash_sale", "tool.live_flash", "tool.live_code"),
        ),
        page="promotions",
    ),
    *SERVICE,
    *COMPASS,
)
CREATOR: Final = (
    Stop(
        "showcase",
        at(CreatorShowcase),
        (
            *("showcase.heading", "showcase.table", "showcase.total", "showcase.next_page", "creator.context"),
            *("showcase.today", "showcase.add", "col.product", "col.shop", "col.added", "col.stock"),
        ),
    ),
    Stop(
        "showcase_add",
        at(CreatorShowcase, "showcase.add"),
        ("showcase_add.tab", "showcase_add.link", "showcase_add.fetch", "showcase_add.sure"),
        within="showcase_add.itself",
    ),
    Stop(
        "link_info",
        _own_link,
        ("link_info.heading", "link_info.send"),
        passes=("creator_showcase.heading", "creator_showcase.your_shop", "your_shop.heading", "your_shop.view_info"),
    ),
)
APP: Final = (
    Stop("app_settings", at(AppSettings), ("app_settings.heading", "app_settings.bind", "app_settings.bound")),
    Stop("app_bind", at(AppBind), ("app_bind.heading", "app_bind.form", "app_bind.username", "app_bind.leave")),
    Stop("app_bound", at(AppBound), ("app_bound.heading", "app_bound.slots", "app_bound.accounts")),
)
SIGNED_OUT: Final = (
    Stop("login", at(SellerSignIn), ("login.heading", "login.use_email")),
    Stop("login_form", _sign_in(SellerSignIn), ("login.email", "login.password", "login.submit")),
    Stop(
        "creator_login",
        _sign_in(CreatorSignIn),
        ("creator.login_heading", "creator.username", "creator.password", "creator.submit"),
    ),
)
STOPS: Final = (*SELLER, *CREATOR, *APP, *SIGNED_OUT)
WALKED: Final = frozenset(key for stop in STOPS for key in stop.keys)
