"""Reads elements in the page itself: one question, one answer in plain data, asked until the element is there.

Playwright's locators bring a script of their own into each new document and ask in steps; for what is only read, that
was a tenth of a whole bind. What is pressed or typed into is always found by Playwright. Names are matched exactly and
an element must be the only one, as there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import Page

    from agent.domain.portal import Element

_READ = """
async ([path, patience, ...more]) => {
  const tell = __TELL__;  // written into the text: a page's policy may forbid it to evaluate any
  const natives = { table: 'table', dialog: 'dialog', group: 'fieldset', list: 'ul, ol' };
  const shown = (element) => element.getClientRects().length > 0
    && getComputedStyle(element).visibility === 'visible' && !element.closest('[aria-hidden="true"]');
  const told = (id) => document.getElementById(id)?.textContent.trim() ?? '';
  const named = (element) =>
    (element.getAttribute('aria-labelledby') ?? '').split(/\\s+/).filter(Boolean).map(told).join(' ')
    || (element.getAttribute('aria-label') ?? '').trim()
    || (element.querySelector(':scope > caption, :scope > legend')?.textContent.trim() ?? '');
  const places = (role) => `[role="${role}"]${role in natives ? `, :is(${natives[role]}):not([role])` : ''}`;
  const inside = (scopes, { role, css, name }) => [...new Set(scopes.flatMap((scope) =>
    [...scope.querySelectorAll(role ? places(role) : css)]))]
    .filter((element) => shown(element) && (!name || named(element) === name));
  const find = () => path.reduce(inside, [document]);
  const end = performance.now() + patience;
  let found = find();
  while (found.length !== 1 && performance.now() < end) {
    await new Promise((go) => setTimeout(go, 8));
    found = find();
  }
  if (found.length !== 1) return { found: found.length };
  return { found: 1, seen: await tell(found[0], more) };
}
"""


async def read(page: Page, path: Sequence[tuple[Element, str]], patience: float, script: str, *more: object) -> Any:  # noqa: ANN401 - plain data of the script's own shape
    """What `script`, a function of the element and of `more`, tells about the one visible element at the path's end.

    The path is elements with their names in the page's language, each within the one before; `patience` in
    milliseconds. Raises Playwright's own errors: a timeout where there is none, a strict mode violation for several.
    """
    asked = [{"role": element.role, "css": element.css, "name": name} for element, name in path]
    answer = cast("dict[str, Any]", await page.evaluate(_READ.replace("__TELL__", script), [asked, patience, *more]))
    if answer["found"] == 1:
        return answer["seen"]
    key = path[-1][0].key
    raise PlaywrightError(f"strict mode violation: {key}") if answer["found"] else PlaywrightTimeout(key)
