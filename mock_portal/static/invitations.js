import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const TONES = { linked: "good", pending: "wait", in_review: "wait", identity_check: "wait", declined: "bad", review_rejected: "bad", expired: "off" };

const list = new Table({
  label: t("invitations.heading"),
  key: (row) => row.invitation_id,
  load: (page) => get(`/api/v1/seller/creator/invitation/list?page=${page}`),
  columns: [
    { title: t("col.username"), cell: (row) => `@${row.handle}` },
    { title: t("col.nickname"), cell: (row) => row.nickname },
    { title: t("col.account_id"), cell: (row) => row.account_id },
    { title: t("col.status"), cell: (row) => el("span", { class: `core-tag core-tag-${TONES[row.stage]}` }, t(`stage.${row.stage}`)) },
    { title: t("col.sent"), cell: (row) => moment(row.sent_at) },
    { title: t("col.expires"), cell: (row) => moment(row.expires_at) },
    { title: t("col.number"), cell: (row) => row.invitation_id },
    { title: t("col.note"), cell: (row) => row.note },
  ],
});
document.getElementById("list").append(list.node);
list.show();
