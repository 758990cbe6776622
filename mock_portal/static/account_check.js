import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const API = "/api/v1/seller/content_check/account";

const card = (account) => el("div", { class: "account-card", "data-tid": "account.card", "data-account-id": account.account_id },
  el("div", { class: "account-names" }, el("strong", {}, `@${account.handle}`), " ", el("span", { class: "text-neutral-text3" }, account.nickname)));

/** A number that is not told before the check has ended. */
const counted = (row, value) => (row.ready ? el("span", { class: "cell-number" }, String(value)) : "–");

const list = new Table({
  label: t("health.account_check.list"),
  key: (row) => row.check_id,
  load: (page) => get(`${API}/list?page=${page}`),
  columns: [
    { title: t("health.account_check.account"), cell: (row) => `@${row.handle}` },
    { title: t("health.account_check.account_id"), cell: (row) => row.account_id },
    { title: t("health.account_check.began"), cell: (row) => moment(row.at) },
    { title: t("health.account_check.state"), cell: (row) => el("span", { class: `core-tag core-tag-${row.ready ? "good" : "wait"}` }, t(row.ready ? "health.account_check.ended" : "health.check.checking")) },
    { title: t("health.account_check.videos"), cell: (row) => counted(row, row.videos) },
    { title: t("health.check.findings"), cell: (row) => counted(row, row.count) },
    { title: t("health.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: (row) => (row.ready ? el("button", { class: "unlink-row", type: "button", "aria-label": `${t("health.account_check.show")} ${row.check_id}`, onclick: () => show(row) }, t("health.account_check.show")) : "") },
  ],
});

function show(row) {
  const modal = openModal({ title: t("health.account_check.found"), className: "health-found" });
  const head = el("div", {});
  const found = new Table({
    label: t("health.account_check.found"),
    key: (one) => one.video_id,
    load: async (page) => {
      const seen = await get(`${API}/findings/get?${new URLSearchParams({ check_id: row.check_id, page })}`);
      head.replaceChildren(card(seen));
      return seen;
    },
    columns: [
      { title: t("health.account_check.link"), cell: (one) => el("a", { href: one.link, rel: "noreferrer", target: "_blank" }, one.link) },
      { title: t("health.account_check.caption"), cell: (one) => one.caption },
      { title: t("health.account_check.published"), cell: (one) => moment(one.at) },
      { title: t("health.account_check.reason"), cell: (one) => el("span", { class: "core-tag core-tag-bad" }, t(`health.objection.${one.objection}`)) },
      { title: t("health.check.passage"), cell: (one) => one.passage },
    ],
  });
  modal.body.append(head, found.node);
  found.show();
}

function form() {
  const name = el("input", { class: "core-input", id: "check-account", autocomplete: "off", onkeydown: (press) => { if (press.key === "Enter") find(); } });
  const look = el("button", { class: "core-btn core-btn-secondary", type: "button", onclick: () => find() }, t("health.account_check.find"));
  const hit = el("div", { id: "hit" });

  async function find() {
    hit.replaceChildren();
    try {
      const account = await get(`${API}/find?${new URLSearchParams({ handle: name.value })}`);
      const button = el("button", { class: "core-btn core-btn-primary", type: "button", onclick: () => begin(account, button) }, t("health.account_check.begin"));
      hit.replaceChildren(card(account), button);
    } catch (error) {
      say(error.message, "alert");
    }
  }

  async function begin(account, button) {
    button.disabled = true;
    try {
      await post(`${API}/create`, { account_id: account.account_id });
      hit.replaceChildren();
      say(t("health.account_check.begun"), "status");
      list.show();
    } catch (error) {
      button.disabled = false;
      say(error.message, "alert");
    }
  }

  return el("div", { class: "core-form" },
    el("div", { class: "arco-form-item" }, el("label", { class: "core-form-label arco-form-label-item", for: "check-account" }, t("health.account_check.username")), name),
    el("div", { class: "health-filters flex" }, look), hit);
}

document.getElementById("ask").append(form());
document.getElementById("checks").append(list.node);
list.show();
