import "./faults.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { lang, t } from "./page.js";
import { logIn, table } from "./tabcut_parts.js";

const kind = location.pathname.split("/").at(-1);
const wanted = { kind, region: "", days: "7", category: "", sort: "gmv", page: 1 };
const holder = document.getElementById("ranking");
const filters = document.getElementById("filters");

document.getElementById("heading").textContent = t(`tabcut.${kind}`);
document.querySelector(`.tc-nav a[href="${location.pathname}"]`)?.setAttribute("aria-current", "page");

function choice(key, options) {
  const list = el("select", { "aria-label": t(`tabcut.by.${key}`), onchange: () => { wanted[key] = list.value; wanted.page = 1; show(); } }, options.map(([value, text]) => el("option", { value, selected: wanted[key] === value }, text)));
  return el("label", {}, t(`tabcut.by.${key}`), list);
}

function drawFilters({ regions, categories }) {
  wanted.region ||= regions[0];
  filters.replaceChildren(
    choice("region", regions.map((one) => [one, t(`region.${one}`)])),
    choice("days", ["1", "7", "28"].map((one) => [one, t(`tabcut.days.${one}`)])),
    choice("category", [["", t("tabcut.all")], ...categories.map((one) => [one, one])]),
    choice("sort", ["gmv", "sold", "views"].map((one) => [one, t(`tabcut.${one}`)])));
}

const detail = { goods: (row) => `/tabcut/ranking/goods/detail?id=${row.id}&region=${wanted.region}`, creators: (row) => `/tabcut/ranking/creators/detail?id=${row.id}&region=${wanted.region}` }[kind];

function pager({ shown, total, page_size: size, customer }) {
  const turn = (by) => { if (!customer && by > 0) return logIn(); wanted.page += by; return show(); };
  const button = (key, by, off) => el("button", { class: "tc-button", type: "button", disabled: off, onclick: () => turn(by) }, t(key));
  const hidden = total > shown ? [el("p", { class: "tc-hidden" }, t("tabcut.more", { n: total - shown }), " ", customer ? "" : el("button", { class: "tc-button tc-button-primary", type: "button", onclick: logIn }, t("tabcut.login")))] : [];
  return [...hidden, el("div", { class: "tc-pager" }, el("span", {}, t("tabcut.total", { n: total })), button("tabcut.previous", -1, wanted.page === 1), button("tabcut.next", 1, Boolean(customer) && wanted.page * size >= shown))];
}

async function show() {
  try {
    const seen = await get(`/tabcut/api/ranking?${new URLSearchParams(wanted)}`);
    drawFilters(seen);
    document.getElementById("who").textContent = seen.customer;
    document.getElementById("updated").replaceChildren(t("tabcut.updated"), " ", el("time", { datetime: seen.updated }, new Date(seen.updated).toLocaleString(lang)));
    holder.replaceChildren(table(t(`tabcut.${kind}`), seen.list, detail), ...pager(seen));
  } catch (error) {
    holder.replaceChildren(el("p", { class: "tc-hidden", role: "alert" }, error.message));
  }
}

show();
