import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const last = (row) => el("div", {}, moment(row.last_at), el("div", { class: "text-neutral-text3" }, row.last_title));

const accounts = new Table({
  label: t("showcase.overview"),
  key: (row) => row.account_id,
  load: (page) => get(`/api/v1/seller/showcase/overview?page=${page}`),
  columns: [
    { title: t("col.username"), cell: (row) => `@${row.handle}` },
    { title: t("col.nickname"), cell: (row) => row.nickname },
    { title: t("showcase.count"), cell: (row) => el("span", { class: "cell-number" }, String(row.in_showcase)) },
    { title: t("showcase.today"), cell: (row) => el("span", { class: "cell-number" }, `${row.added_today}/${row.added_max}`) },
    { title: t("showcase.last"), cell: (row) => (row.last_at ? last(row) : "–") },
  ],
});
document.getElementById("accounts").append(accounts.node);
accounts.show();
