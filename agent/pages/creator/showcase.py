"""The creator's showcase on the web: its products, the dialog that adds one, and the one that takes one out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.domain.permit import Kind
from agent.domain.seen import Listing, Slots
from agent.domain.showcase import Offer, ShowcaseItem, ShowcaseSeen
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.creator.own import OwnScreen
from agent.pages.pressing import LAST, click, try_click
from agent.pages.screen import counter, ratio
from agent.pages.table import Grid, Row
from agent.ports import CreatorShowcase, Use

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.seen import Word

_ITEMS: Final = Grid(
    "showcase.table",
    "showcase.total",
    "showcase.next_page",
    "links.loading",
    ("col.product", "col.shop", "col.added", "col.stock"),
    scrolls=True,
)

# What came of a link: the row of its product with what is held against it, or only the portal's word against it.
_READ_OFFER = """
async (dialog, [alert, patience]) => {
  const said = () => [...document.querySelectorAll(alert)].filter(shown).map((one) => one.textContent.trim());
  const row = () => dialog.querySelector('[data-row-key]');
  if (!await until(() => row() ?? said().length, patience)) return null;
  return { id: row()?.getAttribute('data-row-key') ?? '', objection: said()[0] ?? '',
    title: row()?.querySelector('td,[role=cell]')?.textContent.trim() ?? '' };
}
"""
_SAYS = "(dialog, [title]) => dialog.textContent.replace(/\\s+/g, ' ').includes(title)"
_ADDING, _REMOVING = "showcase_add.itself", "showcase_remove.itself"


class CreatorShowcasePage(OwnScreen, CreatorShowcase):
    """The list of products, newest first, with the dialogs over it."""

    path = "showcase"
    heading = "showcase.heading"
    filled = "showcase.total"
    _leaving: tuple[str, str] = ("", "")  # the product whose removal was asked about, and its title

    async def read(self, until: str = "") -> ShowcaseSeen:
        """All products over all pages, or all that is scrolled to; completeness is the listing's own."""
        listed = await self.listed(_ITEMS, until)
        items = Listing(tuple(map(self._item, listed.rows)), listed.total, at_once=listed.at_once)
        return ShowcaseSeen(*self.owner(), items, await self._today())

    def _item(self, row: Row) -> ShowcaseItem:
        texts = {key: " ".join(text.split()) for key, text in row.texts.items()}
        added, stock = self.tab.moment(row.times["col.added"]), counter(texts["col.stock"])
        return ShowcaseItem(row.key, texts["col.product"], texts["col.shop"], added, stock)

    async def _today(self) -> Slots | None:
        """How much is added today of what may be; nothing is shown where the portal has no such counter."""
        if "showcase.today" in self.tab.portal.uncounted:
            return None
        both = ratio(await self.tab.text("showcase.today"))
        return Slots(*both) if both else None

    async def offer(self, link: str) -> Offer:
        """Open the dialog, and let the portal fetch what a link leads to."""
        add = self.tab.find("showcase.add")
        async with self.tab.step("showcase.add", add):
            await add.click()
        dialog = self.tab.find(_ADDING).filter(visible=True)
        tab = self.tab.find("showcase_add.tab", dialog)
        async with self.tab.step("showcase_add.tab", tab):
            await tab.click()
        box = self.tab.find("showcase_add.link", dialog)
        async with self.tab.step("showcase_add.link", box):
            await box.fill(link)
        fetch = self.tab.find("showcase_add.fetch", dialog)
        async with self.tab.step("showcase_add.fetch", fetch):
            await fetch.click()
        return await self._offered()

    async def _offered(self) -> Offer:
        alert = self.tab.portal.elements["dialog.alert"].css
        async with self.tab.step("showcase_add.fetched"):
            seen = await self.tab.read(_READ_OFFER, [_ADDING], alert, self.tab.action_ms)
        if seen is None:
            raise await self.tab.late("showcase_add.fetched")
        return Offer(seen["id"], legible(" ".join(seen["title"].split())), legible(seen["objection"]))

    async def open_removal(self, product: str, title: str) -> None:
        """Find the product's row, and press what asks once more whether it is to be taken out."""
        row = await self.turn_to(_ITEMS, product)
        if row is None:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="showcase.remove")
        button = self.tab.find("showcase.remove", row)
        async with self.tab.step("showcase.remove", button):
            await button.click()
        self._leaving = product, title

    async def prepare(self, permit: Permit) -> None:
        """Prove whose page it is and which product its dialog is about, and make a trial click."""
        account, handle = self.owner()
        if (account, handle) != (permit.key.account, permit.handle):
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle, detail="now_called", value=handle)
        about = await (self._to_add(permit) if permit.key.kind is Kind.SHOWCASE_ADD else self._to_remove(permit))
        if not about:
            raise LookAgain(Code.E_PORTAL_DOWN, detail=permit.key.item)
        await try_click(self.tab, self._dialog(permit), LAST[permit.key.kind])

    async def _to_add(self, permit: Permit) -> bool:
        offered = await self._offered()
        return offered.product_id == permit.key.item and not offered.objection

    async def _to_remove(self, permit: Permit) -> bool:
        product, title = self._leaving
        async with self.tab.step(_REMOVING, self.tab.find(_REMOVING), Use.LOOK):
            return product == permit.key.item and bool(await self.tab.read(_SAYS, [_REMOVING], title))

    async def press(self, permit: Permit) -> Word:
        """Click once; what says that it is done is only what the page shows then."""
        done = "showcase_add.over" if permit.key.kind is Kind.SHOWCASE_ADD else "showcase_remove.over"
        return await click(self.tab, self._dialog(permit), LAST[permit.key.kind], done)

    @staticmethod
    def _dialog(permit: Permit) -> str:
        return _ADDING if permit.key.kind is Kind.SHOWCASE_ADD else _REMOVING
