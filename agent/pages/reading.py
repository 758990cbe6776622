"""Reads elements in the page itself: one question, one answer in plain data, asked until the element is there.

Playwright's locators bring a script of their own into each new document and ask in steps; for what is only read, that
was a tenth of a whole bind. What is pressed or typed into is always found by Playwright. Names are matched exactly and
an element must be the only one, as there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Page

    from agent.domain.portal import Element

# What every script may use: whether an element is shown, and the one way to wait in a page.
_WITH_TOOLS = """
async (asked) => {
  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';
  const until = async (question, patience, enough = Boolean) => {
    const end = performance.now() + patience;
    let answer = question();
    while (!enough(answer) && performance.now() < end) {
      await new Promise((go) => setTimeout(go, 8));
      answer = question();
    }
    return answer;
  };
  return await (__SCRIPT__)(asked);
}
"""

# What is written in an element: each text that stands alone, code point for code point.
LEAVES = """
(element) => [...element.querySelectorAll('*')].filter((one) => !one.children.length).map((one) => one.textContent)
"""

_READ = """
async ([path, patience, ...more]) => {
  const tell = __TELL__;  // written into the text: a page's policy may forbid it to evaluate any
  const natives = { table: 'table', dialog: 'dialog', group: 'fieldset', list: 'ul, ol', button: 'button' };
  const told = (id) => document.getElementById(id)?.textContent.trim() ?? '';
  const named = (element) =>
    (element.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean).map(told).join(' ')
    || (element.getAttribute('aria-label') ?? '').trim()
    || (element.querySelector(':scope > caption, :scope > legend')?.textContent.trim() ?? '')
    || (element.matches('button, [role=button]') ? element.textContent.trim() : '');
  const places = (role) => `[role="${role}"]${role in natives ? `, :is(${natives[role]}):not([role])` : ''}`;
  const inside = (scopes, { role, css, name }) => [...new Set(scopes.flatMap((scope) =>
    [...scope.querySelectorAll(role ? places(role) : css)]))]
    .filter((element) => shown(element) && !element.closest('[aria-hidden="true"]'))
    .filter((element) => !name || named(element) === name);
  const found = await until(() => path.reduce(inside, [document]), patience, (all) => all.length === 1);
  if (found.length !== 1) return { found: found.length };
  return { found: 1, seen: await tell(found[0], more) };
}
"""

_GRACE_MS = 1000.0


async def ask(page: Page, script: str, asked: object, patience: float) -> Any:  # noqa: ANN401 - plain data of the script's own shape
    """The answer of a script, a function of `asked`, that waits for at most `patience` milliseconds.

    A page that hangs is not waited for: Playwright's own `evaluate` has no end. Raises Playwright's errors.
    """
    try:
        async with asyncio.timeout((patience + _GRACE_MS) / 1000):
            return await page.evaluate(_WITH_TOOLS.replace("__SCRIPT__", script), asked)
    except TimeoutError:
        raise PlaywrightError("the page does not answer") from None  # noqa: EM101, TRY003 - takes the way of its errors


async def read(page: Page, path: Sequence[tuple[Element, str]], patience: float, script: str, *more: object) -> Any:  # noqa: ANN401 - plain data of the script's own shape
    """What `script`, a function of the element and of `more`, tells about the one visible element at the path's end.

    The path is elements with their names in the page's language, each within the one before; `patience` in
    milliseconds. Raises Playwright's own errors: a timeout where there is none, a strict mode violation for several.
    """
    asked = [{"role": element.role, "css": element.css, "name": name} for element, name in path]
    whole = 3 * patience  # finding the element, then the script's own wait
    answer = await ask(page, _READ.replace("__TELL__", script), [asked, patience, *more], whole)
    if answer["found"] == 1:
        return answer["seen"]
    key = path[-1][0].key
    raise PlaywrightError(f"strict mode violation: {key}") if answer["found"] else PlaywrightTimeout(key)
