"""Walk over the pages that the flows use, pressing only what shows more of them, and count what the profile names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from agent.domain.drift import StopSeen
from agent.errors import CompanionError
from agent.flows.visiting import visiting
from agent.ports import Home, Invitations, LinkedAccounts, Page, Walked

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.ports import Desk, Visit


@dataclass(frozen=True, slots=True)
class Stop:
    """One place to look at: a page, what is pressed there to show it, and what is then there once."""

    name: str
    page: type[Page]
    unfolds: tuple[str, ...]
    shows: tuple[str, ...]


OF_A_LINK: Final = "unlink.open"  # its name holds a handle: the first linked account's
STOPS: Final = (
    Stop("home", Home, (), ("shell.shop_context", "shell.switch_shop", "shell.menu", "shell.my_account")),
    Stop("counters", Home, (), ("home.heading", "home.unlinks_left", "home.links_in_window")),
    Stop("menu", Home, ("shell.my_account",), ("shell.linked_accounts",)),
    Stop("switcher", Home, ("shell.switch_shop",), ("shell.shop_list",)),
    Stop(
        "links",
        LinkedAccounts,
        (),
        (
            *("links.heading", "links.tab_marketing", "links.slots", "links.table", "links.total", "links.next_page"),
            *("links.open_dialog", "col.username", "col.nickname", "col.linked_since"),
        ),
    ),
    Stop(
        "dialog",
        LinkedAccounts,
        ("links.open_dialog",),
        ("dialog.itself", "dialog.keyword", "dialog.search", "dialog.cancel"),
    ),
    Stop("unlink", LinkedAccounts, (OF_A_LINK,), ("unlink.itself", "unlink.left", "unlink.sure")),
    Stop(
        "invitations",
        Invitations,
        (),
        (
            *("invitations.heading", "invitations.table", "invitations.total", "invitations.next_page"),
            *("col.account_id", "col.status", "col.sent", "col.expires", "col.invitation_no", "col.note"),
        ),
    ),
)
WALKED: Final = frozenset(key for stop in STOPS for key in (*stop.unfolds, *stop.shows))


async def walk(shop: Shop, desk: Desk) -> tuple[StopSeen, ...]:
    """Every stop in turn, with the login's session and in the right shop; raises where not even its home opens."""
    async with visiting(desk) as visit:
        await desk.reader.read("home", lambda: _in_shop(visit, shop))
        return tuple([await _twice(stop, visit) for stop in STOPS])


async def _in_shop(visit: Visit, shop: Shop) -> None:
    """Stand in the right shop; its counters may be among what has changed, and are not read."""
    home = await visit.open(Home)
    await home.choose(shop.id)


async def _twice(stop: Stop, visit: Visit) -> StopSeen:
    """What is found wrong is looked at afresh: a page may not have been alive yet when it was unfolded."""
    seen = await _looked(stop, visit)
    return seen if seen.good else await _looked(stop, visit)


async def _looked(stop: Stop, visit: Visit) -> StopSeen:
    try:
        page = await visit.open(stop.page)
        walked = cast("Walked", page)
        for key in stop.unfolds:
            await walked.unfold(key, **(await _linked(page) if key == OF_A_LINK else {}))
        return StopSeen(stop.name, walked.language, tuple(await walked.look_for(stop.shows)))
    except CompanionError as error:
        return StopSeen(stop.name, "", (), str(error))


async def _linked(page: Page) -> dict[str, str]:
    rows = (await cast("LinkedAccounts", page).read()).links.rows
    return {"handle": rows[0].handle} if rows else {}
