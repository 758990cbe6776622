import { count, money, perhaps, share } from "./compass_numbers.js";
import { report } from "./compass_span.js";
import { everyPage, zepTable } from "./compass_table.js";
import { el } from "./dom.js";
import { t } from "./page.js";
import { moment } from "./table.js";

let span = "";
let currency = "USD";
const LIVES = "/api/v1/insights/seller/live/diagnosis/creator/list";
const table = zepTable({
  label: t("compass.tab.lives"),
  columns: [
    { name: "handle", title: t("compass.handle"), cell: (row) => [`@${row.handle} `, row.ongoing ? el("span", { class: "core-tag core-tag-good" }, t("compass.ongoing")) : null] },
    { name: "starts_at", title: t("compass.starts_at"), sorts: true, cell: (row) => moment(row.starts_at) },
    { name: "minutes", title: t("compass.minutes"), sorts: true, cell: (row) => count(row.minutes) },
    { name: "gmv", title: t("compass.gmv"), sorts: true, cell: (row) => money(row.gmv, currency) },
    { name: "orders", title: t("compass.orders"), sorts: true, cell: (row) => count(row.orders) },
    { name: "viewers", title: t("compass.viewers"), sorts: true, cell: (row) => count(row.viewers) },
    { name: "click_rate", title: t("compass.click_rate"), cell: (row) => share(row.click_rate) },
    { name: "cvr", title: t("compass.cvr"), cell: (row) => share(row.cvr) },
    { name: "impressions", title: t("compass.impressions"), sorts: true, cell: (row) => count(row.impressions) },
    { name: "gpm", title: t("compass.gpm"), cell: (row) => perhaps(row.gpm, currency) },
  ],
  key: (row) => row.live_id,
  load: async (order) => {
    const seen = await everyPage(`${LIVES}?time_range=${span}${order}`);
    currency = seen.currency;
    return seen.list;
  },
});
document.getElementById("lives").append(table.node);

/** Who is on air: the list opens only under the pointer. */
async function streams() {
  const { list } = await everyPage(`${LIVES}?time_range=today`);
  const rooms = list.filter((row) => row.ongoing);
  document.getElementById("streams").replaceChildren(
    el("span", { class: "theme-arco-link" }, t("compass.streams", { n: rooms.length })),
    el("div", { class: "compass-streams-list" }, rooms.length ? rooms.map((room) => el("div", {}, `@${room.handle}`)) : t("table.empty")));
}

await report(async (chosen) => {
  span = chosen;
  await streams();
  await table.show();
});
