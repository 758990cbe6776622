import { el } from "./dom.js";

let count = 0;

/**
 * A select of the site. `options` is a list of {value, text}; its popup is mounted at the end of the body, outside the
 * form, and closes when one is picked, by Escape, or by a press elsewhere.
 */
export function select({ label, options, value, onPick, dialect = "arco" }) {
  const id = `m4b-select-${(count += 1)}`;
  const shown = el("span", { class: `${dialect}-select-view-value` });
  const box = el("div", { class: `${dialect}-select m4b-select`, role: "combobox", tabindex: "0", "data-tid": "m4b_select", "aria-label": label, "aria-haspopup": "listbox", "aria-controls": id, "aria-expanded": "false" }, shown);
  const popup = el("ul", { class: `${dialect}-select-popup m4b-select-popup`, role: "listbox", id, "aria-label": label, hidden: true });

  function turn(open) {
    popup.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) return;
    document.body.append(popup);
    const { left, bottom, width } = box.getBoundingClientRect();
    Object.assign(popup.style, { left: `${left + scrollX}px`, top: `${bottom + scrollY + 4}px`, minWidth: `${width}px` });
  }

  function pick(chosen) {
    shown.textContent = chosen.text;
    box.dataset.value = chosen.value;
    for (const option of popup.children) option.setAttribute("aria-selected", String(option.dataset.value === chosen.value));
  }

  const choose = (chosen) => { pick(chosen); turn(false); box.focus(); onPick(chosen.value); };
  const keys = (press, act) => { if (["Enter", " "].includes(press.key)) { press.preventDefault(); act(); } };
  const line = (one) => el("li", { class: `${dialect}-select-option m4b-select-option`, role: "option", tabindex: "-1", "data-value": one.value, onclick: () => choose(one), onkeydown: (press) => keys(press, () => choose(one)) }, one.text);

  popup.append(...options.map(line));
  pick(options.find((one) => one.value === value) ?? options[0]);
  box.addEventListener("click", () => turn(popup.hidden));
  box.addEventListener("keydown", (press) => keys(press, () => { turn(popup.hidden); popup.firstChild?.focus(); }));
  document.addEventListener("keydown", (press) => { if (press.key === "Escape") turn(false); });
  document.addEventListener("click", ({ target }) => { if (!box.contains(target) && !popup.contains(target)) turn(false); });
  return box;
}
