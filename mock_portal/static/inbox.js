import "./faults.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { moment } from "./table.js";

const inbox = document.getElementById("inbox");

function button(text, kind, onclick) {
  return el("button", { class: `TUXButton TUXButton--${kind}`, type: "button", "aria-disabled": "false", onclick }, text);
}

async function answer(one, deed) {
  try {
    const { stage } = await post(`/api/m/invitation/${deed}`, { invitation_id: one.invitation_id });
    if (stage === "identity_check") location.assign("/m/identity");
    else await show();
  } catch (error) {
    say(error.message, "alert");
  }
}

function actions(one) {
  if (one.stage === "pending") return [button(t("creator.decline"), "secondary", () => answer(one, "decline")), button(t("creator.accept"), "primary", () => answer(one, "accept"))];
  if (one.stage === "identity_check") return [el("a", { class: "TUXButton TUXButton--primary", href: "/m/identity" }, t("creator.identity.go"))];
  return [el("span", { class: "letter-stage" }, t(`stage.${one.stage}`))];
}

function letter(one) {
  return el("article", { class: "letter", "data-key": one.invitation_id, "aria-label": one.shop_name },
    el("div", { class: "letter-shop" }, el("span", { class: "letter-mark", "aria-hidden": "true" }, one.shop_name.slice(0, 1)),
      el("div", {}, el("h2", {}, one.shop_name), el("p", {}, t("creator.invites")))),
    el("p", { class: "letter-time" }, `${t("col.expires")} `, moment(one.expires_at)),
    el("div", { class: "letter-actions" }, actions(one)));
}

async function show() {
  const { list } = await get("/api/m/invitation/list");
  inbox.replaceChildren(...(list.length ? list.map(letter) : [el("p", { class: "inbox-empty" }, t("creator.empty"))]));
}

show().catch((error) => say(error.message, "alert"));
