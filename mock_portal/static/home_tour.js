import { post } from "./api.js";
import { el } from "./dom.js";
import { t } from "./page.js";

const STEPS = { shop: '[data-tid="shop.context"]', data: 'a[href="/compass/data-overview"]', help: 'a[href="/help-center"]' };
const ROOM = 12;
const WIDTH = 320;

/** Lead a newcomer from place to place; over everything else lies a mask without a name. */
export async function tour() {
  const names = Object.keys(STEPS).filter((name) => document.querySelector(STEPS[name]));
  const mask = document.body.appendChild(el("div", { class: "fixed top-0 left-0 w-full h-full" }, el("div", { class: "core-guide-hole" })));
  for (const [place, name] of names.entries()) {
    if (!(await step(name, place, names.length, mask))) break;
  }
  mask.remove();
  await post("/api/v1/seller/home/tour/seen", {}).catch(() => {});
}

/** One place; answers whether the tour goes on. */
function step(name, place, count, mask) {
  const last = place === count - 1;
  const target = document.querySelector(STEPS[name]);
  target.scrollIntoView({ block: "center" });
  const gone = new AbortController();
  return new Promise((answer) => {
    const leave = (on) => () => { gone.abort(); popover.remove(); answer(on); };
    const button = (kind, text, on) => el("button", { class: `core-btn core-btn-${kind}`, type: "button", onclick: leave(on) }, text);
    const popover = el("div", { class: "core-guide-popover", role: "dialog", "aria-label": t(`greetings.tour.${name}`) },
      el("b", {}, t(`greetings.tour.${name}`)), el("p", {}, t(`greetings.tour.${name}.text`)),
      el("div", { class: "core-guide-foot flex" }, el("span", { class: "text-neutral-text3" }, `${place + 1}/${count}`),
        last ? button("primary", t("shell.got_it"), false) : [button("text", t("greetings.skip"), false), button("primary", t("greetings.next"), true)]));
    document.body.append(popover);
    const moved = () => put(target.getBoundingClientRect(), mask.firstChild, popover);
    window.addEventListener("resize", moved, { signal: gone.signal });
    moved();
  });
}

function put(box, hole, popover) {
  const below = box.bottom + ROOM;
  Object.assign(hole.style, { left: `${box.left - 4}px`, top: `${box.top - 4}px`, width: `${box.width + 8}px`, height: `${box.height + 8}px` });
  popover.style.left = `${Math.max(ROOM, Math.min(box.left, window.innerWidth - WIDTH - ROOM))}px`;
  popover.style.top = `${below + popover.offsetHeight > window.innerHeight ? Math.max(ROOM, box.top - popover.offsetHeight - ROOM) : below}px`;
}
