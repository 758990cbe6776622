"""What is read of Data Compass in the page itself: answers once it is whole, and has stood still for a while.

A page may begin with the numbers of other days, and fetch the right ones only then: what it shows first may look whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.pages.reading import ask

if TYPE_CHECKING:
    from agent.pages.tab import Tab

# How long a page has to stand still, as a part of the patience for its own word: a second, off this machine.
_CALM: Final = 1 / 20

_STILL: Final = """
  const alarmed = () => [...document.querySelectorAll('[role=alert]')]
    .some((one) => shown(one) && one.textContent.trim());
  const named = (css, name) => [...document.querySelectorAll(css)]
    .filter((one) => shown(one) && (one.getAttribute('aria-label') ?? '').trim() === name);
  const whenStill = async (read, patience, calm) => {
    const end = performance.now() + patience + calm;
    let last = '';
    let since = performance.now();
    for (;;) {
      const seen = read();
      const told = JSON.stringify(seen);
      const whole = seen.full && !alarmed();
      if (told !== last || !whole) since = performance.now();
      last = told;
      const late = performance.now() >= end;
      if (late || (whole && performance.now() - since >= calm)) return { ...seen, late: late || !whole };
      await new Promise((go) => setTimeout(go, whole ? Math.max(8, calm / 8) : 8));
    }
  };
"""

READ_REPORT: Final = """
async ([asked, patience, calm]) => {__STILL__
  const read = () => {
    const dates = asked.dates.flatMap((name) => named('input, [role=textbox]', name).map((one) => one.value ?? ''));
    const told = (name) => named('[role=group]', name).map((one) => one.textContent);
    const cards = Object.fromEntries(Object.entries(asked.cards).map(([key, name]) => [key, told(name)]));
    const table = named('table, [role=table]', asked.table)[0];
    const inside = (css) => (table ? [...table.querySelectorAll(css)] : []);
    const heads = inside('th, [role=columnheader]').map((one) => one.textContent.trim());
    const rows = inside('[data-row-key]').map((row) => {
      const cells = [...row.querySelectorAll('td, [role=cell]')];
      return {
        key: row.getAttribute('data-row-key'),
        cells: cells.map((one) => one.textContent),
        times: cells.map((one) => one.querySelector('time')?.getAttribute('datetime') ?? null),
      };
    });
    const besides = (asked.besides ?? []).map(told);
    const said = inside('td, [role=cell]').length;  // also the one that says that there is nothing
    const busy = [...document.querySelectorAll(asked.loading)].some(shown);
    const right = dates.length === 2 && dates.every(Boolean)
      && (asked.shows ?? dates).every((one, at) => one === dates[at]);
    const full = right && heads.length > 0 && said > 0 && !busy
      && Object.values(cards).every((texts) => texts.length === 1 && texts[0].trim())
      && besides.every((texts) => texts.length === besides[0].length && texts.length < 2);  // all of it, or nothing
    return { dates, cards, heads, rows, besides: besides.flat(), full };
  };
  const seen = await whenStill(read, patience, calm);
  const cards = Object.fromEntries(Object.entries(seen.cards).map(([key, texts]) => [key, texts[0] ?? '']));
  return { ...seen, cards };
}
""".replace("__STILL__", _STILL)

READ_FANS: Final = """
async ([asked, patience, calm]) => {__STILL__
  const read = () => {
    const whose = document.querySelector(asked.whose)?.textContent.trim() ?? '';
    const told = (line) => [...line.children].filter((one) => one.getAttribute('aria-hidden') !== 'true')
      .map((one) => one.textContent.trim());
    const lines = (name) => named('ul, [role=list]', name)
      .flatMap((list) => [...list.querySelectorAll('li, [role=listitem]')].map(told));
    const lists = Object.fromEntries(Object.entries(asked.lists).map(([key, name]) => [key, lines(name)]));
    const full = whose && Object.values(lists).every((all) => all.length > 0 && all.every((one) => one.length === 2));
    return { whose, lists, full: Boolean(full) };
  };
  return await whenStill(read, patience, calm);
}
""".replace("__STILL__", _STILL)

READ_HISTORY: Final = """
async ([record, none, patience, calm]) => {__STILL__
  const read = () => {
    const rows = [...document.querySelectorAll(record)].filter(shown).map((row) => ({
      key: row.getAttribute('data-row-key') ?? '',
      name: row.firstElementChild?.textContent.trim() ?? '',
      at: row.querySelector('time')?.getAttribute('datetime') ?? '',
      ready: row.querySelector('a[href]') !== null,
    }));
    const empty = [...document.querySelectorAll('[role=dialog] p')].some((one) => one.textContent.trim() === none);
    return { rows, full: rows.length > 0 || empty };
  };
  return await whenStill(read, patience, calm);
}
""".replace("__STILL__", _STILL)


async def when_still(tab: Tab, script: str, *asked: object) -> dict[str, Any]:
    """What a script of these tells once the page has stood still; `late` where it never was whole so long."""
    patience, calm = tab.word_ms, tab.word_ms * _CALM
    seen: dict[str, Any] = await ask(tab.page, script, [*asked, patience, calm], patience + calm)
    return seen
