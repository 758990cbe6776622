import "./faults.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { creatorLine } from "./health_measure.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment } from "./table.js";

const holder = document.getElementById("standing");

const permission = ({ permission: state, violations, standing }) => el("dl", { class: "link-info-lines" },
  el("dt", {}, t("health.permission")), el("dd", { "data-permission": state }, t(`health.permission.${state}`)),
  ...creatorLine(standing),
  el("dt", {}, t("health.violations")), el("dd", {}, String(violations)));

const record = (one) => el("article", { class: "letter", "aria-label": `${t(`health.kind.${one.kind}`)} ${one.violation_id}`, "data-violation-id": one.violation_id },
  el("h2", {}, t(`health.kind.${one.kind}`)),
  el("p", { class: "letter-time" }, moment(one.at), ` · ${t(`health.action.${one.action}`)} · ${t("health.points")} ${one.points}`),
  el("p", { class: "letter-stage", "data-state": one.state }, t(`health.state.${one.state}`)),
  one.until ? el("p", {}, `${t("health.deadline")}: `, moment(one.until)) : null);

async function show() {
  const seen = await get("/api/m/account/standing/get");
  const list = seen.records.length ? seen.records.map(record) : [el("p", { class: "inbox-empty" }, t("health.clean"))];
  holder.replaceChildren(permission(seen), el("h2", { class: "standing-head" }, t("health.records")), ...list);
}

show().catch((error) => say(error.message, "alert"));
