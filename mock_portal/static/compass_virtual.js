import { loadingMask } from "./compass_table.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { Order } from "./zep_sort.js";

const ROW_PX = 56;
const IN_SIGHT = 8;

/**
 * A long list without a pager: a few rows of `div`s that are used again while one scrolls, and more entries fetched
 * near the end. `load(order, page)` gives {list, total}; nothing on the page tells the total before its end.
 */
export class VirtualTable {
  constructor({ label, columns, key, load, ended = "compass.no_more" }) {
    Object.assign(this, { columns, key, load, ended, entries: [], page: 0, total: 0, asked: 0, pool: [] });
    this.order = new Order(() => this.show());
    this.head = el("div", { class: "zep-table-head zep-line", role: "row" });
    this.room = el("div", { class: "zep-table-room" });
    this.end = el("div", { class: "zep-table-end", hidden: true });
    this.body = el("div", { class: "zep-table-body zep-table-scroll", tabindex: "0", role: "rowgroup", onscroll: () => this.scrolled() }, this.room, this.end);
    this.mask = loadingMask();
    this.table = el("div", { class: "zep-table-content-inner zep-virtual", role: "table", "aria-label": label, "aria-rowcount": "-1" }, el("div", { role: "rowgroup" }, this.head), this.body);
    this.node = el("div", { class: "zep-table" }, this.table, this.mask);
  }

  /** From the top: the header at once, the rows when they are there. */
  async show() {
    this.head.replaceChildren(...this.columns.map((column) => this.order.head(column, "div", { role: "columnheader", class: "zep-cell" })));
    this.mask.hidden = false;
    await this.fetch(1, []);
  }

  async fetch(page, before) {
    const asked = (this.asked += 1);
    this.waiting = true;
    try {
      const { list, total } = await this.load(this.order.asked, page);
      if (asked !== this.asked) return;
      Object.assign(this, { entries: [...before, ...list], total, page });
      if (page === 1) this.body.scrollTop = 0;
      this.fill(list.length === 0 && page > 1);
    } catch (error) {
      if (asked === this.asked) say(error.message, "alert");
    } finally {
      if (asked === this.asked) Object.assign(this, { waiting: false }).mask.hidden = true;
    }
  }

  fill(dry) {
    const over = dry || this.entries.length >= this.total;
    this.room.style.height = `${this.entries.length * ROW_PX}px`;
    this.end.hidden = !over;
    this.end.textContent = t(this.entries.length ? this.ended : "table.empty");
    this.table.setAttribute("aria-rowcount", over ? String(this.entries.length + 1) : "-1");
    this.over = over;
    this.pool = Array.from({ length: Math.min(IN_SIGHT + 2, this.entries.length) }, () => el("div", { class: "zep-table-row zep-line", role: "row" }));
    this.room.replaceChildren(...this.pool);
    this.draw();
  }

  scrolled() {
    this.draw();
    const near = this.body.scrollTop + this.body.clientHeight > this.body.scrollHeight - 2 * ROW_PX;
    if (near && !this.over && !this.waiting) this.fetch(this.page + 1, this.entries);
  }

  /** Put what is to be seen now into the same few rows. */
  draw() {
    const last = Math.max(0, this.entries.length - this.pool.length);
    const first = Math.min(Math.floor(this.body.scrollTop / ROW_PX), last);
    for (const [place, row] of this.pool.entries()) this.write(row, first + place);
  }

  write(row, number) {
    const entry = this.entries[number];
    row.style.top = `${number * ROW_PX}px`;
    if (row.dataset.rowKey === this.key(entry)) return;
    row.dataset.rowKey = this.key(entry);
    row.setAttribute("aria-rowindex", String(number + 2));
    row.replaceChildren(...this.columns.map(({ cell }) => el("div", { class: "zep-cell", role: "cell" }, cell(entry))));
  }
}
