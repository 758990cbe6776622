"""My account, Linked TikTok accounts, Marketing accounts; and the dialogs that begin and end a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.identity import AccountId, Handle
from agent.domain.permit import Kind
from agent.domain.seen import LinkRow, LinksSeen, Listing, Slots
from agent.domain.unlinking import Application
from agent.errors import Code, LookAgain
from agent.pages.reading import ask
from agent.pages.screen import Screen, handle_in, ratio, raw_handle
from agent.pages.seller.link_dialog import LinkDialog
from agent.pages.seller.unlink_dialog import DIALOGS, UnlinkDialog
from agent.pages.table import Grid, Row
from agent.ports import LinkedAccounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Locator

    from agent.domain.permit import Permit
    from agent.domain.seen import EligibilitySeen, Hit, Word
    from agent.domain.unlinking import UnlinkSeen
    from agent.pages.tab import Tab

_LINKS = Grid(
    "links.table",
    "links.total",
    "links.next_page",
    "links.loading",
    ("col.username", "col.nickname", "col.linked_since"),
)

# The open requests, once their list was answered; null while it was not.
_READ_APPLICATIONS = """
async ([section, list, patience]) => {
  const answered = () => document.querySelector(section)?.getAttribute('aria-busy') === 'false';
  if (!await until(answered, patience)) return null;
  return [...document.querySelectorAll(`:is(${list}) > :is(li, [role=listitem])`)].map((line) => ({
    key: line.getAttribute('data-row-key') ?? '',
    account: line.getAttribute('data-account-id') ?? '',
    text: line.textContent,
    time: line.querySelector('time')?.getAttribute('datetime') ?? null,
  }));
}
"""


class LinkedAccountsPage(Screen, LinkedAccounts):
    """The marketing tab, which opens at its own address."""

    path = "links"
    heading = "links.heading"
    filled = "links.total"

    def __init__(self, tab: Tab) -> None:
        """Its dialogs belong to the page and open on demand; the last one opened is the one that presses."""
        super().__init__(tab)
        self._dialog = LinkDialog(self)
        self._pressable: LinkDialog | UnlinkDialog = self._dialog

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

    async def applications(self) -> Sequence[Application]:
        """The open requests above the table; the list is read once it was answered."""
        async with self.tab.step("approval.requests"):
            seen = await ask(self.tab.page, _READ_APPLICATIONS, self._places(), self.tab.word_ms)
        if seen is None:
            raise await self.tab.late("approval.requests")
        return [self._application(one) for one in seen]

    def _places(self) -> list[object]:
        section, list_ = (self.tab.portal.elements[key] for key in ("approval.section", "approval.requests"))
        return [section.css, list_.css, self.tab.word_ms]

    def _application(self, seen: dict[str, Any]) -> Application:
        due = self.tab.moment(seen["time"])
        return Application(seen["key"], AccountId(seen["account"]), handle_in(seen["text"]), due)

    async def open_unlink(self, account: AccountId, handle: Handle) -> UnlinkSeen:
        """Open the dialog from the account's own row, on whichever page of the table it is."""
        row = await self.turn_to(_LINKS, account)
        if row is None:
            await self.arrive()
            row = await self.turn_to(_LINKS, account)
        if row is None:
            raise LookAgain(Code.E_PORTAL_CHANGED, element="links.table", why="not_found")
        return await self._open(Kind.UNLINK, self.tab.find("unlink.open", row, handle=handle))

    async def open_approval(self, application: Application) -> UnlinkSeen:
        """Open the dialog from the request's own line."""
        line = self.tab.page.locator(f'[data-row-key="{application.application_id}"]')
        button = self.tab.find("approval.open", line, handle=application.handle)
        return await self._open(Kind.UNLINK_APPROVE, button)

    async def _open(self, kind: Kind, button: Locator) -> UnlinkSeen:
        async with self.tab.step(DIALOGS[kind].itself, button):
            await button.click()
        self._pressable = dialog = UnlinkDialog(self.tab, kind)
        return await dialog.read()

    async def prepare(self, permit: Permit) -> None:
        """Prove target, shop and session in the dialog that will press, and make a trial click."""
        await self._pressable.prepare(permit)

    async def press(self, permit: Permit) -> Word:
        """Click the last button of the open dialog once."""
        return await self._pressable.press(permit)
