import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { change, shopCard } from "./health_measure.js";
import { TONES, account, PATH } from "./health_words.js";
import { select } from "./m4b_select.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const STATES = Object.keys(TONES);
const wanted = { state: "", account_id: "" };

const what = (row) => el("div", { class: "health-what" }, el("b", {}, t(`health.kind.${row.kind}`)), el("span", { class: "text-neutral-text3" }, row.violation_id));
const state = (row) => el("span", { class: `arco-tag core-tag core-tag-${TONES[row.state]}` }, t(`health.state.${row.state}`));
const open = (row) => {
  const name = t(row.until ? "health.appeal.open" : "health.view");
  return el("a", { class: "arco-link theme-arco-link", href: `/account-health/violation?violation_id=${row.violation_id}`, "aria-label": `${name} ${row.violation_id}` }, name);
};

const records = new Table({
  label: t("health.records"),
  key: (row) => row.violation_id,
  load: (page) => get(`${PATH}/shop/violation/quick_filter/query?${new URLSearchParams({ ...wanted, page })}`),
  columns: [
    { title: t("health.kind"), cell: what },
    { title: t("health.account"), cell: account },
    { title: t("health.action"), cell: (row) => t(`health.action.${row.action}`) },
    { title: t("health.points"), cell: (row) => el("span", { class: "cell-number" }, change(row)) },
    { title: t("health.at"), cell: (row) => moment(row.at) },
    { title: t("health.deadline"), cell: (row) => moment(row.deadline) },
    { title: t("health.state"), cell: state },
    { title: t("health.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: open },
  ],
});

function filter(key, label, options) {
  return select({ label, options, value: "", onPick: (value) => { wanted[key] = value; records.show(); } });
}

async function show() {
  try {
    const seen = await get(`${PATH}/violation/overview/get`);
    document.getElementById("score").append(...shopCard(seen.standing));
    document.getElementById("lead").textContent = t("health.lead", { n: seen.appeal_days });
    document.getElementById("filters").append(
      filter("state", t("health.filter.state"), [{ value: "", text: t("health.filter.all_states") }, ...STATES.map((value) => ({ value, text: t(`health.state.${value}`) }))]),
      filter("account_id", t("health.filter.account"), [{ value: "", text: t("health.filter.all_accounts") }, ...seen.accounts.map((one) => ({ value: one.account_id, text: `@${one.handle}` }))]));
  } catch (error) {
    say(error.message, "alert");
  }
}

document.getElementById("records").append(records.node);
show();
records.show();
