import "./faults.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { quota, t } from "./page.js";

const bound = document.getElementById("bound");

const row = (one) => el("li", { "data-row-key": one.account_id }, el("span", {}, `@${one.handle}`), el("span", { class: "app-value" }, t("links.status.linked")));

async function show() {
  const { list, slots } = await get("/api/v1/seller/creator/agg/get?tab=marketing");
  document.getElementById("slots").textContent = `${t("links.slots")} ${quota(slots.used, slots.max)}`;
  bound.replaceChildren(...(list.length ? list.map(row) : [el("li", {}, t("table.empty"))]));
}

show().catch((error) => say(error.message, "alert"));
