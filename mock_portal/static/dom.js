import { build } from "./page.js";
import { made as madeOf, wrapped } from "./skin.js";

/** An element with attributes (on… are listeners) and children; texts stay texts, and each gets this build's class. */
export function el(tag, attributes = {}, ...children) {
  const made = madeOf(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  const first = made.classList[0];
  if (first) made.classList.add(hashed(first));
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined).map((child) => wrapped(tag, child)));
  return made;
}

/** The class that changes with every build, as the real site's do. */
const hashed = (name) => `sc-${[...`${build}${name}`].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) >>> 0, 7).toString(36)}`;

const SVG = "http://www.w3.org/2000/svg";

/** A line icon, for the eye only. */
export function icon(path, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
