// Faults that happen in the page itself: something lies over an element, a button comes alive late, a puzzle is up.
import { showCaptcha } from "./captcha.js";
import { el } from "./dom.js";
import { faults } from "./page.js";

const LOOK_EVERY_MS = 50;

function cover(selector) {
  const sheet = el("div", { class: "promo-layer" });
  document.body.append(sheet);
  setInterval(() => lay(sheet, document.querySelector(selector)), LOOK_EVERY_MS);
}

function lay(sheet, target) {
  const box = target?.getBoundingClientRect();
  sheet.hidden = !box?.width;
  if (box?.width) Object.assign(sheet.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
}

/** Hold every element that fits back for some seconds from when it is first seen; then it is what it would have been. */
function disabledFor({ selector, seconds }) {
  const held = new Map();
  setInterval(() => {
    for (const element of document.querySelectorAll(selector)) hold(element, held, seconds * 1000);
  }, LOOK_EVERY_MS);
}

function hold(element, held, ms) {
  if (!held.has(element)) held.set(element, { until: performance.now() + ms, was: element.hasAttribute("disabled") });
  const state = held.get(element);
  if (state.over) return;
  state.over = performance.now() > state.until;
  element.toggleAttribute("disabled", state.over ? state.was : true);
  element.toggleAttribute("data-disabled", !state.over);
}

/** When the pointer comes over an element, another one slides under it. */
function swapOnHover({ selector, other }) {
  const swap = ({ target }) => exchange(target.closest?.(selector), document.querySelector(other));
  for (const kind of ["mousemove", "mousedown"]) document.addEventListener(kind, swap, true);
}

function exchange(here, there) {
  if (!here || !there || here.contains(there)) return;
  const mark = document.createComment("");
  here.replaceWith(mark);
  there.replaceWith(here);
  mark.replaceWith(there);
}

if (faults.captcha) showCaptcha();
faults.cover.forEach(cover);
faults.disabled_for.forEach(disabledFor);
faults.swap.forEach(swapOnHover);
for (const address of faults.popup) window.open(address);
