import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { select } from "./m4b_select.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment, Table } from "./table.js";

const API = "/api/v1/seller/content_check";
const ASK_AGAIN_MS = 400;
const result = document.getElementById("result");
const asked = { text: "", market: "" };
let latest = "";

/** A text with its findings marked; places are counted in characters, not in JavaScript's halves of them. */
function marked({ text, list }) {
  const signs = [...text];
  const cut = (from, to) => signs.slice(from, to).join("");
  const ends = [0, ...list.map((one) => one.end)];
  const parts = list.flatMap((one, place) => [cut(ends[place], one.start), el("mark", { class: `core-mark core-mark-${one.rule}`, title: t(`health.check.rule.${one.rule}`) }, cut(one.start, one.end))]);
  return el("p", { class: "health-text" }, parts, cut(ends.at(-1)));
}

function table(list) {
  const row = (one) => el("tr", { class: "core-table-tr", "data-start": one.start, "data-end": one.end },
    el("td", { class: "core-table-td" }, one.passage),
    el("td", { class: "core-table-td" }, el("span", { class: "core-tag core-tag-bad" }, t(`health.check.rule.${one.rule}`))),
    el("td", { class: "core-table-td" }, `${one.start + 1}–${one.end}`));
  const heads = ["passage", "rule", "place"].map((name) => el("th", { class: "core-table-th", scope: "col" }, t(`health.check.${name}`)));
  return el("div", { class: "theme-arco-table core-table" }, el("div", { class: "theme-arco-table-scroll" }, el("table", { "aria-label": t("health.check.result") }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, list.map(row)))));
}

function shown(seen) {
  const clean = seen.list.length === 0;
  const head = el("div", { class: "page-head flex" }, el("h2", {}, t("health.check.result")), el("span", { class: `core-tag core-tag-${clean ? "good" : "bad"}`, role: "status" }, clean ? t("health.check.clean") : t("health.check.found", { n: seen.list.length })));
  result.replaceChildren(head, marked(seen), ...(clean ? [] : [table(seen.list)]));
}

/** Ask until the portal has an answer; whoever begins another check stops waiting for this one. */
async function follow(id) {
  latest = id;
  result.hidden = false;
  result.replaceChildren(el("p", { class: "text-neutral-text3", role: "status" }, el("span", { class: "core-spin core-spin-small", "aria-hidden": "true" }), " ", t("health.check.checking")));
  try {
    let seen = await get(`${API}/get?check_id=${id}`);
    while (!seen.ready && latest === id) {
      await new Promise((go) => setTimeout(go, ASK_AGAIN_MS));
      seen = await get(`${API}/get?check_id=${id}`);
    }
    if (latest !== id) return;
    shown(seen);
    history.show();
  } catch (error) {
    result.hidden = true;
    say(error.message, "alert");
  }
}

const history = new Table({
  label: t("health.check.history"),
  key: (row) => row.check_id,
  load: (page) => get(`${API}/list?page=${page}`),
  columns: [
    { title: t("health.check.at"), cell: (row) => moment(row.at) },
    { title: t("health.check.market"), cell: (row) => t(`region.${row.market}`) },
    { title: t("health.check.beginning"), cell: (row) => el("span", { class: "health-beginning" }, row.beginning + (row.cut ? "…" : "")) },
    { title: t("health.check.findings"), cell: (row) => (row.ready ? String(row.count) : t("health.check.checking")) },
    { title: t("health.actions"), attributes: { class: "core-table-col-fixed-right" }, cell: (row) => el("button", { class: "unlink-row", type: "button", "aria-label": `${t("health.check.show")} ${row.check_id}`, onclick: () => follow(row.check_id) }, t("health.check.show")) },
  ],
});

function form({ markets, letters }) {
  const limit = el("div", { class: "arco-textarea-word-limit core-textarea-word-limit" });
  const text = el("textarea", { class: "core-textarea arco-textarea", id: "check-text", maxlength: letters, placeholder: t("health.check.text.hint"), oninput: () => { asked.text = text.value; draw(); } });
  const button = el("button", { class: "core-btn core-btn-primary", type: "button", onclick: () => begin() }, t("health.check.submit"));
  const draw = () => {
    limit.textContent = `${asked.text.length}/${letters}`;
    button.classList.toggle("core-btn-disabled", !asked.text.trim());
    button.setAttribute("aria-disabled", String(!asked.text.trim()));
  };

  async function begin() {
    if (!asked.text.trim()) return;
    button.disabled = true;
    try {
      const { check_id: id } = await post(`${API}/create`, asked);
      follow(id);
    } catch (error) {
      say(error.message, "alert");
    } finally {
      button.disabled = false;
    }
  }

  asked.market = markets[0];
  draw();
  return el("div", { class: "core-form" },
    el("div", { class: "arco-form-item" }, el("label", { class: "core-form-label arco-form-label-item", for: "check-text" }, t("health.check.text")), text, limit),
    el("div", { class: "health-filters flex" }, select({ label: t("health.check.market"), options: markets.map((value) => ({ value, text: t(`region.${value}`) })), value: markets[0], onPick: (value) => { asked.market = value; }, dialect: "core" }), button));
}

document.getElementById("history").append(history.node);
try {
  document.getElementById("ask").append(form(await get(`${API}/config/get`)));
} catch (error) {
  say(error.message, "alert");
}
history.show();
