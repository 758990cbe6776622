import { el, icon } from "./dom.js";
import { say } from "./messages.js";
import { faults, t } from "./page.js";
import { RowWindow } from "./row_window.js";
import { arranged } from "./skin.js";

const BACK = "m12 5-5 5 5 5";
const ON = "m8 5 5 5-5 5";

/**
 * A list with a pager. `columns`: {title, cell(row), attributes}; `load(page)` gives {list, total, page_size};
 * `key(row)` names a row. While it loads, a mask lies over the old rows, and the pager already shows the new page.
 */
export class Table {
  constructor({ label, columns: written, key, load, onRows = () => {} }) {
    const columns = arranged(written);
    Object.assign(this, { columns, key, load, onRows, asked: 0, pages: 1, page: 1 });
    this.rows = el("tbody", {}, this.emptyRow());
    this.mask = el("div", { class: "theme-arco-spin-mask", "data-tid": "m4b_loading", hidden: true }, el("span", { class: "theme-arco-spin-icon", role: "progressbar", "aria-label": t("table.loading") }));
    this.total = el("div", { class: "theme-arco-pagination-total", "data-tid": "m4b_pagination_total", hidden: true });
    this.pager = el("ul", { class: "theme-arco-pagination-list" });
    const scroller = el("div", { class: "theme-arco-table-scroll" },
      el("table", { "aria-label": label },
        el("thead", {}, el("tr", {}, columns.map((column) => el("th", { scope: "col" }, column.title)))), this.rows));
    this.window = faults.window.length ? new RowWindow(scroller, this.rows, faults.window[0]) : null;
    this.node = el("div", { class: "theme-arco-table", "data-tid": "m4b_table" },
      scroller,
      this.mask,
      el("div", { class: "theme-arco-pagination" }, this.total, this.pager));
  }

  emptyRow() {
    return el("tr", { class: "theme-arco-table-empty-row" }, el("td", { colspan: this.columns.length }, t("table.empty")));
  }

  /** Ask for a page and show it; an answer that was overtaken by a later one is dropped. */
  async show(page = 1) {
    const asked = (this.asked += 1);
    this.page = page;
    this.mask.hidden = false;
    this.drawPager();
    try {
      const data = await this.load(page);
      if (asked === this.asked) this.fill(data);
    } catch (error) {
      if (asked === this.asked) say(error.message, "alert");
    } finally {
      if (asked === this.asked) this.mask.hidden = true;
    }
  }

  fill({ list, total, page_size: size }) {
    this.pages = Math.max(1, Math.ceil(total / size));
    this.total.textContent = t("table.total", { n: total });
    this.total.hidden = false;
    this.fillRows(list);
    this.drawPager();
    this.onRows();
  }

  fillRows(list) {
    if (!list.length) this.rows.replaceChildren(this.emptyRow());
    else if (this.window) this.window.show(list, (row) => this.row(row));
    else this.rows.replaceChildren(...list.map((row) => this.row(row)));
  }

  row(row) {
    const cells = this.columns.map(({ cell, attributes }) => el("td", attributes ?? {}, cell(row)));
    return el("tr", { class: "theme-arco-table-tr", "data-row-key": this.key(row) }, cells);
  }

  drawPager() {
    this.pager.replaceChildren(
      this.turn(t("table.previous"), BACK, this.page - 1),
      ...this.numbers().map((number) => this.number(number)),
      this.turn(t("table.next"), ON, this.page + 1));
  }

  /** The pages around the present one. */
  numbers() {
    const first = Math.max(1, Math.min(this.page - 2, this.pages - 4));
    return Array.from({ length: Math.min(5, this.pages) }, (_, place) => first + place);
  }

  number(number) {
    const current = number === this.page;
    const className = `theme-arco-pagination-item${current ? " theme-arco-pagination-item-active" : ""}`;
    return el("li", { class: className, "aria-current": current ? "page" : null, onclick: () => current || this.show(number) }, String(number));
  }

  turn(label, path, page) {
    const off = page < 1 || page > this.pages;
    const className = `theme-arco-pagination-item${off ? " theme-arco-pagination-item-disabled" : ""}`;
    return el("li", {}, el("span", { class: className, role: "button", tabindex: "0", "aria-label": label, "aria-disabled": String(off), onclick: () => off || this.show(page) }, icon(path)));
  }
}

/** An instant, readable for the eye and exact for programs. */
export function moment(iso) {
  const zone = document.querySelector("[data-shop-zone]")?.dataset.shopZone ?? "UTC";
  const style = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const part = Object.fromEntries(new Intl.DateTimeFormat("en", style).formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return el("time", { datetime: iso }, el("span", {}, `${part.year}-${part.month}-${part.day}`), " ", el("span", {}, `${part.hour}:${part.minute}`));
}
