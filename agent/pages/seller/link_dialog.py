"""The dialog Link new marketing account: search, choose, the portal's eligibility list, and the button that sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.domain.identity import AccountId, Handle, legible, shown
from agent.domain.permit import Kind
from agent.domain.seen import Check, CheckName, EligibilitySeen, Hit, Listing, Word
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import LAST, click, try_click
from agent.pages.screen import handle_in, raw_handle
from agent.pages.standing import prove, session_in
from agent.pages.table import Grid, Row
from agent.ports import Use

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from agent.domain.permit import Permit
    from agent.pages.screen import Screen

_HITS = Grid(
    "dialog.results",
    "dialog.total",
    "dialog.next_page",
    "links.loading",
    ("col.username", "col.nickname"),
    within="dialog.itself",
)

# One read of the whole second step: the card and every line of the list.
_READ_CHECKS = """
async (dialog, [card, category, checks, passed, failed, context, patience]) => {
  const bare = (line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll('.detail, [role=img], img, svg').forEach((part) => part.remove());
    return copy.textContent.trim();
  };
  const name = (line) => {
    const mark = line.querySelector('[role=img], img');
    return mark?.getAttribute('aria-label') ?? mark?.getAttribute('alt') ?? '';
  };
  const list = () => [...dialog.querySelectorAll('ul, ol, [role=list]')]
    .find((one) => one.getAttribute('aria-label') === checks);  // a dialog may hold others: its steps, a pager
  const lines = () => [...(list()?.querySelectorAll('li, [role=listitem]') ?? [])];
  if (!await until(() => dialog.querySelector(card) && lines().length, patience)) return { late: true };
  const chosen = dialog.querySelector(card);
  return {
    shop: { ...(document.querySelector(context)?.dataset ?? {}) },
    id: chosen?.getAttribute('data-account-id') ?? '',
    text: chosen?.textContent ?? '',
    category: dialog.querySelector(category)?.textContent.trim() ?? '',
    lines: lines().map((line) => ({
      text: bare(line),
      mark: name(line),
      detail: line.querySelector('.detail')?.textContent.trim() ?? '',
      time: line.querySelector('time')?.getAttribute('datetime') ?? null,
    })).map((line) => ({ ...line, passed: line.mark === passed, known: [passed, failed].includes(line.mark) })),
  };
}
"""


class LinkDialog:
    """One dialog on the linked accounts page; everything is found inside it."""

    def __init__(self, screen: Screen) -> None:
        """It opens on demand, on the page that carries it."""
        self._screen = screen
        self._tab = screen.tab
        self._keyword = Handle("")

    @property
    def _box(self) -> Locator:
        return self._tab.find("dialog.itself").filter(visible=True)

    async def search(self, handle: Handle) -> Listing[Hit]:
        """Open, type the handle as it is, search, and read the hits of all pages."""
        opener = self._tab.find("links.open_dialog")
        async with self._tab.step("links.open_dialog", opener):
            await opener.click()
        self._keyword = handle
        await self._ask()
        rows, total = await self._screen.rows(_HITS)
        return Listing(tuple(map(_hit, rows)), total)

    async def _ask(self) -> None:
        keyword = self._tab.find("dialog.keyword", self._box)
        async with self._tab.step("dialog.keyword", keyword):
            await keyword.fill(self._keyword)
            if await keyword.input_value() != self._keyword:
                raise LookAgain(Code.E_PORTAL_CHANGED, element="dialog.keyword", why="keeps_nothing")
        button = self._tab.find("dialog.search", self._box)
        async with self._tab.step("dialog.search", button):
            await button.click()

    async def choose(self, hit: Hit) -> EligibilitySeen:
        """Choose the row with the hit's id, go on, and read what the portal checks."""
        row = await self._reveal(hit)
        async with self._tab.step("choose", row):
            await row.locator("label, [role=radio]").click()
        onward = self._tab.find("dialog.next", self._box)
        async with self._tab.step("dialog.next", onward):
            await onward.click()
        return await self._eligibility()

    async def _reveal(self, hit: Hit) -> Locator:
        """The hit's row; where the results have several pages, they are turned again from the first."""
        row = await self._screen.turn_to(_HITS, hit.account_id)
        if row is None:
            await self._ask()
            row = await self._screen.turn_to(_HITS, hit.account_id)
        if row is None:
            raise AskPerson(Code.E_TARGET_CHANGED, handle=shown(hit.handle))
        return row

    async def _eligibility(self) -> EligibilitySeen:
        seen = await self._read()
        session = session_in(seen["shop"], self._tab.language)
        known: dict[CheckName, Check] = {}
        unread: list[Check] = []
        for line in seen["lines"]:
            text, detail = legible(line["text"]), legible(line["detail"])
            check = Check(text, line["passed"], detail, self._tab.moment(line["time"]))
            name = self._tab.portal.checks.get(line["text"]) if line["known"] else None
            if name is None:
                unread.append(check)
            else:
                known[name] = check
        handle = handle_in(seen["text"])
        return EligibilitySeen(session, AccountId(seen["id"]), handle, seen["category"], known, tuple(unread))

    async def _read(self) -> dict[str, Any]:
        elements = self._tab.portal.elements
        words = [self._tab.name(key) for key in ("dialog.checks", "dialog.passed", "dialog.failed")]
        places = [elements["dialog.card"].css, elements["dialog.category"].css]
        context = elements["shell.shop_context"].css
        async with self._tab.step("dialog.checks", self._tab.find("dialog.checks", self._box), Use.LOOK):
            more = (*places, *words, context, self._tab.word_ms)
            seen: dict[str, Any] = await self._tab.read(_READ_CHECKS, ["dialog.itself"], *more)
        if seen.get("late"):
            raise await self._tab.late("dialog.checks")
        return seen

    async def prepare(self, permit: Permit) -> None:
        """Prove once more, where the press will be: session, shop, account, and that a click would reach the button."""
        now = await self._eligibility()
        if now.session.shop != permit.key.shop or now.session.login != permit.login:
            raise AskPerson(Code.E_WRONG_SHOP, shop=permit.key.shop)
        if now.account_id != permit.key.account or now.handle != permit.handle:
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle)
        await try_click(self._tab, "dialog.itself", LAST[Kind.BIND])
        await prove(permit, self._tab)

    async def press(self, permit: Permit) -> Word:
        """Click, then wait for the page's own word; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self._tab, "dialog.itself", LAST[Kind.BIND], "dialog.success")


def _hit(row: Row) -> Hit:
    return Hit(AccountId(row.key), raw_handle(row.texts["col.username"]), row.texts["col.nickname"])
