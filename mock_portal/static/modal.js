import { el, icon } from "./dom.js";

const CROSS = "M5 5l10 10M15 5 5 15";
let count = 0;

/** Open a dialog; when it closes, its mask and wrapper stay in the document, hidden. */
export function openModal({ title, className = "", closable = true }) {
  const id = `modal-title-${(count += 1)}`;
  const body = el("div", { class: "theme-arco-modal-body" });
  const foot = el("div", { class: "theme-arco-modal-footer" });
  const close = () => { wrapper.hidden = true; };
  const cross = closable ? el("span", { class: "theme-arco-modal-close-icon", role: "button", tabindex: "0", "aria-label": "Close", onclick: close }, icon(CROSS)) : null;
  const box = el("div", { class: `theme-arco-modal ${className}`, role: "dialog", "aria-modal": "true", "aria-labelledby": id },
    el("div", { class: "theme-arco-modal-header" }, el("div", { class: "theme-arco-modal-title", id }, title), cross), body, foot);
  const wrapper = el("div", { class: "arco-modal-wrapper", onkeydown: (press) => { if (press.key === "Escape") close(); } },
    el("div", { class: "theme-arco-modal-mask", "data-tid": "m4b_modal_mask" }), box);
  document.body.append(wrapper);
  return { id, body, foot, close };
}
