"""What stands in the way of a page, or takes its place: challenges, logins, maintenance; and what it no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from playwright.async_api import Error as PlaywrightError

from agent.errors import AskPerson, Code, LookAgain
from agent.pages.reading import ask
from agent.pages.rights import NO_PAGE, no_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.domain.portal import Portal
    from agent.errors import CompanionError
    from agent.pages.tab import Tab

OBSTACLES: dict[str, Callable[[Tab, str], CompanionError]] = {
    "two_step.heading": lambda _, step: AskPerson(Code.E_CHALLENGE, detail=step),
    "login.heading": lambda _, step: AskPerson(Code.E_SESSION_EXPIRED, detail=step),
    "kicked.heading": lambda _, step: AskPerson(Code.E_SESSION_EXPIRED, detail=step),
    "marketing.join": lambda _, step: AskPerson(Code.E_SESSION_EXPIRED, detail=step),
    "maintenance.heading": lambda _, step: LookAgain(Code.E_MAINTENANCE, detail=step),
    "suspended.heading": lambda _, step: AskPerson(Code.E_ACCOUNT_RESTRICTED, detail=step),
    NO_PAGE: no_page,
}

# Looks until the page shows the wanted heading, a known obstacle or a challenge; answers in plain data. Names are
# matched exactly, in the language that the page itself declares.
_LOOK_AROUND = """
async ({ heading, obstacles, challenges, context, filled, patience, moment }) => {
  const language = () => document.documentElement?.lang.split('-')[0] ?? '';
  const named = (names) => {
    const wanted = names[language()];
    return wanted !== undefined
      && [...document.querySelectorAll('h1, h2, h3, a, [role=heading], [role=link]')]
        .some((element) => element.textContent.trim() === wanted && shown(element));
  };
  const look = () => ({
    here: named(heading),
    challenged: [...document.querySelectorAll(challenges)].some(shown),
    obstacle: Object.keys(obstacles).find((key) => named(obstacles[key])) ?? '',
  });
  const isFilled = () => !filled || [...document.querySelectorAll(filled.css)]
    .some((one) => !Object.keys(filled.names).length || one.getAttribute('aria-label') === filled.names[language()]);
  const stopped = (seen) => seen.challenged || seen.obstacle;
  let seen = await until(look, patience, (now) => now.here || stopped(now));
  if (seen.here && !stopped(seen)) seen = await until(look, moment, (now) => isFilled() || stopped(now));
  return { ...seen, language: language(), shop: { ...(document.querySelector(context)?.dataset ?? {}) } };
}
"""

_CONTEXTS = ("shell.shop_context", "creator.context")  # a draft may not name both
_NOTHING = ":not(*)"
_REDIRECTS = 3
_MOMENT_MS = 1000.0


async def look_around(tab: Tab, heading: str, filled: str) -> dict[str, Any]:
    """What the page shows once it shows anything that is known: `here`, `challenged`, `obstacle`, `language`, `shop`.

    Once the heading is there, the look goes on for a moment until the page is filled: cheaper than finding out by a
    reader's own waits, and no more than that; whoever reads still proves what is read.
    """
    asked = _look_for(tab, heading, filled, tab.action_ms)
    for _ in range(_REDIRECTS):  # the page itself may go on to another address meanwhile
        try:
            return cast("dict[str, Any]", await ask(tab.page, _LOOK_AROUND, asked, 2 * tab.action_ms))
        except PlaywrightError as error:
            if "context was destroyed" not in error.message:
                raise
    raise LookAgain(Code.E_PORTAL_DOWN, detail="goes_on_and_on")


def _look_for(tab: Tab, heading: str, filled: str, patience: float) -> dict[str, Any]:
    elements = tab.portal.elements
    return {
        "heading": dict(elements[heading].names) if heading in elements else {},
        "obstacles": {key: dict(elements[key].names) for key in _possible(tab)},
        "challenges": ", ".join(tab.portal.challenges),
        "context": ", ".join(elements[key].css for key in _CONTEXTS if key in elements) or _NOTHING,
        "filled": _as_asked(tab.portal, filled),
        "patience": patience,
        "moment": min(patience, _MOMENT_MS),
    }


async def asks_for_nobody(tab: Tab, heading: str) -> bool:
    """Whether a page is there, with this heading if one is named, and nothing known in its way, as one look tells."""
    seen = await ask(tab.page, _LOOK_AROUND, _look_for(tab, heading or tab.heading, "", 0), 0)
    known = seen["language"] in tab.portal.languages and (seen["here"] or not heading)
    return known and not seen["challenged"] and not seen["obstacle"]


async def obstacle(tab: Tab, step: str) -> CompanionError | None:
    """The challenge or other known page that is shown instead."""
    if await tab.any(*tab.portal.challenges):
        return AskPerson(Code.E_CHALLENGE, detail=step)
    if not tab.language:
        return None
    for key in _possible(tab):
        if await tab.find(key).filter(visible=True).count():
            return OBSTACLES[key](tab, step)
    return None


async def missing(tab: Tab, step: str) -> CompanionError | None:
    """That a page which has finished loading has no such element."""
    known = tab.language and step in tab.portal.elements
    if known and not await tab.loading() and not await tab.find(step).count():
        return LookAgain(Code.E_PORTAL_CHANGED, element=step, why="not_found")
    return None


def _possible(tab: Tab) -> list[str]:
    """What would be in the way here: the page that we went to on purpose is not."""
    elements = tab.portal.elements
    wanted = elements[tab.heading].names if tab.heading in elements else {}
    return [key for key in OBSTACLES if key in elements and elements[key].names != wanted]


def _as_asked(portal: Portal, key: str) -> dict[str, object] | None:
    element = portal.elements.get(key)
    return {"css": element.css or "[aria-label]", "names": dict(element.names)} if element else None
