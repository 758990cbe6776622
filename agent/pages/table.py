"""Tables as pages hold them: how one is read in a single look, and what its rows are called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from agent.errors import Code, LookAgain

if TYPE_CHECKING:
    from agent.pages.tab import Tab

_ROWS: Final = """
  const rowsOf = (table) => [...table.querySelectorAll('[data-row-key]')].map((row) => ({
    key: row.getAttribute('data-row-key'),
    cells: [...row.querySelectorAll('td,[role=cell]')].map((cell) => cell.textContent),
    times: [...row.querySelectorAll('td,[role=cell]')].map((cell) =>
      cell.querySelector('time')?.getAttribute('datetime') ?? null),
  }));
"""

# Answers when the table is filled: as many rows as the total says, or two equal reads with no mask over it.
READ_TABLE: Final = """
async (table, [totalCss, loadingCss, patience]) => {__ROWS__
  const scope = table.closest('[role=dialog]') || document;
  const read = () => {
    const heads = [...table.querySelectorAll('th,[role=columnheader]')].map((h) => h.textContent.trim());
    const rows = rowsOf(table);
    const counter = scope.querySelector(totalCss);  // empty or hidden: the list was never answered
    const total = counter && shown(counter) && counter.textContent.trim() ? counter.textContent : null;
    return { heads, rows, total, busy: [...document.querySelectorAll(loadingCss)].some(shown) };
  };
  const full = (seen) => seen.total !== null && seen.rows.length > 0
    && seen.rows.length === Number((seen.total.match(/\\d+/) ?? ['-1'])[0]);
  let last = '';
  let filled = false;
  const seen = await until(read, patience, (seen) => {
    const now = JSON.stringify(seen);
    filled = !seen.busy && (full(seen) || (now === last && seen.total !== null));
    last = now;
    return filled;
  });
  return { ...seen, late: !filled };
}
""".replace("__ROWS__", _ROWS)

# Scrolls on through a table that only holds the rows in sight, and answers all that it saw on the way; it ends where
# a row with the key `last` stands in the table, where as many came as are missing, at the end of its time, or where
# nothing has come for half of that.
SCROLL: Final = """
async (table, [last, known, missing, patience]) => {__ROWS__
  const high = (one) => one.scrollHeight > one.clientHeight + 1;
  const scrolls = (one) => high(one) && /auto|scroll/.test(getComputedStyle(one).overflowY);
  const around = function* (one) { for (; one; one = one.parentElement) yield one; };
  const room = [...table.querySelectorAll('*'), ...around(table)].find(scrolls) ?? document.scrollingElement;
  const found = new Map();
  const fresh = (row) => !known.includes(row.key) && !found.has(row.key);
  const take = () => rowsOf(table).filter((row) => fresh(row) && found.set(row.key, row)).length;
  const drawn = () => Promise.race([new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0))),
    new Promise((go) => setTimeout(go, 100))]);
  const end = performance.now() + patience;
  let quiet = performance.now() + patience / 2;
  take();
  while (performance.now() < Math.min(end, quiet)) {
    if (last && table.querySelector(`[data-row-key="${CSS.escape(last)}"]`)) break;
    if (found.size === missing) break;
    room.scrollTop += room.clientHeight * 0.95;
    room.dispatchEvent(new Event('scroll'));  // the browser's own comes with the next frame, which is slow to draw
    if (take() || (await drawn(), take())) quiet = performance.now() + patience / 2;
  }
  return [...found.values()];
}
""".replace("__ROWS__", _ROWS)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its key, its raw texts and its machine-readable times by column name."""

    key: str
    texts: dict[str, str]
    times: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """The names, in the profile's keys, of a table and what stands around it."""

    table: str
    total: str
    next_page: str
    loading: str
    columns: tuple[str, ...]
    within: str = ""  # the dialog that holds it
    scrolls: bool = False  # whether it may come without pages


def named(grid: Grid, seen: dict[str, Any], tab: Tab) -> list[Row]:
    """Rows by column name, whatever the order of the columns."""
    places = {}
    for column in grid.columns:
        text = tab.name(column)
        if seen["heads"].count(text) != 1:
            raise LookAgain(Code.E_PORTAL_CHANGED, element=column, why="found_times", value=seen["heads"].count(text))
        places[column] = seen["heads"].index(text)
    return [
        Row(
            row["key"],
            {column: row["cells"][place] for column, place in places.items()},
            {column: row["times"][place] for column, place in places.items()},
        )
        for row in seen["rows"]
    ]


def number(text: str | None) -> int | None:
    """The one number in a text such as "Total 3" or "共 3 条"; None where there is none or more than one."""
    numbers = re.findall(r"[0-9]+", text or "", re.ASCII)
    return int(numbers[0]) if len(numbers) == 1 else None
