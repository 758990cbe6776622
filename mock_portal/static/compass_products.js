import { get } from "./api.js";
import { count, money } from "./compass_numbers.js";
import { report } from "./compass_span.js";
import { VirtualTable } from "./compass_virtual.js";
import { controlled } from "./controlled.js";
import { cascader } from "./core_cascader.js";
import { el } from "./dom.js";
import { t } from "./page.js";

const asked = { span: "", keyword: "", filter: "" };
let currency = "USD";
let offered = false;
const percent = (name) => ({ name, title: t(`compass.${name}`), sorts: true, cell: (row) => `${(row[name] * 100).toFixed(2)}%` });
const number = (name) => ({ name, title: t(`compass.${name}`), sorts: true, cell: (row) => count(row[name]) });

const table = new VirtualTable({
  label: t("compass.tab.products"),
  columns: [
    { name: "title", title: t("compass.title"), cell: (row) => [el("span", { class: "zep-title", title: row.title }, row.title), el("span", { class: "text-neutral-text3" }, row.product_id)] },
    number("clicks"), percent("ctr"), percent("cvr"),
    { name: "gmv", title: t("compass.gmv"), sorts: true, cell: (row) => money(row.gmv, currency) },
    number("orders"), number("visitors"),
  ],
  key: (row) => row.product_id,
  load: async (order, page) => {
    const { keyword, filter, span } = asked;
    const seen = await get(`/api/v1/insights/seller/product/list?time_range=${span}&keyword=${encodeURIComponent(keyword)}&filter=${encodeURIComponent(filter)}${order}&page=${page}`);
    currency = seen.currency;
    offer(seen.filters);
    return seen;
  },
});

const narrow = cascader({ label: t("compass.filter"), all: t("compass.filter.all"), onChoose: (filter) => again({ filter }) });
const search = controlled(el("input", { class: "compass-search", "aria-label": t("compass.product_keyword"), placeholder: t("compass.product_keyword") }), (keyword) => again({ keyword }));

function again(changed) {
  Object.assign(asked, changed);
  return table.show();
}

/** What the list can be narrowed down to; said once. */
function offer(filters) {
  if (offered) return;
  offered = true;
  const said = (name, value) => (name === "category" ? value : t(`compass.${name}.${value}`));
  narrow.offer(filters.map(({ name, values }) => ({ name, text: t(`compass.${name}`), values: values.map((value) => ({ value, text: said(name, value) })) })));
}

document.getElementById("narrow").append(search, narrow.node);
document.getElementById("products").append(table.node);

await report((span) => again({ span }));
