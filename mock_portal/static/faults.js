// Faults that happen in the page itself: something lies over an element, a button comes alive late, a puzzle is up.
import { always } from "./always.js";
import { showCaptcha } from "./captcha.js";
import { el } from "./dom.js";
import { disabledFor } from "./faults_dead.js";
import { typedOnly } from "./faults_typed.js";
import { faults } from "./page.js";

function cover(selector) {
  const sheet = el("div", { class: "promo-layer" });
  document.body.append(sheet);
  always(() => lay(sheet, document.querySelector(selector)));
}

function lay(sheet, target) {
  const box = target?.getBoundingClientRect();
  sheet.hidden = !box?.width;
  if (box?.width) Object.assign(sheet.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
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

/** The header's chip catches up with the shop that the session looks at. */
function catchUp({ after, shop: { id, region, name, country } }) {
  const chip = document.querySelector('[data-tid="shop.context"]');
  setTimeout(() => {
    Object.assign(chip.dataset, { shopId: id, shopRegion: region });
    chip.querySelector(".shop-name").textContent = name;
    chip.querySelector(".core-tag-region").textContent = country;
  }, after);
}

if (faults.captcha) showCaptcha();
faults.cover.forEach(cover);
faults.disabled_for.forEach(disabledFor);
faults.swap.forEach(swapOnHover);
faults.typed_only.forEach(typedOnly);
faults.chip.forEach(catchUp);
for (const { url, seconds } of faults.leads_away) setTimeout(() => location.assign(url), seconds * 1000);
for (const address of faults.popup) window.open(address);
