import "./shell.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment } from "./table.js";

const API = "/api/v1/seller/message_center";
const SUBJECTS = ["", "priority", "violations", "policies", "account_updates"];
const tabs = document.getElementById("tabs");
const panel = document.getElementById("panel");
const readAll = document.getElementById("read-all");
const shown = { subject: new URLSearchParams(location.search).get("category") ?? "", page: 1 };

const named = (subject) => (subject ? t(`help.subject.${subject}`) : t("help.messages.all"));

function tab(subject, { total, categories }) {
  const count = subject ? categories[subject] : total;
  const active = subject === shown.subject;
  const turn = () => { Object.assign(shown, { subject, page: 1 }); show(); };
  const mark = count ? el("span", { class: "m4b-badge", "data-tid": "m4b_badge", "aria-hidden": "true" }, String(count)) : null;
  return el("div", { class: `arco-tabs-header-title theme-arco-tabs-header-title${active ? " arco-tabs-header-title-active theme-arco-tabs-header-title-active" : ""}`, role: "tab", tabindex: "0", "data-category": subject, "data-unread": count, "aria-label": named(subject), "aria-description": t("help.messages.unread", { n: count }), "aria-selected": String(active), "aria-controls": "panel", onclick: turn }, named(subject), mark);
}

function message(one) {
  const read = () => change({ message_ids: [one.message_id] });
  const button = (key, press) => el("button", { class: "unlink-row", type: "button", "aria-label": `${t(`help.messages.${key}`)}: ${one.title}`, onclick: press }, t(`help.messages.${key}`));
  return el("li", { class: `arco-list-item${one.read ? "" : " arco-list-item-unread"}`, "data-message-id": one.message_id, "data-topic": one.topic, "data-read": String(one.read) },
    el("article", { class: "help-message", "aria-label": one.title },
      el("div", { class: "help-message-words" }, el("b", {}, one.title), el("span", {}, one.text), el("span", { class: "text-neutral-text3" }, `${named(one.category)} · `, moment(one.at))),
      el("div", { class: "help-message-actions" },
        one.link ? el("a", { class: "arco-link theme-arco-link", href: one.link, "aria-label": `${t("help.messages.view")}: ${one.title}` }, t("help.messages.view")) : null,
        one.read ? null : button("read", read))));
}

function pager({ total, page_size: size }) {
  const pages = Math.ceil(total / size);
  if (pages < 2) return null;
  const go = (page) => { shown.page = page; show(); };
  return el("ul", { class: "arco-pagination-list theme-arco-pagination-list help-pages" }, Array.from({ length: pages }, (_, place) => place + 1).map((number) =>
    el("li", { class: `arco-pagination-item theme-arco-pagination-item${number === shown.page ? " theme-arco-pagination-item-active" : ""}`, "aria-current": number === shown.page ? "page" : null, onclick: () => go(number) }, String(number))));
}

async function change(what) {
  try {
    await post(`${API}/read`, what);
    await show();
  } catch (error) {
    say(error.message, "alert");
  }
}

async function show() {
  try {
    const [unread, told] = await Promise.all([get(`${API}/unread/get`), get(`${API}/list?category=${shown.subject}&page=${shown.page}`)]);
    tabs.replaceChildren(...SUBJECTS.map((subject) => tab(subject, unread)));
    panel.setAttribute("aria-label", named(shown.subject));
    panel.replaceChildren(
      told.list.length ? el("ul", { class: "arco-list", "aria-label": t("help.messages.list") }, told.list.map(message)) : el("p", { class: "core-empty" }, t("help.messages.none")),
      pager(told) ?? "");
    readAll.disabled = (shown.subject ? unread.categories[shown.subject] : unread.total) === 0;
  } catch (error) {
    say(error.message, "alert");
  }
}

readAll.addEventListener("click", () => change({ category: shown.subject }));
show();
