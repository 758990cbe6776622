import { get } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";

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

/** The site's third kind of table: a header tells its new order at once, the rows come later. */
export function zepTable({ label, columns, key, load }) {
  const state = { sort: "", order: "descending", asked: 0 };
  const body = el("tbody", { class: "zep-table-body" });
  const mask = el("div", { class: "theme-arco-spin-mask", "data-tid": "m4b_loading", hidden: true }, el("span", { class: "theme-arco-spin-icon", role: "progressbar", "aria-label": t("table.loading") }));
  const head = el("tr", {});
  const node = el("div", { class: "zep-table" }, el("table", { class: "zep-table-content-inner", "aria-label": label }, el("thead", {}, head), body), mask);

  function heading({ name, title, sorts }) {
    if (!sorts) return el("th", { scope: "col" }, title);
    const order = state.sort === name ? state.order : "";
    return el("th", { scope: "col", "aria-sort": order || null }, el("button", { class: `zep-sort${order ? ` zep-sort-${order}` : ""}`, type: "button", onclick: () => sortBy(name) }, title));
  }

  function sortBy(name) {
    state.order = state.sort === name && state.order === "descending" ? "ascending" : "descending";
    state.sort = name;
    show();
  }

  async function show() {
    const asked = (state.asked += 1);
    head.replaceChildren(...columns.map(heading));
    mask.hidden = false;
    try {
      const rows = await load(state.sort ? `&sort=${state.sort}&order=${state.order}` : "");
      if (asked !== state.asked) return;
      body.replaceChildren(...(rows.length ? rows.map(line) : [el("tr", {}, el("td", { colspan: columns.length }, t("table.empty")))]));
    } catch (error) {
      if (asked === state.asked) say(error.message, "alert");
    } finally {
      if (asked === state.asked) mask.hidden = true;
    }
  }

  const line = (row) => el("tr", { class: "zep-table-row", "data-row-key": key(row) }, columns.map(({ cell }) => el("td", {}, cell(row))));
  return { node, show };
}
