import "./shell.js";
import { get, post } from "./api.js";
import { rangeInputs } from "./compass_picker.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { openModal } from "./modal.js";
import { faults, t } from "./page.js";
import { moment } from "./table.js";

const QUICK = ["today", "yesterday", "last_7_days", "last_28_days"];
const MINUTE_MS = 60_000;
const bar = document.getElementById("span");
const exportButton = document.querySelector('[data-testid="export-button"]');
const asked = new URLSearchParams(location.search).get("timeRange");

let span = asked ?? "last_7_days";
let redraw = () => {};

/** Show a report of the chosen time, again whenever another is chosen; today's numbers come anew every minute. */
export async function report(draw) {
  redraw = () => drawn(draw).catch((error) => say(error.message, "alert"));
  await choose(span);
  setInterval(() => { if (span === "today" && bar.isConnected) redraw(); }, MINUTE_MS);
}

/** What a fault wants to be seen first, for a while, under the days that were asked for; then what is right. */
async function drawn(draw) {
  for (const { part, seconds } of faults.torn) {
    await draw(`${span}&early=${part}`);
    await new Promise((go) => setTimeout(go, seconds * 1000));
  }
  await draw(span);
}

async function choose(wanted) {
  span = wanted;
  try {
    const { first, last } = await get(`/api/v3/insights/seller/shop/overview/performance/stats?time_range=${span}`);
    const today = new Intl.DateTimeFormat("sv", { timeZone: document.querySelector("[data-shop-zone]").dataset.shopZone }).format(new Date());
    bar.replaceChildren(...QUICK.map(quick), rangeInputs({ first, last, today: last > today ? last : today, onApply: choose }));
    await redraw();
  } catch (error) {
    say(error.message, "alert");
  }
}

function quick(name) {
  const testid = `time-selector-${name.replaceAll("_", "-")}`;
  return el("button", { class: "compass-quick", type: "button", "data-testid": testid, "aria-pressed": String(name === span), onclick: () => choose(name) }, t(`compass.${name}`));
}

async function ask() {
  try {
    const made = await post("/api/v1/insights/seller/export/create", { module: bar.dataset.module, time_range: span });
    if (made.ready) location.assign(`/compass/export/${made.task_id}`);
    else say(t("compass.exporting"), "status");
  } catch (error) {
    say(error.message, "alert");
  }
}

async function history() {
  const modal = openModal({ title: t("compass.history") });
  const list = el("div", { "aria-live": "polite" });
  modal.body.append(list);
  const show = async () => {
    const { list: rows } = await get("/api/v1/insights/seller/export/list");
    list.replaceChildren(...(rows.length ? rows.map(record) : [el("p", {}, t("compass.no_exports"))]));
    if (rows.some((one) => !one.ready) && list.isConnected) setTimeout(show, 1000);
  };
  await show().catch((error) => say(error.message, "alert"));
}

function record(one) {
  const name = `${t(`compass.module.${one.module}`)} ${one.time_range.replaceAll("-", "/").replace("..", " – ")}`;
  const end = one.ready ? el("a", { class: "theme-arco-link", href: `/compass/export/${one.task_id}`, download: true }, t("compass.download")) : el("span", { class: "core-tag core-tag-wait" }, t("compass.making"));
  return el("div", { class: "pcm-ae-record-item", "data-row-key": one.task_id }, el("span", {}, name), moment(one.at), end);
}

// A deep link that names its time lacks the button, as on the site.
exportButton.hidden = asked !== null;
exportButton.addEventListener("click", ask);
document.querySelector('[data-testid="export-history-button"]').addEventListener("click", history);
