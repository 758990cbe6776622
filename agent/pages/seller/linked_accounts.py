"""My account, Linked TikTok accounts, Marketing accounts; and the dialog that links a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.identity import AccountId, Handle
from agent.domain.seen import LinkRow, LinksSeen, Listing, Slots, Word
from agent.pages.screen import Grid, Row, Screen, ratio, raw_handle
from agent.pages.seller.link_dialog import LinkDialog
from agent.ports import LinkedAccounts

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.seen import EligibilitySeen, Hit
    from agent.pages.tab import Tab

_LINKS = Grid(
    "links.table",
    "links.total",
    "links.next_page",
    "links.loading",
    ("col.username", "col.nickname", "col.linked_since"),
)


class LinkedAccountsPage(Screen, LinkedAccounts):
    """The marketing tab, which opens at its own address."""

    path = "links"
    heading = "links.heading"
    filled = "links.total"

    def __init__(self, tab: Tab) -> None:
        """The dialog belongs to the page and opens on demand."""
        super().__init__(tab)
        self._dialog = LinkDialog(self)

    async def read(self) -> LinksSeen:
        """All links over all pages, and the slots as the portal counts them."""
        rows, total = await self.rows(_LINKS)
        pair = ratio(await self.tab.text("links.slots"))
        return LinksSeen(self.session(), Listing(tuple(map(self._link, rows)), total), Slots(*pair) if pair else None)

    def _link(self, row: Row) -> LinkRow:
        handle = raw_handle(row.texts["col.username"])
        since = self.tab.moment(row.times["col.linked_since"])
        return LinkRow(AccountId(row.key), handle, row.texts["col.nickname"], since)

    async def search(self, handle: Handle) -> Listing[Hit]:
        """Open the dialog and search; all hits over all pages."""
        return await self._dialog.search(handle)

    async def choose(self, hit: Hit) -> EligibilitySeen:
        """Choose a hit and read the portal's own eligibility list."""
        return await self._dialog.choose(hit)

    async def prepare(self, permit: Permit) -> None:
        """Prove target, shop and session in the dialog that will press, and make a trial click."""
        await self._dialog.prepare(permit)

    async def press(self, permit: Permit) -> Word:
        """Click Send invitation once."""
        return await self._dialog.press(permit)
