import "./shell.js";
import { get } from "./api.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const accounts = new Table({
  label: t("showcase.overview"),
  key: (row) => row.account_id,
  load: (page) => get(`/api/v1/seller/showcase/overview?page=${page}`),
  columns: [
    { title: t("col.username"), cell: (row) => `@${row.handle}` },
    { title: t("showcase.count"), cell: (row) => String(row.count) },
    { title: t("showcase.today"), cell: (row) => `${row.added_today}/${row.most}` },
    { title: t("showcase.last"), cell: (row) => (row.last_at ? moment(row.last_at) : "–") },
  ],
});
document.getElementById("accounts").append(accounts.node);
accounts.show();
