"""The form of a promotion: filled in, read back field by field, and published by the button of its last question."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.identity import shown
from agent.domain.permit import Kind
from agent.domain.promotion import FormSeen, Tool
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import LEAVES
from agent.pages.seller.promotion_picker import ProductPicker
from agent.pages.seller.promotion_time import as_shown, choose_time
from agent.pages.standing import prove

if TYPE_CHECKING:
    from agent.domain.permit import Permit
    from agent.domain.promotion import Promotion
    from agent.domain.seen import Word
    from agent.pages.screen import Screen

_QUESTION = "promotion.question"
_ACCOUNT = "promotion.account"


class PromotionForm:
    """One tool's form, reached from the list of tools."""

    def __init__(self, screen: Screen) -> None:
        """It opens when it is filled in."""
        self._screen = screen
        self._tab = screen.tab
        self._picker = ProductPicker(screen)
        self._wanted: Promotion | None = None
        self._texts: dict[str, str] = {}

    async def fill(self, wanted: Promotion, zone: str) -> FormSeen:
        """Fill in everything that is wanted, as far as the form offers it; answers what it offers."""
        await self._enter(wanted.tool, zone)
        self._wanted, self._texts = wanted, _typed(wanted)
        for key, text in self._texts.items():
            await self._type(key, text)
        for key, at in (("promotion.starts", wanted.starts), ("promotion.ends", wanted.ends)):
            there = at.astimezone(ZoneInfo(zone))
            await choose_time(self._tab, key, there)
            self._texts[key] = as_shown(there)
        if wanted.tool is Tool.LIVE_CODE:
            return FormSeen(self._screen.session(), (), await self._choose_account(wanted))
        return FormSeen(self._screen.session(), await self._picker.choose(wanted.products), frozenset())

    async def _enter(self, tool: Tool, zone: str) -> None:
        """Follow the tool's own link; the form must say that its times are the shop's."""
        link = self._tab.find("promotions.create", tool=self._tab.name(f"tool.{tool}"))
        await self._tab.follow("promotions.create", link, "promotion.heading", "promotion.zone")
        told = await self._tab.text("promotion.zone")
        if zone not in told:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="promotion.zone", why="another_zone", value=shown(told))

    async def _type(self, key: str, text: str) -> None:
        field = self._tab.find(key)
        async with self._tab.step(key, field):
            await field.fill(text)
            await field.blur()
            if await field.input_value() != text:
                raise LookAgain(Code.E_PORTAL_CHANGED, element=key, why="keeps_nothing")

    async def _choose_account(self, wanted: Promotion) -> frozenset[str]:
        """Choose the linked account, if one is meant and offered; answers those that are."""
        box = self._tab.find(_ACCOUNT)
        async with self._tab.step(_ACCOUNT, box):
            await box.click()
        async with self._tab.looking("promotion.option"):
            texts = await self._tab.page.get_by_role("option").all_text_contents()
            offered = frozenset(text.strip().removeprefix("@") for text in texts)
            meant = wanted.account if wanted.account in offered else None
            if meant is None:
                await self._tab.page.keyboard.press("Escape")
                return offered
        option = self._tab.find("promotion.option", handle=meant)
        async with self._tab.step("promotion.option", option):
            await option.click()
        return offered

    async def prepare(self, permit: Permit) -> None:
        """Prove that the form says what was asked, open its question, and make a trial click."""
        wanted = self._wanted
        if wanted is None or (permit.key.account, permit.handle) != (wanted.subject, wanted.name):
            raise AskPerson(Code.E_PORTAL_CHANGED, element="promotion.heading", why="about_another")
        await self._prove(wanted)
        button = self._tab.find("promotion.publish")
        async with self._tab.step("promotion.publish", button):
            await button.click()
        async with self._tab.step(_QUESTION):
            said = await self._tab.read(LEAVES, [_QUESTION])
        if wanted.name not in said:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=_QUESTION, why="about_another", value=shown(wanted.name))
        await try_click(self._tab, _QUESTION, LAST[Kind.PROMOTION_CREATE])
        await prove(permit, self._tab)

    async def _prove(self, wanted: Promotion) -> None:
        for key, text in self._texts.items():
            async with self._tab.step(key):
                _same(key, await self._tab.find(key).input_value(), text)
        if wanted.tool is not Tool.LIVE_CODE:
            _same("promotion.products", sorted(await self._picker.chosen()), sorted(wanted.products))
            return
        async with self._tab.step(_ACCOUNT):
            chosen = (await self._tab.find(_ACCOUNT).inner_text()).strip()
        _same(_ACCOUNT, chosen if "@" in chosen else "", f"@{wanted.account}" if wanted.account else "")

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self._tab, _QUESTION, LAST[Kind.PROMOTION_CREATE], "promotion.done")


def _typed(wanted: Promotion) -> dict[str, str]:
    """What is typed, by field."""
    told = {"promotion.name": wanted.name, "promotion.percent": str(wanted.percent)}
    if wanted.tool is not Tool.LIVE_CODE:
        return told
    counts = {"promotion.quota": str(wanted.quota), "promotion.per_customer": str(wanted.per_customer)}
    return told | {"promotion.code": wanted.code} | counts


def _same(key: str, there: object, wanted: object) -> None:
    if there != wanted:
        raise LookAgain(Code.E_PORTAL_CHANGED, element=key, why="says_otherwise", value=shown(str(there)))
