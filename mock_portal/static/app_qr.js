import "./faults.js";
import { post } from "./api.js";
import { el } from "./dom.js";
import { t } from "./page.js";

const asked = document.getElementById("asked");
const token = new URLSearchParams(location.search).get("token") ?? "";
const send = (deed) => post(`/api/v1/seller_app/qr/${deed}`, { token });

const line = (text, role) => el("p", { class: "letter-stage", role }, text);
const refuse = (error) => asked.replaceChildren(line(error.message, "alert"));

function button(name, kind, deed) {
  const press = () => send(deed).then(({ status }) => asked.replaceChildren(line(t(`qr.${status}`), "status")), refuse);
  return el("button", { class: `TUXButton TUXButton--${kind}`, type: "button", "aria-disabled": "false", onclick: press }, t(name));
}

const question = () => asked.replaceChildren(
  el("p", {}, t("qr.ask", { email: asked.dataset.email })),
  el("p", { class: "text-neutral-text3" }, t("qr.warning")),
  el("div", { class: "letter-actions" }, button("qr.cancel", "secondary", "cancel"), button("qr.confirm", "primary", "confirm")));

// To open this page is to scan the code.
send("scan").then(question, refuse);
