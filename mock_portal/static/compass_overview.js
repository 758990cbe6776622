import { get } from "./api.js";
import { count, halves, money, perhaps, share, stay } from "./compass_numbers.js";
import { report } from "./compass_span.js";
import { zepTable } from "./compass_table.js";
import { el } from "./dom.js";
import { t } from "./page.js";

const MONEY = ["gmv", "live", "video", "card"];
const CARDS = ["gmv", "live", "video", "card", "items", "sku_orders", "orders", "customers", "visitors", "impressions", "unique_impressions", "ctr", "cvr", "dwell", "gpm"];
const COLUMNS = ["date", "gmv", "orders", "items", "customers", "visitors", "impressions", "ctr", "cvr", "dwell"];
const RATES = { ctr: share, cvr: share, dwell: stay, gpm: perhaps };
const SVG = "http://www.w3.org/2000/svg";

function card(name, seen) {
  const [whole, cents] = written(name, seen.total[name], seen.currency);
  return el("section", { class: "core-card pcm-smc" },
    el("div", { class: "pcm-smc-title" }, t(`compass.${name}`)),
    el("div", { class: "pcm-smc-content" }, el("div", { class: "pcm-smc-value-content", role: "group", "aria-label": t(`compass.${name}`) }, el("span", { class: "pcm-smc-value" }, whole), cents ? el("span", { class: "pcm-smc-cents" }, cents) : null)),
    el("div", { class: "pcm-smc-change" }, `${t("compass.before")} ${change(Number(seen.total[name]), Number(seen.before[name]))}`));
}

function written(name, value, currency) {
  if (MONEY.includes(name)) return halves(value, currency);
  return [name in RATES ? RATES[name](value, currency) : count(value), ""];
}

function change(now, before) {
  if (!before) return "–";
  const part = (now - before) / before;
  return `${part >= 0 ? "+" : ""}${(part * 100).toFixed(1)}%`;
}

function trend(seen) {
  const most = Math.max(1, ...seen.days.map((day) => Number(day.gmv)));
  const svg = document.createElementNS(SVG, "svg");
  const step = 100 / seen.days.length;
  svg.setAttribute("viewBox", "0 0 100 40");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "trend");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", t("compass.trend"));
  for (const [place, day] of seen.days.entries()) {
    const bar = document.createElementNS(SVG, "rect");
    const height = (Number(day.gmv) / most) * 38;
    for (const [name, value] of Object.entries({ x: place * step + step * 0.15, y: 40 - height, width: step * 0.7, height })) bar.setAttribute(name, String(value));
    svg.append(bar);
  }
  return svg;
}

let seen = null;
const cells = {
  date: (day) => day.date.replaceAll("-", "/"),
  gmv: (day) => money(day.gmv, seen.currency),
  ...Object.fromEntries(Object.entries(RATES).map(([name, of]) => [name, (day) => of(day[name], seen.currency)])),
};
const table = zepTable({
  label: t("compass.days"),
  columns: COLUMNS.map((name) => ({ name, title: t(`compass.${name}`), cell: cells[name] ?? ((day) => count(day[name])) })),
  key: (day) => day.date,
  load: () => Promise.resolve(seen.days),
});
document.getElementById("days").append(table.node);

await report(async (span) => {
  seen = await get(`/api/v3/insights/seller/shop/overview/performance/stats?time_range=${span}`);
  document.getElementById("cards").replaceChildren(...CARDS.map((name) => card(name, seen)));
  document.getElementById("trend").replaceChildren(trend(seen));
  await table.show();
});
