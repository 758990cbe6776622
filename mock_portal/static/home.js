import "./shell.js";
import { get } from "./api.js";
import { el } from "./dom.js";
import { greet } from "./home_greetings.js";
import { say } from "./messages.js";
import { quota, t } from "./page.js";
import { arranged } from "./skin.js";

// The number stands alone in its group, so that the card's words cannot be taken for it.
function card(name, ...value) {
  return el("section", { class: "core-card pcm-smc" },
    el("div", { class: "pcm-smc-title" }, t(`home.${name}`)),
    el("div", { class: "pcm-smc-value-content", role: "group", "aria-label": t(`home.${name}`) }, value),
    el("div", { class: "pcm-smc-hint" }, t(`home.${name}.hint`)));
}

const part = (text, more) => [el("span", { class: "pcm-smc-value" }, String(text)), more ? el("span", { class: "pcm-smc-more" }, more) : null];

function showcase({ showcase: rows, showcase_max: most }) {
  if (!rows.length) return [el("span", { class: "pcm-smc-none" }, t("home.nobody"))];
  return rows.map(({ handle, used }) => el("div", { class: "pcm-smc-line" }, el("span", {}, `@${handle}`), el("span", {}, quota(used, most))));
}

greet();
try {
  const seen = await get("/api/v1/seller/shop/overview");
  document.getElementById("cards").append(...arranged([
    card(seen.standing.system, part(seen.standing.value)),
    card("unlinks", part(quota(seen.unlinks_left))),
    card("links", part(quota(seen.links_used), `/${seen.links_max}`)),
    card("showcase", showcase(seen))]));
} catch (error) {
  say(error.message, "alert");
}
