"""Counts what a page shows of the profile's elements, says how it is laid out, and names what stands near."""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.drift import ElementSeen, Found, Layout
from agent.domain.masking import masked
from agent.errors import AskPerson
from agent.pages.reading import ask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from playwright.async_api import Locator

    from agent.pages.tab import Tab

_NEAR: Final = 3
_ALIKE: Final = 0.4
_LONGEST: Final = 80
# A line of an ARIA snapshot: - button "Send invitation" [disabled]
_LINE = re.compile(r'^\s*- \'?(?P<role>[a-z]+) "(?P<name>(?:[^"\\]|\\.)*)"', re.MULTILINE)
# What holds the shop's own data: it differs from day to day on a page that has not changed.
_DATA: Final = frozenset({"row", "cell", "gridcell", "listitem", "option", "status", "time", "rowheader", "img"})

# Keys and other controls from top to bottom. Of a table's rows only the first one's are told: there may be any number.
_ORDER = """
(found) => {
  const roles = { BUTTON: 'button', A: 'link', TH: 'columnheader', H1: 'heading', H2: 'heading', H3: 'heading',
    H4: 'heading', INPUT: 'textbox', TEXTAREA: 'textbox', SELECT: 'combobox', LABEL: 'label' };
  const controls = `button, a[href], th, h1, h2, h3, h4, input, textarea, select, label, [role=button], [role=link],
    [role=tab], [role=menuitem], [role=heading], [role=columnheader], [role=textbox], [role=combobox], [role=switch],
    [role=checkbox], [role=group], [role=navigation]`;
  const told = (id) => document.getElementById(id)?.textContent.trim() ?? '';
  const labels = (one) => (one.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean).map(told).join(' ');
  const text = (one) => one.matches('[role=group], [role=navigation]') ? '' : one.textContent;
  const name = (one) => labels(one) || one.getAttribute('aria-label')?.trim() || text(one);
  const later = (one) => {
    const row = one.closest('[data-row-key], tbody tr');
    return row?.previousElementSibling?.matches('[data-row-key], tr') ?? false;
  };
  const keys = new Map(found.map(({ key, element }) => [element, key]));
  const others = [...document.querySelectorAll(controls)].filter((one) => shown(one) && !later(one) && !keys.has(one));
  return [...keys.keys(), ...others]
    .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
    .map((one) => keys.has(one) ? ['', keys.get(one)]
      : [one.getAttribute('role') ?? roles[one.tagName] ?? '', name(one).trim()])
    .filter(([, text]) => text);
}
"""


# Of a field, how many others look the same: a copy has lost the label that gave the first one its name.
_FIELDS = """
(found) => {
  const like = (one, other) => ['className', 'type', 'placeholder'].every((what) => one[what] === other[what]);
  const alike = (one) => [...document.querySelectorAll(one.localName)].filter((other) => like(one, other)).length - 1;
  return Object.fromEntries(found.map(({ key, element }) =>
    [key, element.matches('input, textarea, select') ? alike(element) : 0]));
}
"""


async def looked_over(
    tab: Tab, keys: Sequence[str], within: str, filled: Mapping[str, str]
) -> tuple[tuple[ElementSeen, ...], Layout]:
    """Each element as the page shows it, or comes to show it within the patience for a word; nothing is pressed.

    `within` is the dialog that holds them, if one does, and is counted too; `filled` are the parts of names.
    """
    scope = tab.find(within).filter(visible=True) if within else None
    places = {within: _place(tab, within, None, {})} if within else {}
    places |= {key: _place(tab, key, scope, filled) for key in keys}
    counts = {key: await _count(tab, place) if place else None for key, place in places.items()}
    snapshot = await tab.page.locator("body").aria_snapshot()
    shown = _told(snapshot)
    seen = tuple(_seen(tab, key, count, shown) for key, count in counts.items())
    once = {key: place for key, place in places.items() if place and counts[key] == 1}
    handles = [(key, await place.filter(visible=True).element_handle()) for key, place in once.items()]
    found = [{"key": key, "element": handle} for key, handle in handles]
    return seen, Layout(await _order(tab, found), await _copies(tab, found), _outline(shown))


def _place(tab: Tab, key: str, scope: Locator | None, filled: Mapping[str, str]) -> Locator | None:
    """Where to look for it; None where the profile has no name to look by."""
    try:
        return tab.find(key, scope, **filled)
    except AskPerson:
        return None


async def _count(tab: Tab, place: Locator) -> int:
    found = place.filter(visible=True)
    with suppress(PlaywrightTimeout):
        await found.first.wait_for(timeout=tab.word_ms)
    return await found.count()


async def _order(tab: Tab, found: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    """Keys and other controls in the order of the page; numbers and handles, which change, are blotted out."""
    told = await ask(tab.page, _ORDER, found, tab.action_ms)
    return tuple(_plain(role, name) if role else name for role, name in told)


async def _copies(tab: Tab, found: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """How many copies that nobody sees, or that have lost their name, stand in the page beside each."""
    fields: dict[str, int] = await ask(tab.page, _FIELDS, found, tab.action_ms)
    counts = {key: max(0, await tab.everywhere(key).count() - 1) + more for key, more in fields.items()}
    return {key: count for key, count in counts.items() if count}


def _outline(shown: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(_plain(role, name) for role, name in shown if role not in _DATA)


def _plain(role: str, name: str) -> str:
    return f"{role} “{re.sub('[0-9]+', '#', re.sub('@[^ ]+', '@…', masked(' '.join(name.split()))))[:_LONGEST]}”"


def _seen(tab: Tab, key: str, count: int | None, shown: Sequence[tuple[str, str]]) -> ElementSeen:
    if count is None:
        return ElementSeen(key, Found.UNNAMED)
    if count == 1:
        return ElementSeen(key, Found.ONCE)
    element = tab.portal.elements[key]
    name = element.names.get(tab.language, "")
    near = tuple(_nearest(element.role, name, [*element.names.values()], shown)) if name else ()
    return ElementSeen(key, Found.AMBIGUOUS if count else Found.MISSING, near)


def _told(snapshot: str) -> list[tuple[str, str]]:
    return [(found["role"], found["name"].replace('\\"', '"')[:_LONGEST]) for found in _LINE.finditer(snapshot)]


def _nearest(role: str, name: str, names: Sequence[str], shown: Iterable[tuple[str, str]]) -> list[str]:
    """The same name, in whatever language or role, first; then names alike; then others of the same role."""
    ranked = sorted(((max(_likeness(role, one, *it) for one in (name, *names)), it) for it in set(shown)), reverse=True)
    near = [it for likeness, it in ranked if likeness >= _ALIKE or it[0] == role]
    return [f"{role} “{name}”" for role, name in near[:_NEAR]]


def _likeness(role: str, name: str, its_role: str, its_name: str) -> float:
    alike = SequenceMatcher(None, name.casefold(), its_name.casefold()).ratio()
    return alike if its_role == role or its_name == name else alike / 2
