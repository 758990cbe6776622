// How the present skin builds what the scripts ask for: of other tags, in another order, with more around a text.
import { skin } from "./page.js";

const KINDS = {
  button: ["button", "button"],
  table: ["table", "table"], thead: ["table", "rowgroup"], tbody: ["table", "rowgroup"],
  tr: ["table", "row"], th: ["table", "columnheader"], td: ["table", "cell"],
  ul: ["list", "list"], ol: ["list", "list"], li: ["list", "listitem"],
};
const BARE = new Set(["span", "time", "option", "title"]);

/** A new element: a `tag`, or what this skin has in its place, with the role that the tag would give it. */
export function made(tag) {
  const [kind, role] = KINDS[tag] ?? [];
  const other = skin?.tags[kind];
  if (!other) return document.createElement(tag);
  const one = document.createElement(other);
  one.setAttribute("role", role);
  if (tag === "button") livesLikeAButton(one);
  return one;
}

/** Focus, keys, and a `disabled` that is told to the ear and holds clicks back. */
function livesLikeAButton(one) {
  one.tabIndex = 0;
  Object.defineProperty(one, "disabled", {
    get: () => one.getAttribute("aria-disabled") === "true",
    set: (off) => one.setAttribute("aria-disabled", String(Boolean(off))),
  });
  one.addEventListener("click", (press) => { if (one.disabled) press.stopImmediatePropagation(); }, true);
  one.addEventListener("keydown", (press) => {
    if (!["Enter", " "].includes(press.key)) return;
    press.preventDefault();
    one.click();
  });
}

/** A text as it lies in an element of this skin. */
export function wrapped(tag, text) {
  if (!skin || typeof text !== "string" || BARE.has(tag)) return text;
  return Array.from({ length: skin.wraps }).reduce((inner) => {
    const around = document.createElement("span");
    around.append(inner);
    return around;
  }, text);
}

/** A list in this skin's order, the same for as many parts. */
export function arranged(list) {
  if (!skin?.order) return list;
  const rank = (place) => Math.imul(skin.order ^ Math.imul(list.length * 97 + place + 1, 2654435761), 2246822519) >>> 0;
  return list.map((one, place) => [rank(place), one]).sort(([one], [other]) => one - other).map(([, one]) => one);
}
