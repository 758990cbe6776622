// What a sub-account may see but not press: the button is dead, and says why to a pointer that comes over it.
import { el } from "./dom.js";
import { lacks, t } from "./page.js";

/** The button itself, or what stands for it where the login may not press in this area. */
export function ifAllowed(area, button) {
  if (!lacks.includes(`${area}:press`)) return button;
  button.disabled = true;
  button.classList.add("right-missing-button");
  const around = el("span", { class: "right-missing" }, button);
  let hint = null;
  around.addEventListener("mouseenter", () => { hint ??= document.body.appendChild(below(around)); });
  around.addEventListener("mouseleave", () => { hint?.remove(); hint = null; });
  return around;
}

function below(around) {
  const box = around.getBoundingClientRect();
  const hint = el("div", { class: "theme-arco-tooltip", role: "tooltip" }, t("right.hint"));
  Object.assign(hint.style, { top: `${box.bottom + 8}px`, right: `${Math.max(12, document.documentElement.clientWidth - box.right)}px` });
  return hint;
}
