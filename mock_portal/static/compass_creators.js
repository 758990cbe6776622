import { count, halves, money, perhaps, share, stay } from "./compass_numbers.js";
import { report } from "./compass_span.js";
import { everyPage, zepTable } from "./compass_table.js";
import { el } from "./dom.js";
import { t } from "./page.js";

let span = "";
let currency = "USD";
const search = el("input", { class: "compass-search", "aria-label": t("compass.keyword"), placeholder: t("compass.keyword"), oninput: () => table.show() });
const number = (name) => ({ name, title: t(`compass.${name}`), sorts: true, cell: (row) => count(row[name]) });
const table = zepTable({
  label: t("compass.tab.creators"),
  columns: [
    { name: "handle", title: t("compass.handle"), cell: (row) => el("a", { class: "theme-arco-link", href: `/compass/creator-report?account_id=${row.account_id}` }, `@${row.handle}`) },
    { name: "gmv", title: t("compass.gmv"), sorts: true, cell: (row) => money(row.gmv, currency) },
    ...["orders", "items", "visitors", "impressions", "lives"].map(number),
    ...["ctr", "cvr"].map((name) => ({ name, title: t(`compass.${name}`), sorts: true, cell: (row) => share(row[name]) })),
    { name: "dwell", title: t("compass.dwell"), sorts: true, cell: (row) => stay(row.dwell) },
    ...["gpm", "commission"].map((name) => ({ name, title: t(`compass.${name}`), cell: (row) => perhaps(row[name], currency) })),
  ],
  key: (row) => row.account_id,
  load: async (order) => {
    const seen = await everyPage(`/api/v1/insights/seller/creator/list?time_range=${span}&keyword=${encodeURIComponent(search.value)}${order}`);
    currency = seen.currency;
    document.getElementById("industry").replaceChildren(...(seen.industry ? [industry(seen.industry)] : []));
    return seen.list;
  },
});
document.getElementById("accounts").append(search, table.node);

/** What the shop's category makes elsewhere, where the site tells it. */
function industry({ gpm, category, as_of: day }) {
  const [whole, cents] = halves(gpm, currency);
  const part = (name, ...told) => el("span", { role: "group", "aria-label": t(`compass.industry.${name}`) }, ...told);
  return el("section", { class: "core-card pcm-smc" },
    el("div", { class: "pcm-smc-title" }, t("compass.industry.gpm")),
    el("div", { class: "pcm-smc-content" }, part("gpm", el("span", { class: "pcm-smc-value" }, whole), cents ? el("span", { class: "pcm-smc-cents" }, cents) : null)),
    el("div", { class: "pcm-smc-change" }, part("category", category), ` · ${t("compass.industry.as_of")} `, part("as_of", day.replaceAll("-", "/"))));
}

await report(async (chosen) => {
  span = chosen;
  await table.show();
});
