"""What a login has no right to: a page, a button, a menu's entry or a shop; told apart from a page that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.errors import AskPerson, Code

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from agent.errors import CompanionError
    from agent.pages.tab import Tab

NO_PAGE: Final = "no_right.heading"
NO_SHOP: Final = "no_right.shop"
_HINT: Final = "no_right.hint"
_MENU: Final = "shell.menu"
_ENTRIES: Final = frozenset({"shell.linked_accounts"})
_MOMENT_MS: Final = 700


def no_page(tab: Tab, _: str = "") -> CompanionError:
    """The page that was gone to says so itself, whatever was looked for on it."""
    return AskPerson(Code.E_RIGHT_MISSING, why="right_page", value=_called(tab, tab.heading))


def no_shop(shop: str) -> CompanionError:
    """The shop stands in the login's list, and is not entered."""
    return AskPerson(Code.E_RIGHT_MISSING, why="right_shop", value=shop)


async def no_press(element: Locator, tab: Tab, step: str) -> CompanionError | None:
    """That a button is dead for want of a right, as the page says under the pointer; None where it says nothing."""
    if _HINT not in tab.portal.elements:
        return None
    await element.scroll_into_view_if_needed(timeout=_MOMENT_MS)
    box = await element.bounding_box(timeout=_MOMENT_MS)
    if box is None:
        return None
    await tab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await tab.find(_HINT).filter(visible=True).first.wait_for(timeout=_MOMENT_MS)
    return AskPerson(Code.E_RIGHT_MISSING, why="right_press", value=_called(tab, step))


async def no_entry(tab: Tab, step: str) -> CompanionError | None:
    """That the menu leaves an entry out: all that it shows is known, so that none can be the same under a new name."""
    portal = tab.portal
    if step not in _ENTRIES or not portal.menu or _MENU not in portal.elements:
        return None
    links = tab.find(_MENU).get_by_role("link", include_hidden=True)
    shown = {text.strip() for text in await links.all_text_contents()}
    if not shown or not shown <= portal.menu or tab.name(step) in shown:
        return None
    return AskPerson(Code.E_RIGHT_MISSING, why="right_menu", value=_called(tab, step), element=step)


def _called(tab: Tab, step: str) -> str:
    """What a person sees of it, where the profile has a name for it."""
    element = tab.portal.elements.get(step)
    return element.names.get(tab.language, step) if element else step
