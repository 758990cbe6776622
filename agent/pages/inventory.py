"""Counts what a page shows of the profile's elements, and names what stands nearest to one that is not there."""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.drift import ElementSeen, Found
from agent.errors import AskPerson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.pages.tab import Tab

_NEAR: Final = 3
_ALIKE: Final = 0.4
_LONGEST: Final = 80
# A line of an ARIA snapshot: - button "Send invitation" [disabled]
_LINE = re.compile(r'^\s*- \'?(?P<role>[a-z]+) "(?P<name>(?:[^"\\]|\\.)*)"', re.MULTILINE)


async def counted(tab: Tab, keys: Sequence[str]) -> tuple[ElementSeen, ...]:
    """Each element as the page shows it, or comes to show it within the patience for a word; nothing is pressed."""
    counts = {key: await _count(tab, key) for key in keys}
    wrong = [key for key, count in counts.items() if count is not None and count != 1]
    shown = _told(await tab.page.locator("body").aria_snapshot()) if wrong else []
    return tuple(_seen(tab, key, count, shown) for key, count in counts.items())


async def _count(tab: Tab, key: str) -> int | None:
    """How many are to be seen; None where the profile has no name to look by."""
    try:
        found = tab.find(key).filter(visible=True)
    except AskPerson:
        return None
    with suppress(PlaywrightTimeout):
        await found.first.wait_for(timeout=tab.word_ms)
    return await found.count()


def _seen(tab: Tab, key: str, count: int | None, shown: Sequence[tuple[str, str]]) -> ElementSeen:
    if count is None:
        return ElementSeen(key, Found.UNNAMED)
    if count == 1:
        return ElementSeen(key, Found.ONCE)
    element = tab.portal.elements[key]
    name = element.names.get(tab.language, "")
    near = tuple(_nearest(element.role, name, shown)) if name else ()
    return ElementSeen(key, Found.AMBIGUOUS if count else Found.MISSING, near)


def _told(snapshot: str) -> list[tuple[str, str]]:
    return [(found["role"], found["name"].replace('\\"', '"')[:_LONGEST]) for found in _LINE.finditer(snapshot)]


def _nearest(role: str, name: str, shown: Iterable[tuple[str, str]]) -> list[str]:
    """The same name in another role first, then names alike in the same role."""
    ranked = sorted(((_likeness(role, name, *one), one) for one in set(shown)), reverse=True)
    return [f"{role} “{name}”" for likeness, (role, name) in ranked[:_NEAR] if likeness >= _ALIKE]


def _likeness(role: str, name: str, its_role: str, its_name: str) -> float:
    alike = SequenceMatcher(None, name.casefold(), its_name.casefold()).ratio()
    return alike if its_role == role or its_name == name else alike / 2
