"""Bind account in the Seller app: a username, the button that leaves for the TikTok app, and how that jump stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from agent.domain.identity import Handle
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import BY_APP, click, try_click
from agent.pages.screen import Screen
from agent.pages.standing import prove
from agent.ports import AppBind, Use

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.seen import Jumped, Word
    from agent.pages.tab import Tab

# The line that says how the jump stands, once it says anything.
_TOLD: Final = "async (line, [patience]) => (await until(() => line.textContent.trim(), patience)) || ''"


class AppBindPage(Screen, AppBind):
    """`Bind account`, reached as a seller reaches it."""

    path = "app_settings"
    heading = "app_settings.heading"

    def __init__(self, tab: Tab) -> None:
        """Nothing is typed yet, and no jump has begun."""
        super().__init__(tab)
        self._handle = Handle("")
        self._jump = ""

    async def arrive(self) -> None:
        """From the settings on foot."""
        await super().arrive()
        await self.tab.follow("app_settings.bind", self.tab.find("app_settings.bind"), "app_bind.heading")
        self.require_entry()

    async def enter(self, handle: Handle) -> None:
        """Type the handle as it is, and see that the field keeps it."""
        field = self.tab.find("app_bind.username")
        async with self.tab.step("app_bind.username", field):
            await field.fill(handle)
        self._handle = handle
        await self._keeps()

    async def _keeps(self) -> None:
        async with self.tab.step("app_bind.username"):
            if await self.tab.find("app_bind.username").input_value() != self._handle:
                raise LookAgain(Code.E_PORTAL_CHANGED, element="app_bind.username", why="keeps_nothing")

    async def prepare(self, permit: Permit) -> None:
        """Prove shop, session and what is typed once more, and that a click would reach the button."""
        now = self.session()
        if (now.shop, now.login) != (permit.key.shop, permit.login):
            raise AskPerson(Code.E_WRONG_SHOP, shop=permit.key.shop)
        if self._handle != permit.handle:
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle)
        await self._keeps()
        await try_click(self.tab, "app_bind.form", BY_APP)
        await prove(permit, self.tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; what the page then says of the jump is no proof, and the jump's number is kept for asking."""
        _ = permit
        word = await click(self.tab, "app_bind.form", BY_APP, "app_bind.waiting")
        self._jump = self._number()
        return word

    def _number(self) -> str:
        """The number that the page's own address has of the jump; empty where the answer was lost or was a no."""
        rule = self.tab.portal.jump
        return parse_qs(urlsplit(self.tab.page.url).query).get(rule.query, [""])[0] if rule else ""

    async def answer(self) -> Jumped | None:
        """What the Seller app says of the jump on a fresh navigation; None where we were not told its number."""
        portal = self.tab.portal
        if not self._jump or portal.jump is None:
            return None
        asked = urlencode({portal.jump.query: self._jump})
        await self.tab.go(f"{portal.address('seller', 'app_bind')}?{asked}", "app_bind.heading")
        async with self.tab.step("app_bind.state", self.tab.find("app_bind.state"), Use.LOOK):
            told = await self.tab.read(_TOLD, ["app_bind.state"], self.tab.word_ms)
        return portal.answers.get(str(told).strip().replace(f"@{self._handle}", "{handle}"))
