import "./shell.js";
import { appealForm } from "./appeal_form.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { change } from "./health_measure.js";
import { TONES, account, PATH } from "./health_words.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment } from "./table.js";

const number = new URLSearchParams(location.search).get("violation_id") ?? "";
const [facts, tries, form] = ["violation", "appeals", "appeal"].map((id) => document.getElementById(id));

const tag = (state) => el("span", { class: `arco-tag core-tag core-tag-${TONES[state]}` }, t(`health.state.${state}`));

/** Descriptions are a table, as in the real widget. */
function descriptions(seen) {
  const rows = {
    "health.number": seen.violation_id,
    "health.status": t("health.taken"),
    "health.action": t(`health.action.${seen.action}`),
    "health.kind": t(`health.kind.${seen.kind}`),
    "health.note": seen.note || t("health.none"),
    "health.account": account(seen),
    "health.points": change(seen),
    "health.at": moment(seen.at),
    "health.deadline": moment(seen.deadline),
    "health.state": tag(seen.state),
  };
  const line = ([key, value]) => el("tr", { class: "arco-descriptions-row" }, el("th", { class: "arco-descriptions-item-label", scope: "row" }, t(key)), el("td", { class: "arco-descriptions-item-value" }, value));
  return el("table", { class: "arco-descriptions", "aria-label": t("health.violation"), "data-violation-id": seen.violation_id, "data-state": seen.state }, el("tbody", {}, Object.entries(rows).map(line)));
}

function made(one) {
  const files = one.files.map((file) => file.name).join(", ");
  return el("article", { class: "health-try", "aria-label": `${t("health.appeal")} ${one.appeal_id}`, "data-appeal-id": one.appeal_id },
    el("header", {}, tag(one.state), el("span", { class: "text-neutral-text3" }, `${t("health.appeal.sent_at")} `, moment(one.at)), one.decided_at ? el("span", { class: "text-neutral-text3" }, `${t("health.appeal.decided_at")} `, moment(one.decided_at)) : null),
    el("p", {}, one.reason),
    el("p", { class: "text-neutral-text3" }, files),
    one.note ? el("p", {}, el("b", {}, `${t("health.appeal.answer")}: `), one.note) : null);
}

function writing(seen) {
  const head = el("h2", {}, t("health.appeal"));
  if (!seen.until) return [head, el("p", { class: "text-neutral-text3" }, t("health.appeal.no"))];
  const hint = t(seen.appeals.length ? "health.appeal.again" : "health.appeal.until");
  return [head, el("p", { class: "text-neutral-text3" }, `${hint} `, moment(seen.until)), appealForm(seen, show)];
}

async function show() {
  try {
    const seen = await get(`${PATH}/violation/detail/get?violation_id=${encodeURIComponent(number)}`);
    facts.replaceChildren(descriptions(seen));
    tries.replaceChildren(el("h2", {}, t("health.appeal.records")), ...seen.appeals.map(made));
    tries.hidden = seen.appeals.length === 0;
    form.replaceChildren(...writing(seen));
    form.hidden = false;
  } catch (error) {
    say(error.message, "alert");
  }
}

show();
