import { el, icon } from "./dom.js";

const STAYS_MS = 3000;
const MARKS = { status: "m5 10 3.500 3.500L15 7", alert: "M10 5.500v5.500M10 14v.500" };

/** A short message at the top, gone after three seconds: role "status" for good news, "alert" for bad. */
export function say(text, role = "status") {
  const kind = role === "alert" ? "error" : "success";
  const line = el("div", { class: `theme-arco-message theme-arco-message-${kind}`, role }, icon(MARKS[role]), el("span", {}, text));
  holder().append(line);
  setTimeout(() => line.remove(), STAYS_MS);
}

function holder() {
  return document.querySelector(".theme-arco-message-wrapper") ?? document.body.appendChild(el("div", { class: "theme-arco-message-wrapper" }));
}
