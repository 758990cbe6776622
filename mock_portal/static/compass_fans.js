import "./shell.js";
import { get } from "./api.js";
import { count } from "./compass_numbers.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { lang, t } from "./page.js";

const KINDS = ["gender", "age", "place", "category", "price"];
const account = new URLSearchParams(location.search).get("account_id") ?? "";
const whose = document.getElementById("whose");
const cards = document.getElementById("fans");
let currency = "USD";

const round = (amount) => new Intl.NumberFormat(lang, { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(Number(amount));

function band(name) {
  const [low, high] = name.split("-");
  return high ? `${round(low)} – ${round(high)}` : t("compass.fans.above", { low: round(low) });
}

const said = { gender: (name) => t(`compass.fans.${name}`), category: (name) => t(`compass.fans.${name}`), price: band };

function card(kind, shares) {
  return el("section", { class: "core-card pcm-fans" },
    el("h2", {}, t(`compass.fans.${kind}`)),
    el("ul", { class: "fans-list", "aria-label": t(`compass.fans.${kind}`) }, shares.map(({ name, share }) => {
      const bar = el("span", { class: "fans-bar", "aria-hidden": "true" });
      bar.style.width = `${share}%`;
      return el("li", { class: "fans-line" }, el("span", {}, (said[kind] ?? String)(name)), el("span", { class: "fans-rail", "aria-hidden": "true" }, bar), el("span", { class: "fans-share" }, `${share}%`));
    })));
}

try {
  const seen = await get(`/api/v1/insights/seller/creator/fans?account_id=${encodeURIComponent(account)}`);
  ({ currency } = seen);
  whose.textContent = `${t("compass.fans.of", { handle: seen.handle })} · ${t("compass.fans.followers", { n: count(seen.followers) })}`;
  cards.replaceChildren(...KINDS.map((kind) => card(kind, seen.fans[kind])));
} catch (error) {
  say(error.message, "alert");
}
