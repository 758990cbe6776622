import { el, icon } from "./dom.js";
import { faults } from "./page.js";

const CROSS = "M5 5l10 10M15 5 5 15";
let count = 0;

/**
 * Open a dialog; when it closes, its mask and wrapper stay in the document, hidden, unless a fault lets them lie there.
 * One that is not `closable` has no cross, one that is not `escapable` does not mind Esc either.
 */
export function openModal({ title, className = "", closable = true, escapable = true, dialect = "theme-arco", onClose = () => {} }) {
  const id = `modal-title-${(count += 1)}`;
  const body = el("div", { class: "theme-arco-modal-body" });
  const foot = el("div", { class: "theme-arco-modal-footer" });
  const close = () => {
    if (box.hidden) return;
    box.hidden = true;
    goAway(wrapper);
    onClose();
  };
  const cross = closable ? el("span", { class: `${dialect}-modal-close-icon`, role: "button", tabindex: "0", "aria-label": "Close", onclick: close, onkeydown: (press) => { if (["Enter", " "].includes(press.key)) close(); } }, icon(CROSS)) : null;
  const box = el("div", { class: `theme-arco-modal ${className}`, role: "dialog", "aria-modal": "true", "aria-labelledby": id },
    el("div", { class: "theme-arco-modal-header" }, el("div", { class: "theme-arco-modal-title", id }, title), cross), body, foot);
  const wrapper = el("div", { class: "arco-modal-wrapper", onkeydown: (press) => { if (press.key === "Escape" && escapable) close(); } },
    el("div", { class: "theme-arco-modal-mask", "data-tid": "m4b_modal_mask" }), box);
  document.body.append(wrapper);
  return { id, body, foot, close };
}

/** A closed dialog's mask goes at once, or lies over the page for a while, or for ever. */
function goAway(wrapper) {
  const [stays] = faults.mask;
  if (!stays) wrapper.hidden = true;
  else if (stays.seconds !== undefined) setTimeout(() => { wrapper.hidden = true; }, stays.seconds * 1000);
}
