import { el, icon } from "./dom.js";

const DOWN = "m6 8 4 4 4-4";
const ON = "m8 5 5 5-5 5";

/**
 * A choice of two steps. `groups`: {name, text, values: [{value, text}]}. The second column comes under the pointer
 * only, and both are mounted at the end of the body.
 */
export function cascader({ label, all, onChoose }) {
  const shown = el("span", { class: "core-cascader-view-value" }, all);
  const node = el("div", { class: "core-cascader", role: "button", tabindex: "0", "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => turn(popup.hidden) }, shown, icon(DOWN));
  const columns = [0, 1].map(() => el("ul", { class: "core-cascader-list", role: "menu", "aria-label": label }));
  const popup = el("div", { class: "core-cascader-popup", hidden: true }, columns);

  function turn(open) {
    popup.hidden = !open;
    node.setAttribute("aria-expanded", String(open));
    columns[1].hidden = true;
    if (!open) return;
    document.body.append(popup);
    const { left, bottom } = node.getBoundingClientRect();
    Object.assign(popup.style, { left: `${Math.max(8, Math.min(left + scrollX, innerWidth - 400))}px`, top: `${bottom + scrollY + 4}px` });
  }

  function choose(text, value) {
    shown.textContent = text;
    turn(false);
    onChoose(value);
  }

  const item = (text, attributes, sign) => el("li", { class: "core-cascader-list-item", role: "menuitem", tabindex: "-1", ...attributes }, text, sign);

  function unfold(group) {
    columns[1].replaceChildren(...group.values.map(({ value, text }) => item(text, { onclick: () => choose(`${group.text} / ${text}`, `${group.name}:${value}`) })));
    columns[1].hidden = false;
  }

  document.addEventListener("click", ({ target }) => { if (!node.contains(target) && !popup.contains(target)) turn(false); });
  return {
    node,
    offer: (groups) => columns[0].replaceChildren(
      item(all, { onclick: () => choose(all, ""), onmouseenter: () => { columns[1].hidden = true; } }),
      ...groups.map((group) => item(group.text, { "aria-haspopup": "menu", onmouseenter: () => unfold(group) }, icon(ON)))),
  };
}
