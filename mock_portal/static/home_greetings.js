import { post } from "./api.js";
import { el } from "./dom.js";
import { openModal } from "./modal.js";
import { t } from "./page.js";
import { tour } from "./home_tour.js";

const greetings = JSON.parse(document.getElementById("greetings").textContent);

/** Everything that lies over the home page, one thing after the other. */
export async function greet() {
  if (greetings.announcement) await announcement();
  for (const modal of greetings.modals) {
    await new Promise((go) => { setTimeout(go, modal.late_ms); });
    await KINDS[modal.kind](modal);
  }
  if (greetings.tour) await tour();
}

const button = (text, onclick) => el("button", { class: "core-btn core-btn-primary", type: "button", onclick }, text);
const hide = (modal) => post("/api/v1/seller/home/modal/hide", { modal_id: modal.modal_id }).catch(() => {});

const announcement = () => new Promise((onClose) => {
  const modal = openModal({ title: t("shell.announcement"), className: "core-modal-small", closable: false, onClose });
  modal.body.append(el("p", {}, greetings.announcement));
  modal.foot.append(button(t("shell.got_it"), modal.close));
});

/** A check box as the site's: a div whose class gains "checked". */
function box(text, onTurn = () => {}) {
  const turn = () => {
    const on = node.classList.toggle("checked");
    node.setAttribute("aria-checked", String(on));
    onTurn(on);
  };
  const node = el("div", { class: "trust flex", role: "checkbox", tabindex: "0", "aria-checked": "false", onclick: turn, onkeydown: (press) => { if (press.key === " ") { press.preventDefault(); turn(); } } }, el("span", { class: "check-box-inner", "aria-hidden": "true" }), el("span", {}, text));
  return { node, checked: () => node.classList.contains("checked") };
}

/** News: read, and put away for now or for ever. */
const news = (told) => new Promise((onClose) => {
  const never = box(t("greetings.never"));
  const modal = openModal({ title: told.title, className: "core-modal-small", onClose });
  modal.body.append(el("p", {}, told.text));
  modal.foot.append(never.node, button(t("shell.got_it"), async () => {
    if (never.checked()) await hide(told);
    modal.close();
  }));
});

/** A campaign: its picture, a link, and a cross without a text. */
const campaign = (told) => new Promise((onClose) => {
  const modal = openModal({ title: told.title, className: "core-modal-small home-campaign", dialect: "core", onClose });
  modal.body.append(el("p", {}, told.text));
  modal.foot.append(el("a", { class: "core-btn core-btn-primary core-btn-long", href: told.link || "/promotion/marketing-tools" }, t("greetings.take_part")));
});

/** A policy: its button is dead, by its class alone, until the box is ticked; Esc does not help. */
const policy = (told) => new Promise((onClose) => {
  const agreed = box(t("greetings.read"), (on) => yes.classList.toggle("core-btn-disabled", !on));
  const modal = openModal({ title: told.title, className: "core-modal-small", closable: false, escapable: false, onClose });
  const yes = button(t("greetings.understand"), async () => {
    if (!agreed.checked()) return;
    await hide(told);
    modal.close();
  });
  yes.classList.add("core-btn-disabled");
  modal.body.append(el("p", {}, told.text), agreed.node);
  modal.foot.append(yes);
});

const KINDS = { news, campaign, policy };
