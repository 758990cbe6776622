import { el, icon } from "./dom.js";

const DOWN = "m6 8 4 4 4-4";
let count = 0;

/** A select of the site's kind: its list is mounted at the end of the body when it is first opened. */
export function select({ label, options, chosen, onChoose }) {
  const id = `arco-select-popup-${(count += 1)}`;
  const text = el("span", { class: "arco-select-view-value" });
  const node = el("div", { class: "arco-select m4b-select", role: "combobox", tabindex: "0", "aria-label": label, "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": id, onclick: () => toggle(list?.hidden ?? true) }, text, icon(DOWN));
  let list = null;

  function show(value) {
    const [, name] = options.find(([one]) => one === value);
    text.textContent = name;
    node.title = name;
    list?.replaceChildren(...options.map((one) => option(one, value)));
  }

  const option = ([value, name], current) =>
    el("li", { class: "arco-select-option m4b-select-option", role: "option", "aria-selected": String(value === current), onclick: () => choose(value) }, name);

  function choose(value) {
    show(value);
    toggle(false);
    onChoose(value);
  }

  function toggle(open) {
    if (open && !list) {
      list = document.body.appendChild(el("ul", { class: "arco-select-popup", id, role: "listbox", "aria-label": label }));
      show(chosen);
    }
    list.hidden = !open;
    node.setAttribute("aria-expanded", String(open));
    const box = node.getBoundingClientRect();
    list.style.left = `${box.left}px`;
    list.style.bottom = `${window.innerHeight - box.top + 4}px`;
  }

  node.addEventListener("keydown", (press) => { 
    if (["Enter", " "].includes(press.key)) node.click();
    if (press.key === "Escape" && list) toggle(false);
  });
  document.addEventListener("click", (press) => { if (list && !node.contains(press.target)) toggle(false); });
  show(chosen);
  return node;
}
