"""What is read of Data Compass in the page itself: answers once it is whole and says the same twice."""

from __future__ import annotations

from typing import Final

_TWICE: Final = """
  const alarmed = () => [...document.querySelectorAll('[role=alert]')]
    .some((one) => shown(one) && one.textContent.trim());
  const named = (css, name) => [...document.querySelectorAll(css)]
    .filter((one) => shown(one) && (one.getAttribute('aria-label') ?? '').trim() === name);
  let last = '';
  let whole = false;
  const twice = (seen) => {
    const now = JSON.stringify(seen);
    whole = seen.full && !alarmed() && now === last;
    last = now;
    return whole;
  };
"""

READ_REPORT: Final = """
async ([asked, patience]) => {__TWICE__
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
  const seen = await until(read, patience, twice);
  const cards = Object.fromEntries(Object.entries(seen.cards).map(([key, texts]) => [key, texts[0] ?? '']));
  return { ...seen, cards, late: !whole };
}
""".replace("__TWICE__", _TWICE)

READ_FANS: Final = """
async ([asked, patience]) => {__TWICE__
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
  const seen = await until(read, patience, twice);
  return { ...seen, late: !whole };
}
""".replace("__TWICE__", _TWICE)

READ_HISTORY: Final = """
async ([record, none, patience]) => {__TWICE__
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
  const seen = await until(read, patience, twice);
  return { ...seen, late: !whole };
}
""".replace("__TWICE__", _TWICE)
