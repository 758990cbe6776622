import { get } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { Order } from "./zep_sort.js";

/** Every row of a list, page after page; answers like one page. */
export async function everyPage(path) {
  const first = await get(path);
  for (let page = 2; first.list.length < first.total; page += 1) {
    const { list } = await get(`${path}&page=${page}`);
    if (!list.length) break;
    first.list.push(...list);
  }
  return first;
}

/** What lies over a table's old rows until the new ones are there. */
export const loadingMask = () => el("div", { class: "theme-arco-spin-mask", "data-tid": "m4b_loading", hidden: true }, el("span", { class: "theme-arco-spin-icon", role: "progressbar", "aria-label": t("table.loading") }));

/** The site's third kind of table: a header tells its new order at once, the rows come later. */
export function zepTable({ label, columns, key, load }) {
  let latest = 0;
  const order = new Order(() => show());
  const body = el("tbody", { class: "zep-table-body" });
  const mask = loadingMask();
  const head = el("tr", {});
  const node = el("div", { class: "zep-table" }, el("table", { class: "zep-table-content-inner", "aria-label": label }, el("thead", {}, head), body), mask);

  async function show() {
    const asked = (latest += 1);
    head.replaceChildren(...columns.map((column) => order.head(column, "th", { scope: "col" })));
    mask.hidden = false;
    try {
      const rows = await load(order.asked);
      if (asked !== latest) return;
      body.replaceChildren(...(rows.length ? rows.map(line) : [el("tr", {}, el("td", { colspan: columns.length }, t("table.empty")))]));
    } catch (error) {
      if (asked === latest) say(error.message, "alert");
    } finally {
      if (asked === latest) mask.hidden = true;
    }
  }

  const line = (row) => el("tr", { class: "zep-table-row", "data-row-key": key(row) }, columns.map(({ cell }) => el("td", {}, cell(row))));
  return { node, show };
}
