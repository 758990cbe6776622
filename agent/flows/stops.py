"""Where the walk over a portal's pages stops: what each page or dialog must show once, and how one comes to it.

Nothing here is pressed but what shows more of a page: a menu, a dialog, a search, the next step before the last one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from agent.domain.drift import Skipped
from agent.domain.unlinking import RequestState
from agent.ports import (
    AppBind,
    AppBound,
    AppSettings,
    ContentChecks,
    CreatorLink,
    CreatorShowcase,
    CreatorSignIn,
    Health,
    Home,
    Invitations,
    LinkedAccounts,
    Messages,
    Page,
    Promotions,
    SellerSignIn,
    SignIn,
    Tickets,
    Walked,
)

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.domain.seen import Hit
    from agent.ports import Visit


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it stands, ready to be counted; `filled` are the parts of the names on it."""

    page: Walked
    filled: dict[str, str] = field(default_factory=dict)


Come: TypeAlias = Callable[["Visit", "Shop"], Awaitable[Shown | Skipped]]


@dataclass(frozen=True, slots=True)
class Stop:
    """One place to look at; `within` is the dialog that holds it all, `passes` what one comes by on the way there.

    `page` is one that a profile may leave out: then nothing is done there, and nobody looks.
    """

    name: str
    come: Come
    shows: tuple[str, ...]
    within: str = ""
    passes: tuple[str, ...] = ()
    page: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Everything that it tells about."""
        return (*self.passes, *self.shows, *((self.within,) if self.within else ()))


def _at(page: type[Page], *unfolds: str) -> Come:
    """Open a page, and press what unfolds it."""

    async def come(visit: Visit, shop: Shop) -> Shown:
        _ = shop
        walked = cast("Walked", await visit.open(page))
        for key in unfolds:
            await walked.unfold(key)
        return Shown(walked)

    return come


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


async def _violation(visit: Visit, shop: Shop) -> Shown | Skipped:
    """The page of a violation that an appeal is taken against now, its form as it stands: nothing is put into it."""
    _ = shop
    page = await visit.open(Health)
    taken = next((one for one in (await page.read()).violations.rows if one.appealable), None)
    if taken is None:
        return Skipped.NO_APPEAL
    await page.open_violation(taken)
    return Shown(cast("Walked", page))


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
        _at(Home),
        (
            *("shell.shop_context", "shell.switch_shop", "shell.menu", "shell.my_account"),
            *("home.heading", "home.unlinks_left", "home.links_in_window"),
        ),
    ),
    Stop("menu", _at(Home, "shell.my_account"), ("shell.linked_accounts",)),
    Stop("switcher", _at(Home, "shell.switch_shop"), ("shell.shop_list",)),
    Stop(
        "links",
        _at(LinkedAccounts),
        (
            *("links.heading", "links.tab_marketing", "links.slots", "links.table", "links.total", "links.next_page"),
            *("links.open_dialog", "col.username", "col.nickname", "col.linked_since"),
        ),
    ),
    Stop("row", _row, ("unlink.open",)),
    Stop(
        "dialog",
        _at(LinkedAccounts, "links.open_dialog"),
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
        _at(Invitations),
        (
            *("invitations.heading", "invitations.table", "invitations.total", "invitations.next_page"),
            *("col.account_id", "col.status", "col.sent", "col.expires", "col.invitation_no", "col.note"),
        ),
    ),
    Stop(
        "promotions",
        _at(Promotions),
        (
            *("promotions.heading", "promotions.table", "promotions.total", "promotions.next_page"),
            *("col.promotion", "col.discount", "col.starts", "col.ends", "col.applies", "col.state"),
            *("tool.product_discount", "tool.flash_sale", "tool.live_flash", "tool.live_code"),
        ),
        page="promotions",
    ),
    Stop(
        "health",
        _at(Health),
        (
            *("health.heading", "health.table", "health.total", "health.next_page", "col.violation", "col.blamed"),
            *("col.enforcement", "col.points", "col.issued", "col.deadline", "col.appeal", "col.actions"),
        ),
        page="health",
    ),
    Stop(
        "account_check",
        _at(ContentChecks),
        (
            *("account_check.heading", "account_check.username", "account_check.find", "account_check.table"),
            *("account_check.total", "account_check.next_page", "col.checked_account", "col.checked_id"),
            *("col.check_began", "col.check_state"),
        ),
        page="account_check",
    ),
    Stop(
        "appeal",
        _violation,
        ("violation.heading", "violation.facts", "appeal.file", "appeal.reason", "appeal.submit"),
        page="health",
    ),
    Stop(
        "tickets",
        _at(Tickets),
        (
            *("tickets.heading", "tickets.table", "tickets.total", "tickets.next_page", "tickets.create"),
            *("col.question", "col.opened", "col.last_said", "col.ticket_state"),
        ),
        page="tickets",
    ),
    Stop(
        "ticket",
        _at(Tickets, "tickets.create"),
        ("tickets.subject", "tickets.text", "tickets.send"),
        within="tickets.sheet",
        page="tickets",
    ),
    Stop("ticket_subject", _at(Tickets, "tickets.create", "tickets.subject"), ("tickets.linking",), page="tickets"),
    Stop("messages", _at(Messages), ("messages.heading", "messages.news"), page="messages"),
)
CREATOR: Final = (
    Stop(
        "showcase",
        _at(CreatorShowcase),
        (
            *("showcase.heading", "showcase.table", "showcase.total", "showcase.next_page", "creator.context"),
            *("showcase.today", "showcase.add", "col.product", "col.shop", "col.added", "col.stock"),
        ),
    ),
    Stop(
        "showcase_add",
        _at(CreatorShowcase, "showcase.add"),
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
    Stop("app_settings", _at(AppSettings), ("app_settings.heading", "app_settings.bind", "app_settings.bound")),
    Stop("app_bind", _at(AppBind), ("app_bind.heading", "app_bind.form", "app_bind.username", "app_bind.leave")),
    Stop("app_bound", _at(AppBound), ("app_bound.heading", "app_bound.slots", "app_bound.accounts")),
)
SIGNED_OUT: Final = (
    Stop("login", _at(SellerSignIn), ("login.heading", "login.use_email")),
    Stop("login_form", _sign_in(SellerSignIn), ("login.email", "login.password", "login.submit")),
    Stop(
        "creator_login",
        _sign_in(CreatorSignIn),
        ("creator.login_heading", "creator.username", "creator.password", "creator.submit"),
    ),
)
STOPS: Final = (*SELLER, *CREATOR, *APP, *SIGNED_OUT)
WALKED: Final = frozenset(key for stop in STOPS for key in stop.keys)
