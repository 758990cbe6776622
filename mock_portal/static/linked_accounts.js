import "./shell.js";
import { get } from "./api.js";
import { el, icon } from "./dom.js";
import { openLinkDialog } from "./link_dialog.js";
import { quota, t } from "./page.js";
import { ifAllowed } from "./rights.js";
import { arranged } from "./skin.js";
import { moment, Table } from "./table.js";
import { openUnlinkDialog } from "./unlink_dialog.js";
import { unlinkRequests } from "./unlink_requests.js";

const PLUS = "M10 4v12M4 10h12";
const tabs = document.getElementById("tabs");
const panel = document.getElementById("panel");
const slots = el("span", { class: "slots-value", role: "group", "aria-label": t("links.slots") });

const columns = [
  { title: t("col.username"), cell: (row) => `@${row.handle}` },
  { title: t("col.nickname"), cell: (row) => row.nickname },
  { title: t("col.account_id"), cell: (row) => row.account_id },
  { title: t("col.email"), cell: (row) => row.email, attributes: { "data-col": "email" } },
  { title: t("col.status"), cell: () => el("span", { class: "core-tag core-tag-good" }, t("links.status.linked")) },
  { title: t("col.linked_since"), cell: (row) => moment(row.linked_since) },
];

/** The column at the right edge; its text is there twice, once for the eye only, as in the real widget. */
const actions = (again) => ({
  title: t("unlinking.actions"),
  attributes: { class: "core-table-col-fixed-right" },
  cell: (row) => [
    ifAllowed("creators", el("button", { class: "unlink-row", type: "button", "aria-label": `${t("unlinking.action")} @${row.handle}`, onclick: () => openUnlinkDialog(row.account_id, again) }, t("unlinking.action"))),
    el("span", { class: "fixed-copy", "aria-hidden": "true" }, t("unlinking.action")),
  ],
});

function table(tab, again) {
  return new Table({
    label: t(`links.${tab}`),
    columns: tab === "marketing" ? [...columns, actions(again)] : columns,
    key: (row) => row.account_id,
    load: async (page) => {
      const data = await get(`/api/v1/seller/creator/agg/get?tab=${tab}&page=${page}`);
      slots.textContent = quota(data.slots.used, data.slots.max);
      return data;
    },
  });
}

function head(list) {
  const open = () => openLinkDialog(() => list.show());
  return el("div", { class: "panel-head" }, arranged([
    el("p", { class: "text-neutral-text3" }, t("links.lead")),
    el("div", { class: "slots" }, el("span", { class: "slots-label", "aria-hidden": "true" }, t("links.slots")), slots),
    ifAllowed("creators", el("button", { class: "theme-arco-btn theme-arco-btn-primary", "data-tid": "m4b_button", type: "button", onclick: open }, icon(PLUS), t("dialog.open")))]));
}

function show(tab) {
  const again = () => { list.show(); requests.show(); };
  const list = table(tab, again);
  const requests = unlinkRequests(again);
  tabs.replaceChildren(...arranged(["official", "marketing"]).map((name) => header(name, name === tab)));
  panel.setAttribute("aria-label", t(`links.${tab}`));
  panel.replaceChildren(...(tab === "marketing" ? [requests.node, head(list)] : []), list.node);
  list.show();
  if (tab === "marketing") requests.show();
}

function header(name, selected) {
  const className = `theme-arco-tabs-header-title${selected ? " theme-arco-tabs-header-title-active" : ""}`;
  const turn = () => { history.replaceState(null, "", `?tab=${name}`); show(name); };
  return el("div", { class: className, role: "tab", tabindex: "0", "aria-selected": String(selected), "aria-controls": "panel", onclick: turn }, t(`links.${name}`));
}

show(new URLSearchParams(location.search).get("tab") === "official" ? "official" : "marketing");
