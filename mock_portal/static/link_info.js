import "./faults.js";
import { get, post } from "./api.js";
import { el } from "./dom.js";
import { say } from "./messages.js";
import { t } from "./page.js";
import { arranged } from "./skin.js";
import { moment } from "./table.js";

const holder = document.getElementById("link-info");

function button(text, kind, press) {
  const made = el("button", { class: `TUXButton TUXButton--${kind}`, type: "button", "aria-disabled": "false", onclick: () => { if (made.getAttribute("aria-disabled") === "false") press(made); } }, text);
  return made;
}

async function send(path, made) {
  made.setAttribute("aria-disabled", "true");
  try {
    await post(path, {});
    await show();
  } catch (error) {
    say(error.message, "alert");
    made.setAttribute("aria-disabled", "false");
  }
}

/** Asked once more, at the bottom of the screen. */
function sheet(link) {
  const close = () => box.remove();
  const box = el("div", { class: "TUXModal", title: t("unlinking.send"), role: "dialog", "aria-modal": "true", "aria-label": t("unlinking.send") },
    el("p", {}, t("unlinking.sure", { shop: link.shop_name })),
    el("div", { class: "letter-actions" }, arranged([button(t("dialog.cancel"), "secondary", close), button(t("unlinking.send.yes"), "primary", (made) => send("/api/m/unlink/request", made).then(close))])));
  document.body.append(box);
}

function request(one) {
  const until = one.state === "pending" ? [` ${t("unlinking.until")} `, moment(one.due_at)] : [];
  return el("p", { class: "letter-stage", "data-state": one.state }, t(`unlinking.state.${one.state}`), ...until);
}

function lines(link) {
  return el("dl", { class: "link-info-lines" }, arranged([
    [el("dt", {}, t("unlinking.shop")), el("dd", {}, link.shop_name)],
    [el("dt", {}, t("profile.region")), el("dd", {}, t(`region.${link.shop_region}`))],
    [el("dt", {}, t("col.linked_since")), el("dd", {}, moment(link.linked_since))]]));
}

async function show() {
  const { link, request: asked } = await get("/api/m/link/get");
  if (!link) {
    holder.replaceChildren(el("p", { class: "inbox-empty" }, t("unlinking.no_shop")));
    return;
  }
  const open = asked?.state === "pending";
  const act = open ? button(t("unlinking.withdraw"), "secondary", (made) => send("/api/m/unlink/withdraw", made)) : button(t("unlinking.send"), "primary", () => sheet(link));
  holder.replaceChildren(lines(link), asked ? request(asked) : "", el("div", { class: "letter-actions" }, act));
}

show().catch((error) => say(error.message, "alert"));
