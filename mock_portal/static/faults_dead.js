// The four ways in which the site's elements are dead: by attribute, to the ear only, to the eye only, to the pointer.
import { always } from "./always.js";

const dead = new Set();

const WAYS = {
  attribute: (element, was) => ({ on: () => element.setAttribute("disabled", ""), off: () => element.toggleAttribute("disabled", was) }),
  aria: (element) => {
    const before = element.getAttribute("aria-disabled");
    return { on: () => element.setAttribute("aria-disabled", "true"), off: () => (before === null ? element.removeAttribute("aria-disabled") : element.setAttribute("aria-disabled", before)) };
  },
  class: (element) => ({ on: () => element.classList.add("core-btn-disabled", "theme-arco-btn-disabled"), off: () => element.classList.remove("core-btn-disabled", "theme-arco-btn-disabled") }),
  pointer: (element) => ({ on: () => { element.style.pointerEvents = "none"; }, off: () => { element.style.pointerEvents = ""; } }),
};

/** Hold every element that fits back for some seconds from when it comes into the page; then it is what it would have been. */
export function disabledFor({ selector, seconds, way = "attribute" }) {
  const held = new Map();
  always(() => {
    for (const element of document.querySelectorAll(selector)) hold(element, held, seconds * 1000, way);
  });
}

function hold(element, held, ms, way) {
  if (!held.has(element)) held.set(element, { until: performance.now() + ms, turn: WAYS[way](element, element.hasAttribute("disabled")) });
  const state = held.get(element);
  if (state.over) return;
  state.over = performance.now() > state.until;
  state.turn[state.over ? "off" : "on"]();
  if (way === "attribute") element.toggleAttribute("data-disabled", !state.over);
  else dead[state.over ? "delete" : "add"](element);
}

// What only looks or sounds dead is dead all the same; what the pointer goes through still hears the keyboard.
document.addEventListener("click", (press) => {
  if (![...dead].some((element) => element.contains(press.target) && element.style.pointerEvents !== "none")) return;
  press.stopImmediatePropagation();
  press.preventDefault();
}, true);
