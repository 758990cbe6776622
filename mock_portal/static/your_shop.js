import "./faults.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";

const holder = document.getElementById("your-shop");

function shop({ shop_name: name, shop_region: region }) {
  return [el("article", { class: "letter", "aria-label": name },
    el("div", { class: "letter-shop" }, el("span", { class: "letter-mark", "aria-hidden": "true" }, name.slice(0, 1)), el("div", {}, el("h2", {}, name), el("p", {}, t(`region.${region}`))))),
  el("a", { class: "link-info-entry", href: "/m/link-info" }, t("unlinking.view_info"))];
}

async function show() {
  const { link } = await get("/api/m/link/get");
  holder.replaceChildren(...(link ? shop(link) : [el("p", { class: "inbox-empty" }, t("unlinking.no_shop"))]));
}

show().catch((error) => say(error.message, "alert"));
