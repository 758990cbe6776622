"""In which shop a session stands: as the header says once it has caught up, and as the portal says to a fresh question.

A session may stand in another shop a moment after a page was loaded, because somebody switched in another tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.domain.facts import SessionSeen
from agent.domain.identity import shown
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.reading import ask

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from agent.domain.permit import Permit
    from agent.pages.tab import Tab

_CONTEXT: Final = "shell.shop_context"
_HOME: Final = "home.heading"
_MOMENT_MS: Final = 2000.0

# The header, as soon as it names the shop and the region that it should; else as it is when patience ends.
_CAUGHT_UP = """
async ([context, shop, regions, patience]) => {
  const look = () => ({ ...(document.querySelector(context)?.dataset ?? {}) });
  const here = (chip) => chip.shopId && (!shop || chip.shopId === shop);
  return until(look, patience, (chip) => here(chip) && regions.every((one) => one === chip.shopRegion));
}
"""

# The header of the home page as the portal gives it out now; it may lag for a moment.
_ASKED_ANEW = """
async ([home, context, shop, patience]) => {
  const end = performance.now() + patience;
  for (;;) {
    const answer = await fetch(home, { cache: 'no-store' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const chip = { ...(page.querySelector(context)?.dataset ?? {}) };
    if (!chip.shopId || chip.shopId === shop || performance.now() > end) return chip;
    await new Promise((go) => setTimeout(go, 200));
  }
}
"""


def session_in(context: Mapping[str, str], language: str = "") -> SessionSeen:
    """Read the shop context of the header; one without it is looked at again, a page may just be going away."""
    if not context.get("shopId") or not context.get("loginId"):
        raise LookAgain(Code.E_PORTAL_CHANGED, element=_CONTEXT, why="missing")
    return SessionSeen(context["loginId"], context["shopId"], language, context.get("shopRegion", ""))


async def caught_up(tab: Tab) -> dict[str, str]:
    """The header's context; one that lags is waited for, one that contradicts the address is refused."""
    chip, regions = tab.shop_context, tab.portal.regions.of(tab.page.url)
    if "shopId" not in chip:  # not a seller's page, or a draft that does not name the header
        return chip
    if not _agrees(chip, tab.shop, regions):
        asked = [tab.portal.elements[_CONTEXT].css, tab.shop, sorted(regions), tab.word_ms]
        chip = await ask(tab.page, _CAUGHT_UP, asked, tab.word_ms)
    _refuse_another_region(chip, regions, tab.shop or chip["shopId"])
    return chip


def _agrees(chip: Mapping[str, str], shop: str, regions: Collection[str]) -> bool:
    named = chip["shopId"] and shop in {"", chip["shopId"]}
    return bool(named) and set(regions) <= {chip.get("shopRegion", "")}


def _refuse_another_region(chip: Mapping[str, str], regions: Collection[str], shop: str) -> None:
    others = sorted(set(regions) - {chip.get("shopRegion", "")})
    if others and chip.get("shopRegion"):
        told = f"{shown(chip['shopRegion'])} ≠ {shown(', '.join(others))}"
        raise AskPerson(Code.E_WRONG_SHOP, shop=shop, detail="region_contradicts", value=told)


async def prove(permit: Permit, tab: Tab) -> None:
    """Ask the portal itself, last of all: a press goes to the session's shop, whatever the page that presses says."""
    async with tab.step(_CONTEXT):
        chip = await _asked_anew(permit.key.shop, tab)
    seen = session_in(chip)
    if (seen.shop, seen.login) != (permit.key.shop, permit.login):
        other = f"{shown(seen.login)}/{shown(seen.shop)}"
        raise AskPerson(Code.E_WRONG_SHOP, shop=permit.key.shop, detail="switched_meanwhile", value=other)
    _refuse_another_region(chip, {tab.shop_context.get("shopRegion", "")} - {""}, seen.shop)


async def _asked_anew(shop: str, tab: Tab) -> dict[str, Any]:
    patience = min(tab.word_ms, _MOMENT_MS)
    asked = [tab.portal.paths["home"], tab.portal.elements[_CONTEXT].css, shop, patience]
    chip: dict[str, Any] = await ask(tab.page, _ASKED_ANEW, asked, patience + tab.action_ms)
    return chip if chip.get("shopId") else await _in_another_tab(tab)


async def _in_another_tab(tab: Tab) -> dict[str, str]:
    """Where a portal's scripts write the header, only a page that is alive has one."""
    page = await tab.another()
    try:
        beside = tab.beside(page)
        await beside.go(tab.portal.address("seller", "home"), _HOME)
        return beside.shop_context
    finally:
        await page.close()
