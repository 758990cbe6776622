"""Own showcase, Your Shop, View link info: where a creator sees the link, and asks to be unlinked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.permit import Kind
from agent.domain.unlinking import LinkInfo, RequestState
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.creator.own import OwnScreen
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import ask
from agent.ports import CreatorLink

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.seen import Word

_YOUR_SHOP, _VIEW_INFO = "creator_showcase.your_shop", "your_shop.view_info"
_OFFERS = {
    "link_info.send": RequestState.NONE,
    "link_info.withdraw": RequestState.PENDING,
    "link_info.no_link": RequestState.NO_LINK,
}

# What the page offers, whichever comes first: the name of one of three things that exclude each other.
_READ = """
async ([offers, patience]) => {
  const there = () => Object.keys(offers).filter((key) => [...document.querySelectorAll(offers[key].css)]
    .some((one) => shown(one) && one.textContent.trim() === offers[key].name));
  const [one, ...more] = await until(there, patience, (found) => found.length);
  return more.length ? '' : one ?? '';
}
"""


class LinkInfoPage(OwnScreen, CreatorLink):
    """`View link info`, reached as a creator reaches it."""

    path = "creator_showcase"
    heading = "creator_showcase.heading"

    async def arrive(self) -> None:
        """From the showcase on foot; without a link the way ends at Your Shop."""
        await super().arrive()
        await self.tab.follow(_YOUR_SHOP, self.tab.find(_YOUR_SHOP), "your_shop.heading")
        if await self._offer(_VIEW_INFO, "link_info.no_link") == _VIEW_INFO:
            await self.tab.follow(_VIEW_INFO, self.tab.find(_VIEW_INFO), "link_info.heading")

    async def _offer(self, *keys: str) -> str:
        elements = self.tab.portal.elements
        offers = {key: {"css": elements[key].css, "name": self.tab.name(key)} for key in keys}
        async with self.tab.looking(keys[0]):
            found = await ask(self.tab.page, _READ, [offers, self.tab.action_ms], self.tab.action_ms)
        if not found:
            raise LookAgain(Code.E_PORTAL_CHANGED, element=keys[0], why="not_found")
        return str(found)

    async def read(self) -> LinkInfo:
        """Whose page it is, and what it offers."""
        async with self.tab.step("link_info.send"):
            offer = await self._offer(*_OFFERS)
        return LinkInfo(*self.owner(), _OFFERS[offer])

    async def prepare(self, permit: Permit) -> None:
        """Prove whose page it is, open the sheet that asks once more, and make a trial click."""
        account, handle = self.owner()
        if (account, handle) != (permit.key.account, permit.handle):
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle, detail="now_called", value=handle)
        send = self.tab.find("link_info.send")
        async with self.tab.step("link_info.send", send):
            await send.click()
        await try_click(self.tab, "link_info.sheet", LAST[Kind.UNLINK_REQUEST])

    async def press(self, permit: Permit) -> Word:
        """Click Send once."""
        _ = permit
        return await click(self.tab, "link_info.sheet", LAST[Kind.UNLINK_REQUEST], "link_info.sent")
